"""Documents are made of what was frozen, for their holder alone, with the photo they supplied."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Thread

import pytest
from PIL import Image

from engine.model.account import Account
from engine.model.issued import Issued
from engine.model.money import Money
from engine.model.words import Text
from engine.operations import issuing
from engine.operations.codes import new_code
from engine.operations.documents import Receipt, issued_pdf, receipt_pdf
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.submission import Submitted, submit
from engine.operations.turns import TooBusy, Turns
from engine.store.keyring import Purpose
from engine.store.protocols import FileDamaged
from tests.support import issuing as support
from tests.support.issuing import LICENCE
from tests.support.pdf_text import runs_of, text_of
from tests.support.visitors import (
    FORM,
    NOW,
    STRANGER,
    Visitor,
    add_account,
    config,
    edited,
    publish,
)

BASE = "https://portal.example"


@pytest.fixture
def holder(ports: Ports, account: Account) -> Visitor:
    """Somebody whose licence has a photo."""
    files = edited(config(), FORM, "identity, accept: [pdf, jpeg, png]", "identity, accept: [png]")
    files = edited(
        files, FORM, "    validity: decided\n", "    validity: decided\n    photo: identity\n"
    )
    publish(ports, files, NOW - timedelta(days=1))
    visitor = Visitor.starting(ports, account, "with a photo").fill()
    assert isinstance(submit(ports, account, visitor.reference, None, NOW), Submitted)
    return visitor


def issue(visitor: Visitor) -> Issued:
    return support.issue(visitor.ports, visitor.reference)


def test_a_document_says_what_was_frozen_whatever_is_in_force_now(holder: Visitor) -> None:
    issued = issue(holder)
    first = issued_pdf(holder.ports, holder.account, issued.code, BASE)
    renamed = edited(config(), FORM, "en: Angler card}", "en: Other}")
    publish(holder.ports, renamed, NOW + timedelta(days=1))
    assert issued_pdf(holder.ports, holder.account, issued.code, BASE) == first
    said = text_of(first)
    for words in ("Angler card", "Zone", "23 November 2026", "22 November 2027", issued.code):
        assert words in said
    assert {"بطاقة", "المنطقة"} <= {run.strip() for run in runs_of(first)}


def test_the_photo_is_the_one_that_was_supplied_and_nothing_but_its_pixels(holder: Visitor) -> None:
    issued = issue(holder)
    assert issued.printed.photo is not None
    made = issued_pdf(holder.ports, holder.account, issued.code, BASE)
    photos = re.findall(rb"/Filter/DCTDecode.*?stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    assert len(photos) == 1
    with Image.open(BytesIO(photos[0])) as printed:
        assert printed.size == (40, 20), "no picture is made larger than it is"


def test_a_photo_that_was_altered_is_not_printed(holder: Visitor) -> None:
    issued = issue(holder)
    assert issued.printed.photo is not None
    altered = replace(issued.printed, photo=replace(issued.printed.photo, sha256="0" * 64))
    code = new_code(holder.ports.keys[Purpose.DOCUMENTS])
    with holder.ports.store.begin() as work:
        work.issued.add(replace(issued, code=code, document="boat-permit", printed=altered))
    with pytest.raises(FileDamaged):
        issued_pdf(holder.ports, holder.account, code, BASE)


def test_a_document_whose_photo_was_deleted_is_made_without_it(holder: Visitor) -> None:
    issued = issue(holder)
    assert issued.printed.photo is not None
    holder.ports.files.remove(issued.printed.photo.evidence)
    made = issued_pdf(holder.ports, holder.account, issued.code, BASE)
    assert b"DCTDecode" not in made


def test_another_account_and_a_code_of_no_document_find_nothing(holder: Visitor) -> None:
    issued = issue(holder)
    stranger = add_account(holder.ports, "noura", STRANGER)
    for account, code in ((stranger, issued.code), (holder.account, "x"), (stranger, "")):
        with pytest.raises(NotThere):
            issued_pdf(holder.ports, account, code, BASE)


def test_a_revoked_document_is_not_made_any_more(holder: Visitor) -> None:
    issued = issue(holder)
    with holder.ports.store.begin() as work:
        issuing.revoke(work, holder.reference, LICENCE, None, NOW)
    with pytest.raises(NotThere):
        issued_pdf(holder.ports, holder.account, issued.code, BASE)


def test_only_so_many_are_made_at_once(holder: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.operations.turns.WAIT_SECONDS", 0)
    issued = issue(holder)
    ports = replace(holder.ports, document_turns=Turns(1))
    with ports.document_turns.turn(), pytest.raises(TooBusy):
        issued_pdf(ports, holder.account, issued.code, BASE)


def test_documents_made_by_several_threads_are_the_same(holder: Visitor) -> None:
    issued = issue(holder)
    made: list[bytes] = []
    threads = [
        Thread(
            target=lambda: made.append(issued_pdf(holder.ports, holder.account, issued.code, BASE))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1


def test_a_receipt_says_lines_total_bill_channel_and_time(ports: Ports) -> None:
    receipt = Receipt(
        payment="P-1f0c33a9d8b27e64",
        received=Money("SAR", 10000),
        bill_number="1234567890",
        application="R-4F7K-9MXD-2H",
        service=Text("تجديد", "Renewal"),
        lines=((Text("رسم", "Registration fee"), Money("SAR", 25000)),),
        total=Money("SAR", 25000),
        channel=Text("سداد", "SADAD"),
        paid_at=datetime(2026, 11, 23, 21, 30, tzinfo=UTC),
    )
    portal = ports.releases.active(NOW).catalogue.portal
    made = receipt_pdf(ports, portal, receipt)
    said = text_of(made)
    for words in (
        "P-1f0c33a9d8b27e64",
        "100.00",
        "1234567890",
        "R-4F7K-9MXD-2H",
        "Registration fee",
        "SADAD",
        "250.00",
    ):
        assert words in said
    assert "24 November 2026" in said, "the day in Riyadh, where it was past midnight"
    assert receipt_pdf(ports, portal, receipt) == made
