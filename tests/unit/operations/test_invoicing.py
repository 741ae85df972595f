"""Quotes and invoices of two stages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.model.decision import Decision
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.payment import Invoice, InvoiceState
from engine.model.value import Cause, CauseKind, Unknown
from engine.operations import invoicing
from engine.operations.invoicing import NotQuoted
from engine.operations.opening import open_own
from tests.support.billers import in_full, say, settled, submitted
from tests.support.visitors import FORM, NOW, RULES, Visitor, config, edited, publish

LATER = NOW + timedelta(days=5)
AFTER = """\
      effective_from: 2025-04-01
    - id: card
      label: {ar: رسم البطاقة, en: Card fee}
      stage: after_approval
      amount: boat_amount
      cite: [parking-order]
      effective_from: 2025-04-01

validity:
"""
BILLED_THEN = "to: submitted, by: biller, effects: [{invoice: after_approval}]}"
TAXED = "vat: {treatment: added, rate: 15, round: half_up, cite: [demonstration]}"


@pytest.fixture
def two_stages(visitor: Visitor) -> Visitor:
    files = edited(config(), RULES, "      effective_from: 2025-04-01\n\nvalidity:\n", AFTER)
    files = edited(files, RULES, "vat: {treatment: none, cite: [demonstration]}", TAXED)
    files = edited(files, FORM, "to: submitted, by: biller}", BILLED_THEN)
    publish(visitor.ports, files)
    return submitted(visitor)


def raised(
    visitor: Visitor, decision: Decision | None = None, stage: Stage = Stage.AFTER_APPROVAL
) -> Invoice | None:
    """What billing a stage gives, with the decision of the submission or another one."""
    opened = open_own(visitor.ports, visitor.account, visitor.reference, LATER)
    decision = decision or visitor.view().decision
    with visitor.ports.store.begin() as work:
        return invoicing.raise_invoice(work, opened, decision, stage, LATER)


def with_amount(visitor: Visitor, line: str, amount: Money | Unknown) -> Decision:
    decision = visitor.view().decision
    fees = [replace(one, amount=amount) if one.id == line else one for one in decision.fees]
    return replace(decision, fees=fees)


def test_an_invoice_says_its_lines_and_the_tax_in_its_total(two_stages: Visitor) -> None:
    first = settled(two_stages).invoice
    assert [line.id for line in first.lines] == ["boat", "vat-on-submission"]
    assert (first.total, first.vat) == (Money("SAR", 13858), Money("SAR", 1808))
    second = raised(two_stages)
    assert second is not None
    assert second.stage is Stage.AFTER_APPROVAL
    assert [line.id for line in second.lines] == ["card", "vat-after-approval"]
    assert second.due_date == first.due_date + timedelta(days=5)
    assert second.expires_at == first.expires_at + timedelta(days=5)


def test_the_quote_of_both_stages_is_frozen_when_the_application_is_submitted(
    two_stages: Visitor,
) -> None:
    dearer = with_amount(two_stages, "card", Money("SAR", 99900))
    invoice = raised(two_stages, dearer)
    assert invoice is not None
    assert invoice.lines[0].amount == Money("SAR", 12050)


def test_a_line_that_was_unknown_is_quoted_when_it_is_known(two_stages: Visitor) -> None:
    unknown = Unknown(frozenset({Cause(CauseKind.UNANSWERED, "card")}))
    opened = open_own(two_stages.ports, two_stages.account, two_stages.reference, LATER)
    with two_stages.ports.store.begin() as work:
        invoicing.quote(work, opened, with_amount(two_stages, "card", unknown), LATER)
        quoted = work.invoices.quoted(two_stages.reference)
    assert "card" not in {one.line.id for one in quoted}
    with pytest.raises(NotQuoted, match="card"):
        raised(two_stages, with_amount(two_stages, "card", unknown))
    invoice = raised(two_stages, with_amount(two_stages, "card", Money("SAR", 700)))
    assert invoice is not None
    assert {line.id: line.amount.amount_minor for line in invoice.lines}["card"] == 700


def test_what_is_billed_stays_as_it_is_when_the_quote_is_made_anew(two_stages: Visitor) -> None:
    opened = open_own(two_stages.ports, two_stages.account, two_stages.reference, LATER)
    cheaper = with_amount(two_stages, "boat", Money("SAR", 1))
    cheaper = replace(
        cheaper,
        fees=[
            replace(one, amount=Money("SAR", 2)) if one.id == "card" else one
            for one in cheaper.fees
        ],
    )
    with two_stages.ports.store.begin() as work:
        invoicing.quote(work, opened, cheaper, LATER)
        quoted = {
            one.line.id: one.line.amount.amount_minor
            for one in work.invoices.quoted(two_stages.reference)
        }
    assert (quoted["boat"], quoted["card"]) == (12050, 2)


def test_the_second_stage_is_billed_when_the_lifecycle_says_so(two_stages: Visitor) -> None:
    say(two_stages.ports, in_full(settled(two_stages)))
    second = settled(two_stages).invoice
    assert (second.stage, second.state) == (Stage.AFTER_APPROVAL, InvoiceState.OPEN)
    assert [one.stage for one in two_stages.view().invoices] == [
        Stage.AFTER_APPROVAL,
        Stage.ON_SUBMISSION,
    ]


def test_a_stage_is_billed_once_while_its_invoice_is_open_or_paid(two_stages: Visitor) -> None:
    first = settled(two_stages).invoice
    assert raised(two_stages, stage=Stage.ON_SUBMISSION) == first
    say(two_stages.ports, in_full(settled(two_stages)))
    again = raised(two_stages, stage=Stage.ON_SUBMISSION)
    assert again is not None
    assert (again.bill_number, again.state) == (first.bill_number, InvoiceState.PAID)


def test_another_invoice_may_follow_one_that_expired(two_stages: Visitor) -> None:
    first = settled(two_stages).invoice
    invoicing.expire_overdue(two_stages.ports, first.expires_at)
    second = raised(two_stages, stage=Stage.ON_SUBMISSION)
    assert second is not None
    assert second.bill_number != first.bill_number
    assert (second.total, second.lines) == (first.total, first.lines)
    assert settled(two_stages).invoice == second


def test_nothing_is_billed_where_nothing_is_due(two_stages: Visitor) -> None:
    decision = replace(two_stages.view().decision, fees=[])
    assert raised(two_stages, decision) is None
