"""Invoices, callbacks, releases and incidents in the store."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath

import pytest

from engine.model.account import Account, Role
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceLine, InvoiceState, QuotedLine
from engine.model.words import Language, Text
from engine.store.entries import Incident, IncidentKind, Publication
from engine.store.protocols import Clash
from engine.store.sql import SqlStore
from tests.support.drafts import begun

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FILES = {
    PurePosixPath("portal.yaml"): "الاسم".encode(),
    PurePosixPath("rules/a.yaml"): b"\x00\xff",
    PurePosixPath("rules/b.yaml"): b"\x00\xff",
}
INVOICE = Invoice(
    bill_number="1234567890",
    application="R-1",
    stage=Stage.ON_SUBMISSION,
    lines=(InvoiceLine("late", Text("رسم التأخير", "Late fee"), Money("SAR", 10050), False),),
    total=Money("SAR", 10050),
    issued_at=NOW,
    due_date=date(2026, 12, 23),
    expires_at=datetime(2026, 12, 23, 21, tzinfo=UTC),
    state=InvoiceState.OPEN,
    paid_at=None,
)


@pytest.fixture
def billed(store: SqlStore) -> SqlStore:
    return with_invoice(store)


def with_invoice(store: SqlStore) -> SqlStore:
    with store.begin() as work:
        work.accounts.add(Account("a1", "e", "k", Language.AR, Role.APPLICANT, True), "hash", NOW)
        work.applications.add(begun(NOW, person_key="k", service="s"))
        work.invoices.add(INVOICE)
    return store


def test_an_invoice_comes_out_as_it_was_put_in(billed: SqlStore) -> None:
    with billed.read() as work:
        assert work.invoices.get("1234567890") == INVOICE
        assert work.invoices.get("0") is None
        assert work.invoices.of_application("R-1") == (INVOICE,)
        assert work.invoices.of_account("a1") == (INVOICE,)
        assert work.invoices.of_account("a2") == ()


def test_a_paid_invoice_keeps_when_it_was_paid(billed: SqlStore) -> None:
    later = NOW + timedelta(hours=1)
    paid = replace(INVOICE, state=InvoiceState.PAID, paid_at=later, vat=Money("SAR", 1311))
    with billed.begin() as work:
        work.invoices.update(paid)
        assert work.invoices.unanswered() == (paid,)
        paid = replace(paid, answered_at=later)
        work.invoices.update(paid)
    with billed.read() as work:
        assert work.invoices.get("1234567890") == paid
        assert work.invoices.unanswered() == ()


@pytest.mark.parametrize(
    "second",
    [
        replace(INVOICE, bill_number="2"),
        replace(INVOICE, bill_number="2", state=InvoiceState.PAID),
        replace(INVOICE, stage=Stage.AFTER_APPROVAL),
    ],
)
def test_a_bill_number_and_a_stage_of_an_application_are_billed_once(
    billed: SqlStore, second: Invoice
) -> None:
    with pytest.raises(Clash), billed.begin() as work:
        work.invoices.add(second)


@pytest.mark.parametrize("state", [InvoiceState.EXPIRED, InvoiceState.CANCELLED])
def test_another_invoice_may_follow_one_that_is_closed(
    billed: SqlStore, state: InvoiceState
) -> None:
    second = replace(INVOICE, bill_number="2", issued_at=NOW + timedelta(days=1))
    with billed.begin() as work:
        assert work.invoices.live("R-1", Stage.ON_SUBMISSION) == INVOICE
        assert work.invoices.live("R-1", Stage.AFTER_APPROVAL) is None
        work.invoices.update(replace(INVOICE, state=state))
        assert work.invoices.live("R-1", Stage.ON_SUBMISSION) is None
        work.invoices.add(second)
        assert work.invoices.live("R-1", Stage.ON_SUBMISSION) == second


def test_an_invoice_is_overdue_from_the_instant_of_its_expiry(billed: SqlStore) -> None:
    with billed.begin() as work:
        assert work.invoices.overdue(INVOICE.expires_at - timedelta(seconds=1)) == ()
        assert work.invoices.overdue(INVOICE.expires_at) == (INVOICE,)
        work.invoices.update(replace(INVOICE, state=InvoiceState.PAID))
        assert work.invoices.overdue(INVOICE.expires_at) == ()


def test_what_the_biller_is_to_be_told_is_remembered_until_it_was_told(billed: SqlStore) -> None:
    closed = replace(INVOICE, state=InvoiceState.CANCELLED)
    with billed.begin() as work:
        assert work.invoices.untold() == (INVOICE,)
        work.invoices.mark_told("1234567890", is_payable=True)
        assert work.invoices.untold() == ()
        work.invoices.update(closed)
        assert work.invoices.untold() == (closed,)
        work.invoices.mark_told("1234567890", is_payable=False)
        assert work.invoices.untold() == ()


def test_a_bill_closed_before_the_biller_heard_of_it_is_never_told(billed: SqlStore) -> None:
    with billed.begin() as work:
        work.invoices.update(replace(INVOICE, state=InvoiceState.CANCELLED))
        assert work.invoices.untold() == ()


def test_a_quote_comes_out_in_its_order_and_is_put_in_the_place_of_the_last(
    billed: SqlStore,
) -> None:
    line = INVOICE.lines[0]
    first = QuotedLine(Stage.AFTER_APPROVAL, replace(line, id="z"), NOW)
    second = QuotedLine(Stage.ON_SUBMISSION, replace(line, id="a"), NOW)
    with billed.begin() as work:
        work.invoices.set_quote("R-1", (first, second))
        assert work.invoices.quoted("R-1") == (first, second)
        work.invoices.set_quote("R-1", (second,))
        assert work.invoices.quoted("R-1") == (second,)
        work.invoices.set_quote("R-1", ())
        assert work.invoices.quoted("R-1") == ()


def test_a_release_is_kept_whole_and_once(store: SqlStore) -> None:
    for _ in range(2):
        with store.begin() as work:
            work.releases.add("ab" * 32, FILES, NOW)
    with store.read() as work:
        assert work.releases.files("ab" * 32) == FILES
        assert work.releases.files("cd" * 32) is None


def test_a_release_is_found_by_the_beginning_of_its_hash(store: SqlStore) -> None:
    with store.begin() as work:
        for hash in ("aa" * 32, "ab" * 32, "b%" * 32):
            work.releases.add(hash, FILES, NOW)
    with store.read() as work:
        assert work.releases.beginning_with("ab") == ("ab" * 32,)
        assert len(work.releases.beginning_with("a")) == 2
        assert work.releases.beginning_with("%") == ()


def test_the_last_act_says_which_release_is_in_force(store: SqlStore) -> None:
    first = Publication(1, "aa" * 32, "who", "note", None, NOW, False)
    second = Publication(4, "ab" * 32, "who", "", "c0ffee", NOW, False)
    with store.begin() as work:
        assert work.releases.active() is None
        for act in (first, second):
            work.releases.add(act.release, FILES, NOW)
            work.releases.put_in_force(act)
        assert work.releases.active() == second.release
        back = replace(first, number=5, is_rollback=True)
        work.releases.put_in_force(back)
        assert work.releases.active() == first.release
        assert work.releases.history() == (back, second, first)


def test_incidents_come_newest_first(store: SqlStore) -> None:
    first = Incident("I-1", IncidentKind.FAULT, "R-1", "0" * 64, NOW, {"x": ["ن", 1]})
    second = replace(first, id="I-2", at=NOW + timedelta(seconds=1))
    with store.begin() as work:
        work.incidents.add(first)
        work.incidents.add(second)
    with store.read() as work:
        assert work.incidents.newest(5) == (second, first)
        assert work.incidents.newest(1) == (second,)
