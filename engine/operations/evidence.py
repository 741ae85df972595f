"""Evidence: the files that an applicant supplies. Content lies encrypted in the file store.

Slots: `documents.<id>` of a documents step, `<group>.<item id>.<field>` of an item's file, and
the field's own id for a file field outside a group.

The content is stored first and the application refers to it afterwards, in one transaction; a
file that nothing came to refer to is removed at once, or, after an accident, at the next start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

import structlog

from engine.answers import FieldError, Reading
from engine.digits import clean_text
from engine.journey import next_step, steps_of
from engine.journey.corrections import is_slot_named
from engine.journey.saving import uncovered
from engine.model.account import Account
from engine.model.application import Application, Evidence
from engine.model.words import Language, Text
from engine.operations.opening import Opened, change, open_own, own, read_view
from engine.operations.ports import Ports
from engine.operations.results import NotOpen, NotThere, OutOfOrder, Rejected, View
from engine.operations.slots import Slot, slot_of
from engine.phrases import phrase_text
from engine.store.contents import Content, Fault, FileKind, NotTaken, content_of
from engine.wording import Conjunction, join

LONGEST_NAME = 120
BYTES_PER_MB = 1024 * 1024
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Supplied:
    """The file is kept. The same content sent again to the slot gives the file already there."""

    view: View
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file to send to its owner: `chunks` decrypts as it is read, in pieces of 64 KiB at most.

    Send with `Content-Disposition: attachment` and `nosniff`; `name` is clean but any script.
    """

    evidence: Evidence
    chunks: Iterator[bytes]


class Refused(Exception):
    """The file cannot be kept; `code` is that of the FieldError."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class AlreadyThere(Exception):
    """The very same content is in the slot: the request is a retry."""

    def __init__(self, opened: Opened, evidence: Evidence) -> None:
        self.opened = opened
        self.evidence = evidence
        super().__init__()


def supply(
    ports: Ports,
    account: Account,
    reference: str,
    slot: str,
    name: str,
    stream: BinaryIO,
    now: datetime,
) -> Supplied | Rejected:
    """Check, clean, encrypt and keep one file. Reads `stream` once, at most a piece past the limit.

    Where the slot takes one file, a new one replaces it. Refused with one FieldError and nothing
    stored: a content that is not PDF, JPEG or PNG or not accepted there, a broken or empty file,
    one too large, an image over 40 megapixels, a name with slashes, one file too many.
    Raises NotThere for an unknown slot or item, OutOfOrder, NotOpen.
    """
    opened = open_own(ports, account, reference, now)
    if not opened.is_open:
        raise NotOpen(f"application {reference} takes no files")
    place = _place(opened, slot)
    try:
        clean = clean_name(name)
        evidence = _stored(ports, place, clean, stream, now)
    except Refused as refused:
        return _rejected(ports, opened, place, refused.code)
    try:
        opened = change(
            ports, account, opened, now, lambda current: with_file(current, slot, evidence)
        )
    except Refused as refused:
        ports.files.remove(evidence.id)
        return _rejected(ports, opened, place, refused.code)
    except AlreadyThere as retry:
        ports.files.remove(evidence.id)
        return Supplied(read_view(ports, retry.opened), retry.evidence)
    except BaseException:
        ports.files.remove(evidence.id)
        raise
    _log.info("evidence.supplied", reference=reference, evidence=evidence.id, slot=slot)
    return Supplied(read_view(ports, opened), evidence)


def remove(ports: Ports, account: Account, reference: str, evidence: str, now: datetime) -> View:
    """Remove a supplied file from a draft. Removing one that is gone raises NotThere."""

    def make(opened: Opened) -> Application:
        application = opened.application
        gone = next((file for file in application.evidence if file.id == evidence), None)
        if gone is None:
            raise NotThere(f"no file {evidence}")
        _check_named(opened, opened.read(), gone.slot)
        kept = tuple(file for file in application.evidence if file is not gone)
        return _changed(opened, replace(application, evidence=kept))

    opened = change(ports, account, open_own(ports, account, reference, now), now, make)
    _log.info("evidence.removed", reference=reference, evidence=evidence)
    return read_view(ports, opened)


def open_file(ports: Ports, account: Account, reference: str, evidence: str) -> OpenFile:
    """The content of a file, for the application's owner only. Raises NotThere."""
    with ports.store.read() as work:
        application = own(work, account, reference)
    return opened_file(ports, application, evidence)


