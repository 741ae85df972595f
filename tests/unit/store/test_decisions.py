"""A decision reads back whole, and its summary tells every value that must come out again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.model.decision import (
    AtomTrace,
    ContainedVat,
    Decision,
    DocumentDue,
    FeeLine,
    Outcome,
    RuleResult,
    ValidityPeriod,
    Verdict,
)
from engine.model.fee import Stage
from engine.model.fee_part import FeePart, PartKind, ValueUsed
from engine.model.money import Money
from engine.model.rounding import Rounding, RoundingMode
from engine.model.value import ABSENT, Cause, CauseKind, Fault, Unknown
from engine.store.canonical import NotCanonical, dumps, loads
from engine.store.decisions import read_decision, summary_of, write_decision

SILENT = Unknown(frozenset({Cause(CauseKind.REGISTER_SILENT, "hours.earned")}))
LIMIT = ValueUsed("limit", Decimal(30), date(2020, 1, 1))
ATOM = AtomTrace(
    id="a1",
    place="rules/x.yaml:7:12",
    text="hours.earned >= limit",
    truth=SILENT,
    reads=(("hours.earned", SILENT), ("hours.claimed", ABSENT)),
    used=(LIMIT, ValueUsed("table", Decimal(1), None, ("row-1",))),
    operator=">=",
    left=SILENT,
    right=Decimal(30),
)
COUNTED = FeePart(
    PartKind.PER_CENT,
    amount=Money("SAR", 300),
    base=Money("SAR", 12000),
    factor=Decimal("2.5"),
    names=("fee",),
    rounding=Rounding(RoundingMode.HALF_UP, 100),
    cite=("T3",),
    reads=(("hours.earned", SILENT),),
    used=(LIMIT,),
)
TAX = ContainedVat(Stage.ON_SUBMISSION, Decimal(15), Money("SAR", 1565), ("T86",), (LIMIT,))
DECISION = Decision(
    service="renewal",
    release="0" * 64,
    decision_date=date(2026, 11, 23),
    is_open_to=True,
    outcome=Outcome.UNDECIDED,
    rules=(
        RuleResult("enough-hours", Verdict.UNKNOWN, (ATOM,), ("a1",), ("P3",), True),
        RuleResult("window", Verdict.MET, (replace(ATOM, truth=True, left=None),), (), (), False),
    ),
    fees=(
        FeeLine("fee", Stage.ON_SUBMISSION, Money("SAR", 12000), ("T3",), False, (LIMIT,)),
        FeeLine("late", Stage.AFTER_APPROVAL, SILENT, (), False, ()),
        FeeLine("share", Stage.ON_SUBMISSION, Money("SAR", 300), (), False, (), parts=(COUNTED,)),
        FeeLine("odd", Stage.ON_SUBMISSION, Fault("nothing in force", "x:1:1"), (), False, ()),
    ),
    documents=(
        DocumentDue("photo", True, (), ("P4",), True),
        DocumentDue("y", SILENT, (), (), True),
    ),
    validity=ValidityPeriod(date(2027, 1, 15), date(2029, 1, 14), ("O1",), True),
    questions=(Cause(CauseKind.UNANSWERED, "sector"),),
    rows={"table": ("row-1",)},
    contained_vat=(TAX,),
)


@pytest.mark.parametrize(
    "decision",
    [
        DECISION,
        replace(DECISION, validity=SILENT),
        replace(DECISION, validity=ABSENT, is_open_to=SILENT, rules=(), fees=(), documents=()),
        replace(DECISION, validity=Fault("m", "p"), outcome=Outcome.FAULT),
    ],
)
def test_a_decision_reads_back_whole(decision: Decision) -> None:
    assert read_decision(loads(dumps(write_decision(decision)))) == decision


def test_a_row_is_written_as_it_was_when_tables_had_one() -> None:
    written = write_decision(DECISION)
    assert written["rows"] == {"table": "row-1"}
    several = replace(DECISION, rows={"table": ("row-1", "row-2"), "other": ()})
    assert write_decision(several)["rows"] == {"table": ["row-1", "row-2"], "other": []}
    assert read_decision(loads(dumps(write_decision(several)))) == several


def test_a_table_without_a_row_that_holds_is_not_in_the_summary() -> None:
    """Records of old say nothing of it, and must come out again when they are replayed."""
    assert summary_of(replace(DECISION, rows={**DECISION.rows, "other": ()})) == summary_of(
        DECISION
    )


def test_a_decision_without_parts_and_tax_is_written_as_it_always_was() -> None:
    plain = replace(DECISION, fees=DECISION.fees[:1], contained_vat=())
    written = write_decision(plain)
    assert "contained_vat" not in written
    assert '"parts"' not in dumps(written).decode()
    assert read_decision(loads(dumps(written))) == plain


def test_a_summary_differs_where_a_code_or_a_value_differs() -> None:
    other = replace(
        DECISION,
        fees=(replace(DECISION.fees[0], amount=Money("SAR", 12100)), *DECISION.fees[1:]),
        rows={"table": ("row-2",)},
    )
    ours, theirs = summary_of(DECISION), summary_of(other)
    changed = {path for path in ours if ours[path] != theirs[path]}
    assert changed == {"fees.fee.amount", "rows.table"}


def test_a_summary_holds_no_sentence() -> None:
    written = dumps(summary_of(DECISION)).decode()
    assert ATOM.text not in written
    assert ATOM.place not in written


def test_what_is_not_a_decision_is_refused() -> None:
    written = write_decision(DECISION)
    written["is_open_to"] = {"absent": True}
    with pytest.raises(NotCanonical):
        read_decision(written)
