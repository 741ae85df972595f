"""Evidence: the files that an applicant supplies. Content lies encrypted in the file store.

Slots: `documents.<id>` of a documents step, `<group>.<item id>.<field>` of an item's file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from engine.model.account import Account
from engine.model.application import Evidence
from engine.operations.ports import Ports
from engine.operations.results import Rejected, View


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
    raise NotImplementedError


def remove(ports: Ports, account: Account, reference: str, evidence: str, now: datetime) -> View:
    """Remove a supplied file from a draft. Removing one that is gone raises NotThere."""
    raise NotImplementedError


def open_file(ports: Ports, account: Account, reference: str, evidence: str) -> OpenFile:
    """The content of a file, for the application's owner only. Raises NotThere."""
    raise NotImplementedError