def opened_file(ports: Ports, application: Application, evidence: str) -> OpenFile:
    """The content of a file of an application that the caller may see. Raises NotThere."""
    for file in application.evidence:
        if file.id == evidence:
            try:
                return OpenFile(file, ports.files.open(file.id))
            except FileNotFoundError as error:
                raise NotThere(f"the content of file {evidence} is gone") from error
    raise NotThere(f"no file {evidence}")


def clean_name(name: str) -> str:
    """`name` as it is kept: no control or bidirectional characters, one line, 120 characters.

    Arabic names carry such characters innocently, so they are dropped, not refused. A slash of
    either kind is refused: no file has one in its name.
    """
    clean = " ".join(clean_text(name).split())
    if not clean or clean in {".", ".."} or "/" in clean or "\\" in clean:
        raise Refused("file-name")
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 8:
        return clean[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _place(opened: Opened, name: str) -> Slot:
    """The slot, if files may be put there now."""
    reading = opened.read()
    slot = slot_of(reading, name)
    if slot is None:
        raise NotThere(f"no slot {name}")
    _check_named(opened, reading, name)
    step = next(one for one in steps_of(reading) if one.id == slot.step)
    if not step.is_reachable or not slot.is_asked:
        raise OutOfOrder(slot.step, next_step(reading))
    return slot


def _check_named(opened: Opened, reading: Reading, slot: str) -> None:
    if opened.is_corrected and not is_slot_named(reading, opened.application.corrections, slot):
        raise NotOpen(f"the files of {slot} cannot be changed now")


def _stored(ports: Ports, slot: Slot, name: str, stream: BinaryIO, now: datetime) -> Evidence:
    """The file, stored under its new id; raises Refused, and then nothing is stored."""
    digest, size = hashlib.sha256(), 0

    def measured(content: Content) -> Iterator[bytes]:
        nonlocal size
        for piece in content.pieces:
            digest.update(piece)
            size += len(piece)
            yield piece

    try:
        if slot.accept == frozenset({FileKind.PDF}):
            content = content_of(stream, slot.accept, slot.max_bytes)
        else:
            with ports.image_turns.turn():
                content = content_of(stream, slot.accept, slot.max_bytes)
        if not content.kind.may_be_named(name):
            raise Refused("file-name-of-other-type")
        id = ports.files.receive(measured(content))
    except NotTaken as refused:
        raise Refused(str(refused.fault)) from refused
    return Evidence(
        id=id,
        slot=slot.name,
        name=name,
        media_type=content.kind.media_type,
        size_bytes=size,
        sha256=digest.hexdigest(),
        supplied_at=now,
    )


def with_file(opened: Opened, name: str, evidence: Evidence) -> Application:
    """The application with the file in its slot; the one before it goes where one is taken."""
    slot = _place(opened, name)
    there = tuple(file for file in opened.application.evidence if file.slot == name)
    for file in there:
        if file.sha256 == evidence.sha256:
            raise AlreadyThere(opened, file)
    if slot.max_files > 1 and len(there) >= slot.max_files:
        raise Refused("too-many-files")
    gone = there if slot.max_files == 1 else ()
    kept = tuple(file for file in opened.application.evidence if file not in gone)
    return _changed(opened, replace(opened.application, evidence=(*kept, evidence)))


def _changed(opened: Opened, application: Application) -> Application:
    return uncovered(opened.desk, opened.read(), application).application


def _rejected(ports: Ports, opened: Opened, slot: Slot, code: str) -> Rejected:
    error = FieldError(slot.name, code, _words(code, slot))
    _log.info("evidence.refused", reference=opened.application.reference, code=code)
    return Rejected(read_view(ports, opened), slot.step, (error,))


def _words(code: str, slot: Slot) -> Text:
    names = sorted(str(kind).upper() for kind in slot.accept)
    kinds = Text(*(join(names, language, Conjunction.OR) for language in Language))
    match code:
        case Fault.TOO_LARGE:
            return phrase_text(f"uploads.{code}", count=max(1, slot.max_bytes // BYTES_PER_MB))
        case Fault.UNKNOWN_TYPE | Fault.NOT_ACCEPTED:
            return phrase_text(f"uploads.{code}", kinds=kinds)
        case "too-many-files":
            return phrase_text(f"uploads.{code}", count=slot.max_files)
        case _:
            return phrase_text(f"uploads.{code}")
