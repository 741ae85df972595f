"""Documents as PDF: what was issued, and receipts of payments.

Each is made from frozen values whenever somebody asks for it, and comes out the same, byte for
byte. Nothing is kept: making one takes some milliseconds, and its photo stays encrypted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.calendar import format_date, format_moment
from engine.model.account import Account
from engine.model.issued import Issued, Photo
from engine.model.money import Money
from engine.model.portal import Portal
from engine.model.words import Language, Text
from engine.money import format_money
from engine.operations.codes import read_code
from engine.operations.opening import own
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.phrases import phrase_text
from engine.store.contents import portrait
from engine.store.protocols import FileDamaged
from engine.typesetting import Printable, pdf_of, qr_of

_WORDS = ("photo", "scan", "check-at", "application", "record")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. `channel` is what it was paid through, in words.

    `received` is what was paid, `total` what the bill came to: the two differ for a part.
    """

    payment: str
    received: Money
    bill_number: str
    application: str
    service: Text
    lines: tuple[tuple[Text, Money], ...]
    total: Money
    channel: Text
    paid_at: datetime


def issued_pdf(ports: Ports, account: Account, code: str, base_url: str) -> bytes:
    """A document that was issued to the account. `base_url` begins the address of its QR code.

    Raises NotThere for one of somebody else, as for none and for one that was revoked; TooBusy.
    """
    with ports.store.read() as work:
        issued = work.issued.get(read_code(code) or "")
        if issued is None:
            raise NotThere("no such document")
        own(work, account, issued.application)
    if issued.revoked_at is not None or issued.printed.is_erased:
        raise NotThere("the document was revoked, or erased")
    photo = None if issued.printed.photo is None else _portrait(ports, issued.printed.photo)
    data = _of_issued(issued, base_url, photo)
    with ports.document_turns.turn():
        return pdf_of(issued.printed.template, data, issued.issued_at)


def specimen_pdf(ports: Ports, specimen: Issued, base_url: str) -> bytes:
    """A document that nobody was issued, as it would look, without a photo. Raises TooBusy."""
    with ports.document_turns.turn():
        data = _of_issued(specimen, base_url, None)
        return pdf_of(specimen.printed.template, data, specimen.issued_at)


def receipt_pdf(ports: Ports, portal: Portal, receipt: Receipt) -> bytes:
    """The receipt of a payment, in the words and the time zone of `portal`. Raises TooBusy."""
    data = _of_receipt(portal, receipt)
    with ports.document_turns.turn():
        return pdf_of("receipt", data, receipt.paid_at)


def _of_issued(issued: Issued, base_url: str, photo: bytes | None) -> dict[str, Printable]:
    printed = issued.printed
    check_address = f"{base_url}/{Language.AR}/check"
    days = [("valid-from", issued.valid_from), ("valid-until", issued.valid_until)]
    return {
        "title": _text(printed.title),
        "owner": _text(printed.owner),
        "notice": _text(printed.notice),
        "lines": [_line(line.label, line.value) for line in printed.lines],
        "validity": [
            _line(
                phrase_text(f"issued.{name}"),
                Text(*(format_date(day, language) for language in Language)),
            )
            for name, day in days
            if day is not None
        ],
        "photo": None if photo is None else list(photo),
        "address": f"{check_address}/{issued.code}",
        "qr": qr_of(f"{check_address}/{issued.code}"),
        "code": issued.code,
        "check-address": check_address,
        "application": issued.application,
        "record": issued.record_sequence,
        "words": _words(_WORDS, "issued"),
    }


def _portrait(ports: Ports, photo: Photo) -> bytes | None:
    """The picture, small enough to be printed; None when its file was deleted since."""
    try:
        content = b"".join(ports.files.open(photo.evidence))
    except FileNotFoundError:
        return None
    if hashlib.sha256(content).hexdigest() != photo.sha256:
        raise FileDamaged(f"file {photo.evidence} is not what was issued")
    with ports.image_turns.turn():
        return portrait(content)


def _of_receipt(portal: Portal, receipt: Receipt) -> Mapping[str, Printable]:
    zone = portal.time_zone
    facts = (
        ("payment", Text(receipt.payment, receipt.payment)),
        ("received", _money(receipt.received)),
        ("bill", Text(receipt.bill_number, receipt.bill_number)),
        ("application", Text(receipt.application, receipt.application)),
        ("service", receipt.service),
        ("channel", receipt.channel),
        ("paid-at", Text(*(format_moment(receipt.paid_at, zone, one) for one in Language))),
    )
    return {
        "title": _text(phrase_text("receipt.title")),
        "owner": _text(portal.owner),
        "notice": _text(portal.notice),
        "facts": [_line(phrase_text(f"receipt.{name}"), value) for name, value in facts],
        "lines": [_line(label, _money(amount)) for label, amount in receipt.lines],
        "total": _text(_money(receipt.total)),
        "words": _words(("made", "lines", "amount", "total"), "receipt"),
    }


def _money(amount: Money) -> Text:
    return Text(*(format_money(amount, language) for language in Language))


def _line(label: Text, value: Text) -> dict[str, Printable]:
    return {"label": _text(label), "value": _text(value)}


def _words(names: Iterable[str], theme: str) -> dict[str, Printable]:
    return {name: _text(phrase_text(f"{theme}.{name}")) for name in names}


def _text(text: Text) -> dict[str, Printable]:
    return {"ar": text.ar, "en": text.en}
