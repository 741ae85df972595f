"""What own history says of applications: counts, days, what was recorded, and when nothing is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.answers.past import history_answer
from engine.model.fact import Fact, FactSource
from engine.model.money import Money
from engine.model.past import DECIDED_DATE, SUBMITTED_DATE, Gives, HistoryAsk, OwnHistory
from engine.model.past import PastApplication as Past
from engine.model.period import Days, Months
from engine.model.register import Answer, Register
from engine.model.types import DATE, YES_NO, Kind, Type
from engine.model.value import ABSENT, UNKNOWN, Absent, Known, State
from engine.model.words import Text
from tests.support.declared import SPAN, code, code_list

DAY = date(2026, 11, 23)
NAME = "past.x"
NUMBER, MONEY = Type(Kind.NUMBER, low=Decimal(0)), Type(Kind.MONEY, of="SAR")
COUNT = HistoryAsk(Gives.COUNT, None, (), None, SUBMITTED_DATE, SPAN)
LAST_DAY = replace(COUNT, gives=Gives.LAST, of=SUBMITTED_DATE)
ZONE = Type(Kind.CODE, of="zones", is_optional=True)
LISTS = {"zones": code_list("zones", code("north"), code("south"))}


def past(
    submitted: date | None, state: str = "approved", said: dict[str, State] | None = None
) -> Past:
    at = (
        None
        if submitted is None
        else datetime(submitted.year, submitted.month, submitted.day, 9, tzinfo=UTC)
    )
    decided = None if at is None or state == "submitted" else at + timedelta(days=7)
    return Past(f"R-{submitted}-{state}", "permit", state, at, decided, said)


def value(
    ask: HistoryAsk, type_: Type, *others: Past, states: tuple[str, ...] = ()
) -> Known | Absent | Answer:
    """What the attribute is, or SILENT."""
    fact = Fact(NAME, type_, FactSource.REGISTER, Text("س", "x"), SPAN)
    own = OwnHistory(("permit",), states, {NAME: ask})
    register = Register("past", Text("س", "x"), "", (fact,), SPAN, own=own)
    answer = history_answer(register, own, others, LISTS, DAY, datetime.date)
    if answer.answer is Answer.SILENT:
        return Answer.SILENT
    return answer.attributes.get(NAME, ABSENT)


def test_without_an_application_a_count_is_nought_and_a_last_day_is_absent() -> None:
    assert value(COUNT, NUMBER) == Decimal(0)
    assert value(replace(COUNT, gives=Gives.ANY), YES_NO) is False
    assert value(replace(COUNT, gives=Gives.SUM, of="application.total"), MONEY) == Money("SAR", 0)
    assert value(LAST_DAY, DATE.optional()) is ABSENT


def test_what_was_never_submitted_does_not_count_unless_its_state_is_named() -> None:
    draft, given = past(None, "draft"), past(date(2026, 1, 1), "submitted")
    assert value(COUNT, NUMBER, draft, given) == Decimal(1)
    assert value(COUNT, NUMBER, draft, given, states=("draft",)) == Decimal(1)
    assert value(COUNT, NUMBER, draft, given, states=("draft", "submitted")) == Decimal(2)


def test_applications_for_other_services_do_not_count() -> None:
    assert value(COUNT, NUMBER, replace(past(DAY), service="card")) == Decimal(0)


def test_an_attribute_narrows_the_states_of_its_register() -> None:
    refused = replace(COUNT, states=("refused",))
    found = (past(date(2026, 1, 1)), past(date(2026, 2, 1), "refused"))
    assert value(refused, NUMBER, *found) == Decimal(1)
    assert value(replace(refused, gives=Gives.ANY), YES_NO, *found) is True


@pytest.mark.parametrize(
    ("within", "first"), [(Months(12), date(2025, 11, 24)), (Days(30), date(2026, 10, 25))]
)
def test_a_period_begins_the_day_after_the_same_day_and_ends_today(
    within: Months | Days, first: date
) -> None:
    ask = replace(COUNT, within=within)
    assert value(ask, NUMBER, past(first - timedelta(days=1))) == Decimal(0)
    assert value(ask, NUMBER, past(first)) == Decimal(1)
    assert value(ask, NUMBER, past(DAY)) == Decimal(1)


def test_a_period_may_look_at_the_day_of_the_decision() -> None:
    ask = replace(COUNT, within=Days(30), by=DECIDED_DATE)
    assert value(ask, NUMBER, past(date(2026, 10, 17))) == Decimal(0)
    assert value(ask, NUMBER, past(date(2026, 10, 18))) == Decimal(1)
    assert value(ask, NUMBER, past(date(2026, 11, 20), "submitted")) == Decimal(0)


def test_first_and_last_go_by_the_instant() -> None:
    early, late = past(date(2025, 1, 1)), past(date(2026, 1, 1))
    assert value(LAST_DAY, DATE.optional(), late, early) == date(2026, 1, 1)
    assert value(replace(LAST_DAY, gives=Gives.FIRST), DATE.optional(), late, early) == date(
        2025, 1, 1
    )
    decided = replace(LAST_DAY, of=DECIDED_DATE)
    assert value(decided, DATE.optional(), late, early) == date(2026, 1, 8)


def test_the_last_record_says_a_fact_and_an_earlier_one_never_stands_in() -> None:
    ask = replace(LAST_DAY, of="permit.zone")
    first = past(date(2025, 1, 1), said={"permit.zone": "north"})
    assert value(ask, ZONE, first) == "north"
    assert value(ask, ZONE, first, past(date(2026, 1, 1), said={})) is ABSENT
    assert value(ask, ZONE, first, past(date(2026, 1, 1), said=None)) is ABSENT


def test_what_cannot_be_said_is_silence() -> None:
    ask = replace(LAST_DAY, of="permit.zone")
    for said in ("east", Decimal(1), UNKNOWN):
        assert value(ask, ZONE, past(DAY, said={"permit.zone": said})) is Answer.SILENT
    total = replace(COUNT, gives=Gives.SUM, of="application.total")
    assert value(total, MONEY, past(DAY, said=None)) is Answer.SILENT


def test_a_sum_adds_amounts_and_numbers_and_what_is_absent_adds_nothing() -> None:
    total = replace(COUNT, gives=Gives.SUM, of="x")
    paid = [past(date(2026, 1, 1), said={"x": Money("SAR", 150)}), past(DAY, said={"x": ABSENT})]
    assert value(total, MONEY, *paid) == Money("SAR", 150)
    hours = [past(date(2026, 1, n), said={"x": Decimal(n)}) for n in (1, 2)]
    assert value(total, NUMBER, *hours) == Decimal(3)
