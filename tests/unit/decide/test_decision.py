"""Decisions: outcome, fee lines, documents due, validity and questions left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import combine, decide
from engine.decide.summary import summary
from engine.model.decision import Decision, Outcome, ValidityPeriod, Verdict
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.types import DATE, PERIOD, YES_NO
from engine.model.value import ABSENT, Cause, CauseKind, Fault, Items, State, Unknown
from tests.support.programs import (
    COLOUR,
    FIRST_DAY,
    PERSON,
    SAR,
    WHOLE,
    AskedOf,
    DocumentOf,
    FeeOf,
    RuleOf,
    TableOf,
    given,
    program_of,
)

DAY = date(2026, 1, 15)
FACTS = {"n": WHOLE, "a": YES_NO, "b": YES_NO, "price": SAR, "start": DATE, "length": PERIOD}
GONE = {"gone": (WHOLE, {date(2030, 1, 1): 5})}
FAULT = "n > gone"


def decided(day: date = DAY, facts: dict[str, State] | None = None, **parts: object) -> Decision:
    program = program_of(facts=FACTS, values=GONE, **parts)
    return decide(program, given(**(facts or {})), day, "release")


# Outcome ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "verdicts, outcome",
    [
        ((), Outcome.ELIGIBLE),
        ((Verdict.MET, Verdict.MET), Outcome.ELIGIBLE),
        ((Verdict.MET, Verdict.UNKNOWN), Outcome.UNDECIDED),
        ((Verdict.UNKNOWN, Verdict.FAULT), Outcome.FAULT),
        ((Verdict.FAULT, Verdict.UNKNOWN, Verdict.NOT_MET), Outcome.INELIGIBLE),
        ((Verdict.NOT_MET, Verdict.MET), Outcome.INELIGIBLE),
    ],
)
def test_not_met_goes_before_fault_and_fault_before_unknown(
    verdicts: tuple[Verdict, ...], outcome: Outcome
) -> None:
    assert combine(verdicts) is outcome
    assert combine(reversed(verdicts)) is outcome


def test_a_verdict_is_what_the_condition_comes_to() -> None:
    rules = {"met": "a", "not-met": "not(a)", "unknown": "b", "fault": FAULT}
    decision = decided(rules=rules, facts={"a": True, "n": Decimal(1)})
    assert decision.verdicts == {
        "met": Verdict.MET,
        "not-met": Verdict.NOT_MET,
        "unknown": Verdict.UNKNOWN,
        "fault": Verdict.FAULT,
    }


def test_a_rule_is_read_from_its_first_to_its_last_day() -> None:
    rules = {"r": RuleOf("a", first=date(2026, 1, 15), last=date(2026, 1, 16))}
    days = [date(2026, 1, day) for day in (14, 15, 16, 17)]
    read = [list(decided(day, rules=rules).verdicts) for day in days]
    assert read == [[], ["r"], ["r"], []]


# Whom a service is open to ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "state, is_open",
    [
        (False, False),
        (Unknown(frozenset({Cause(CauseKind.REGISTER_SILENT, PERSON)})), None),
        (ABSENT, None),
        (Fault("no", "here"), None),
    ],
)
def test_nothing_is_decided_until_the_register_holds_a_record(
    state: State, is_open: bool | None
) -> None:
    program = program_of(
        facts=FACTS, rules={"r": "a"}, fees={"f": FeeOf("price")}, documents={"d": DocumentOf()}
    )
    decision = decide(program, {PERSON: state, "a": False}, DAY, "release")
    assert (
        decision.is_open_to is False
        if is_open is False
        else isinstance(decision.is_open_to, Unknown)
    )
    assert (decision.outcome, decision.rules, decision.fees) == (Outcome.UNDECIDED, (), ())
    assert (decision.documents, decision.questions, decision.rows) == ((), (), {})
    assert isinstance(decision.validity, Unknown)


def test_a_service_open_to_all_is_decided() -> None:
    program = program_of(rules={"r": "true"}, open_to=())
    assert decide(program, {}, DAY, "release").outcome is Outcome.ELIGIBLE


# Fees -------------------------------------------------------------------------------------------

FEES = {
    "always": FeeOf("price"),
    "sometimes": FeeOf("price", when="a"),
    "later": FeeOf("price", stage=Stage.AFTER_APPROVAL),
    "new": FeeOf("price", first=date(2026, 1, 16)),
    "old": FeeOf("price", last=date(2026, 1, 14)),
}


def amounts(decision: Decision) -> dict[str, object]:
    return {line.id: line.amount for line in decision.fees}


def test_fee_lines_are_charged_when_their_condition_holds_and_they_are_in_force() -> None:
    price = Money("SAR", 100)
    assert amounts(decided(fees=FEES, facts={"price": price, "a": True})) == dict.fromkeys(
        ("always", "sometimes", "later"), price
    )
    assert amounts(decided(fees=FEES, facts={"price": price, "a": False})) == dict.fromkeys(
        ("always", "later"), price
    )


def test_an_unknown_line_makes_the_total_unknown_for_its_reasons() -> None:
    decision = decided(fees=FEES, facts={"price": Money("SAR", 100)})
    asked = Unknown(frozenset({Cause(CauseKind.UNANSWERED, "a")}))
    assert amounts(decision)["sometimes"] == asked
    assert decision.total() == asked
    assert decision.total(Stage.AFTER_APPROVAL) == Money("SAR", 100)
    assert [cause.fact for cause in decision.questions] == ["a"]


def test_a_line_that_is_a_fault_makes_the_total_one() -> None:
    decision = decided(fees={"f": FeeOf("price", when=FAULT)}, facts={"n": Decimal(1)})
    assert isinstance(decision.total(), Fault)
    assert decision.outcome is Outcome.ELIGIBLE


def test_without_lines_there_is_no_total() -> None:
    assert decided().total() is None
    assert decided(fees={"f": FeeOf("price", when="a")}, facts={"a": False}).total() is None


# Documents --------------------------------------------------------------------------------------


def test_documents_are_due_when_their_condition_holds_and_they_are_in_force() -> None:
    documents = {
        "always": DocumentOf(),
        "due": DocumentOf("a"),
        "not-due": DocumentOf("not(a)"),
        "open": DocumentOf("b"),
        "new": DocumentOf(first=date(2026, 1, 16)),
    }
    decision = decided(documents=documents, facts={"a": True})
    assert decision.due() == ("always", "due")
    assert [each.id for each in decision.documents] == ["always", "due", "open"]
    assert [cause.fact for cause in decision.questions] == ["b"]


# Validity ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start, length, ends",
    [
        (date(2026, 1, 15), "P1Y", date(2027, 1, 14)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 27)),
        (date(2024, 2, 29), "P2Y", date(2026, 2, 27)),
        (date(2026, 3, 1), "P1Y", date(2027, 2, 28)),
        (date(2026, 1, 15), "P1D", date(2026, 1, 15)),
        (date(2026, 1, 15), "P365D", date(2027, 1, 14)),
    ],
)
def test_validity_ends_the_day_before_its_start_plus_its_length(
    start: date, length: str, ends: date
) -> None:
    decision = decided(validity=("start", f'@"{length}"'), facts={"start": start})
    assert decision.validity == ValidityPeriod(start, ends, ("law",), is_official=True)


def test_validity_is_unknown_for_the_reasons_of_both_and_then_asked_for() -> None:
    decision = decided(validity=("start", "length"))
    assert decision.validity == Unknown(
        frozenset(Cause(CauseKind.UNANSWERED, name) for name in ("start", "length"))
    )
    assert [cause.fact for cause in decision.questions] == ["start", "length"]


def test_validity_past_the_calendar_is_a_fault() -> None:
    decision = decided(validity=("start", '@"P1Y"'), facts={"start": date.max})
    assert isinstance(decision.validity, Fault)
    assert decision.validity.message == "the last day lies outside the calendar"


def test_without_validity_there_is_none() -> None:
    assert decided().validity is ABSENT


# Questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rules, facts, asked",
    [
        ({"r": "a and b"}, {}, ["a", "b"]),
        ({"r": "b and a"}, {}, ["a", "b"]),
        ({"r": "a and b"}, {"a": True}, ["b"]),
        ({"r": "a and b"}, {"a": False}, []),
        ({"r": "a or b"}, {"a": True}, []),
        ({"r": "if a then b else n > 1"}, {}, ["a"]),
        ({"r": "if a then b else n > 1"}, {"a": False}, ["n"]),
        ({"one": "a", "two": "b"}, {"a": False}, []),
        ({"one": "a", "two": "b"}, {"a": True}, ["b"]),
        ({"one": FAULT, "two": "b"}, {"n": Decimal(1)}, ["b"]),
        ({"one": f"({FAULT}) or b"}, {"n": Decimal(1)}, []),
    ],
)
def test_only_what_can_still_change_something_is_asked(
    rules: dict[str, str], facts: dict[str, State], asked: list[str]
) -> None:
    decision = decided(rules=rules, facts=facts)
    assert [cause.fact for cause in decision.questions] == asked


def test_what_a_register_or_a_later_stage_must_say_is_no_question() -> None:
    kinds = (CauseKind.REGISTER_SILENT, CauseKind.LATER_STAGE, CauseKind.NOT_SUPPLIED)
    facts: dict[str, State] = {
        name: Unknown(frozenset({Cause(kind, name)}))
        for name, kind in zip(("n", "a", "b"), kinds, strict=True)
    }
    decision = decided(rules={"r": {"all": ["n > 1", "a", "b"]}}, facts=facts)
    assert [(cause.kind, cause.fact) for cause in decision.questions] == [
        (CauseKind.NOT_SUPPLIED, "b")
    ]


def test_an_open_group_is_a_question() -> None:
    program = program_of(
        groups={"posts": {"hours": AskedOf(WHOLE)}},
        rules={"r": "some p in posts satisfies p.hours > 1"},
    )
    open_ = decide(program, given(posts=Items((), is_complete=False)), DAY, "release")
    assert open_.questions == (Cause(CauseKind.OPEN_GROUP, "posts"),)
    closed = decide(program, given(posts=Items()), DAY, "release")
    assert (closed.questions, closed.outcome) == ((), Outcome.INELIGIBLE)


# The summary ------------------------------------------------------------------------------------


def test_the_summary_holds_plain_values_and_leaves_out_what_is_empty() -> None:
    decision = decided(
        rules={"r": "a", "s": "b"},
        fees={"f": FeeOf("price"), "g": FeeOf("price", when="b"), "h": FeeOf("price", when=FAULT)},
        documents={"d": DocumentOf(), "e": DocumentOf("b")},
        validity=("start", '@"P1Y"'),
        facts={"a": True, "price": Money("SAR", 12050), "start": DAY, "n": Decimal(1)},
    )
    assert summary(decision) == {
        "outcome": "undecided",
        "verdicts": {"r": "met", "s": "unknown"},
        "fees": {"f": "120.50 SAR", "g": "unknown", "h": "fault"},
        "total": "fault",
        "documents": ["d"],
        "documents_unknown": ["e"],
        "validity": {"starts": "2026-01-15", "ends": "2027-01-14"},
        "questions": ["b"],
    }
    assert summary(decided()) == {"outcome": "eligible"}


def test_the_rows_of_the_tables_that_were_read_are_kept() -> None:
    table = TableOf({"c": "colour"}, {"r1": {"c": "red"}}, {"r1": 1}, default=0)
    program = program_of(
        facts={"colour": COLOUR, "a": YES_NO},
        tables={"read": table, "unread": table},
        rules={"r": "read > 5"},
    )

    def rows(colour: State) -> dict[str, tuple[str, ...]]:
        return dict(decide(program, given(colour=colour), FIRST_DAY, "release").rows)

    assert (rows("red"), rows("blue")) == ({"read": ("r1",)}, {"read": ()})
