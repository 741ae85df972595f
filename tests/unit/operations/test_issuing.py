"""Issuing freezes what is printed, happens once, can be revoked, and anybody can check it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.model.issued import Issued, Standing
from engine.model.value import Unknown
from engine.model.words import Text
from engine.operations import issuing, records
from engine.operations.codes import is_signed, new_code
from engine.operations.opening import open_under
from engine.operations.printing import NotIssuable
from engine.operations.results import NotThere
from engine.operations.submission import Submitted, submit
from engine.store.chain import Record
from engine.store.keyring import Keyring, Purpose
from engine.store.protocols import Clash
from engine.store.sql.issued import SqlIssued
from tests.support import issuing as support
from tests.support.issuing import LICENCE
from tests.support.stores import on_both
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

MISTAKE = Text("خطأ في الاسم", "the name is wrong")


@pytest.fixture
def sent(visitor: Visitor) -> Visitor:
    visitor.fill()
    assert isinstance(
        submit(visitor.ports, visitor.account, visitor.reference, None, NOW), Submitted
    )
    return visitor


def issue(visitor: Visitor, document: str = LICENCE) -> Issued:
    return support.issue(visitor.ports, visitor.reference, document, visitor.now)


def revoke(visitor: Visitor, reason: Text = MISTAKE) -> Issued | None:
    with visitor.ports.store.begin() as work:
        return issuing.revoke(work, visitor.reference, LICENCE, reason, visitor.now)


def records_of(visitor: Visitor) -> tuple[Record, ...]:
    with visitor.ports.store.read() as work:
        return work.ledger.of_subject(visitor.reference)


@on_both
def test_what_is_printed_is_frozen_in_both_languages(sent: Visitor) -> None:
    issued = issue(sent)
    lines = {line.fact: (line.label, line.value) for line in issued.printed.lines}
    assert lines["resident.name"][0] == Text("الاسم", "Name")
    assert lines["resident.zone"][0] == Text("المنطقة", "Zone")
    assert "boat.metres" not in lines, "what is absent is left out"
    assert (issued.valid_from, issued.valid_until) == (date(2026, 11, 23), date(2027, 11, 22))
    renamed = edited(config(), FORM, "en: Zone", "en: Area")
    publish(sent.ports, renamed, NOW + timedelta(days=1))
    (kept,) = issuing.issued_for(sent.ports, sent.account, sent.reference)
    assert kept == issued


@on_both
def test_issuing_twice_gives_the_same_document_and_one_record(sent: Visitor) -> None:
    first = issue(sent)
    assert issue(sent) == first
    assert len(issuing.issued_to(sent.ports, sent.account)) == 1
    found = records.verify(sent.ports)
    assert isinstance(found, records.ChainIntact)
    assert first.record_sequence == found.records


@on_both
def test_a_second_one_in_force_cannot_be_written(sent: Visitor) -> None:
    first = issue(sent)
    second = replace(first, code=new_code(sent.ports.keys[Purpose.DOCUMENTS]))
    with pytest.raises(Clash), sent.ports.store.begin() as work:
        work.issued.add(second)


@on_both
def test_a_revoked_document_is_told_and_another_can_be_issued(sent: Visitor) -> None:
    first = issue(sent)
    revoked = revoke(sent)
    assert revoked is not None
    assert revoked.revoked_at == NOW
    assert revoked == issuing.issued_for(sent.ports, sent.account, sent.reference)[0]
    assert revoke(sent) is None, "there is nothing left to revoke"
    told = issuing.check(sent.ports, first.code, NOW)
    assert told is not None
    assert (told.standing, told.revoked_on) == (Standing.REVOKED, date(2026, 11, 23))
    second = issue(sent)
    assert second.code != first.code
    assert [one.code for one in issuing.issued_for(sent.ports, sent.account, sent.reference)] in (
        [first.code, second.code],
        [second.code, first.code],
    )
    kinds = [record.header.kind for record in records_of(sent)]
    assert kinds[-3:] == ["issue", "revocation", "issue"]


def test_without_a_declared_validity_it_holds_from_the_day_of_issue_for_good(
    sent: Visitor,
) -> None:
    sent.now = NOW + timedelta(days=40)
    issued = issue(sent, "boat-permit")
    assert (issued.valid_from, issued.valid_until) == (date(2027, 1, 2), None)
    assert issued.standing(date(2999, 1, 1)) is Standing.VALID


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 11, 22), Standing.NOT_YET),
        (date(2026, 11, 23), Standing.VALID),
        (date(2027, 11, 22), Standing.VALID),
        (date(2027, 11, 23), Standing.EXPIRED),
    ],
)
def test_both_days_of_validity_are_inclusive(sent: Visitor, day: date, standing: Standing) -> None:
    assert issue(sent).standing(day) is standing


def test_the_day_is_that_of_the_portal_not_of_utc(sent: Visitor) -> None:
    """Riyadh is three hours ahead."""
    code = issue(sent).code
    last_minute = NOW.replace(year=2027, day=22, hour=20, minute=59)
    before, after = last_minute, last_minute + timedelta(minutes=1)
    told = [issuing.check(sent.ports, code, at) for at in (before, after)]
    assert [one and one.standing for one in told] == [Standing.VALID, Standing.EXPIRED]


def test_the_check_shows_the_public_lines_alone(sent: Visitor) -> None:
    told = issuing.check(sent.ports, issue(sent).code, NOW)
    assert told is not None
    assert [line.fact for line in told.lines] == ["resident.name"]


def test_what_is_not_known_stops_the_issue_and_writes_nothing(sent: Visitor) -> None:
    view = sent.view()
    opened = open_under(sent.ports, view.application, view.release, NOW)
    undecided = replace(view.decision, validity=Unknown(frozenset()))
    with pytest.raises(NotIssuable), sent.ports.store.begin() as work:
        issuing.issue(work, sent.ports, opened, LICENCE, undecided, NOW)
    assert issuing.issued_to(sent.ports, sent.account) == ()


def test_mistyped_forged_and_unknown_codes_are_no_document(sent: Visitor) -> None:
    issued = issue(sent)
    wrong = issued.code[:-1] + ("0" if issued.code[-1] != "0" else "1")
    ours = new_code(sent.ports.keys[Purpose.DOCUMENTS])
    forged = new_code(Keyring([b"f" * 32]))
    with sent.ports.store.begin() as work:  # somebody writes a row past us
        work.issued.add(replace(issued, code=forged, document="boat-permit"))
    for code in (wrong, ours, forged, "", "x" * 5000):
        assert issuing.check(sent.ports, code, NOW) is None


def test_every_code_takes_the_same_path(sent: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """One signature checked and one row read, so that time tells nothing."""
    steps: list[str] = []

    def counted(name: str, step: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object) -> object:
            steps.append(name)
            return step(*arguments)

        return run

    monkeypatch.setattr(issuing, "is_signed", counted("sign", is_signed))
    monkeypatch.setattr(SqlIssued, "get", counted("read", SqlIssued.get))
    issued = issue(sent)
    for code in (issued.code, "mistyped", new_code(sent.ports.keys[Purpose.DOCUMENTS])):
        steps.clear()
        issuing.check(sent.ports, code, NOW)
        assert steps == ["sign", "read"]


def test_the_documents_of_another_account_are_not_there(sent: Visitor) -> None:
    issue(sent)
    stranger = add_account(sent.ports, "noura", STRANGER)
    assert issuing.issued_to(sent.ports, stranger) == ()
    with pytest.raises(NotThere):
        issuing.issued_for(sent.ports, stranger, sent.reference)
