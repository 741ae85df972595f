"""What is recorded reads back exactly, and equal values are equal bytes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.register import Answer, RegisterAnswer
from engine.model.value import ABSENT, Cause, CauseKind, Fault, Items, State, Unknown
from engine.store.canonical import (
    NotCanonical,
    dumps,
    loads,
    read_facts,
    read_snapshot,
    read_state,
    write_facts,
    write_snapshot,
    write_state,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
CAUSES = st.frozensets(st.builds(Cause, st.sampled_from(CauseKind), TEXTS), max_size=3)
SCALARS = st.one_of(
    st.booleans(),
    TEXTS,
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.builds(Money, st.just("SAR"), st.integers(-(10**14), 10**14)),
    st.builds(Months, st.integers(-12000, 12000)),
    st.builds(Days, st.integers(-400000, 400000)),
)
KNOWN = st.one_of(SCALARS, st.lists(SCALARS, max_size=3).map(tuple))
STATES = st.one_of(
    KNOWN, st.just(ABSENT), st.builds(Unknown, CAUSES), st.builds(Fault, TEXTS, TEXTS)
)
ITEMS = st.builds(
    Items,
    st.lists(st.dictionaries(TEXTS, STATES, max_size=3), max_size=3).map(tuple),
    st.booleans(),
)


@given(st.dictionaries(TEXTS, STATES | ITEMS, max_size=5))
def test_facts_read_back_exactly(facts: dict[str, State]) -> None:
    kept = read_facts(loads(dumps(write_facts(facts))))
    assert kept == facts
    assert dumps(write_facts(kept)) == dumps(write_facts(facts))


@given(st.dictionaries(TEXTS, STATES, max_size=5))
def test_the_order_of_names_does_not_change_the_bytes(facts: dict[str, State]) -> None:
    backwards = dict(reversed(facts.items()))
    assert dumps(write_facts(facts)) == dumps(write_facts(backwards))


@pytest.mark.parametrize(
    ("state", "written"),
    [
        (Decimal("42.0"), {"number": "42.0"}),
        (Money("SAR", 12000), {"money": "120.00 SAR"}),
        (Money("SAR", -5), {"money": "-0.05 SAR"}),
        (date(2026, 10, 14), {"date": "2026-10-14"}),
        (Months(18), {"months": 18}),
        (ABSENT, {"absent": True}),
        (
            Unknown(
                frozenset({Cause(CauseKind.UNANSWERED, "b"), Cause(CauseKind.UNANSWERED, "a")})
            ),
            {"unknown": [["unanswered", "a"], ["unanswered", "b"]]},
        ),
        ("نص", "نص"),
        (True, True),
    ],
)
def test_each_state_is_written_in_one_telling_form(state: State, written: object) -> None:
    assert write_state(state) == written
    assert read_state(written) == state


def test_a_decimal_keeps_its_digits() -> None:
    assert str(read_state(write_state(Decimal("42.00")))) == "42.00"


@pytest.mark.parametrize(
    "value", [1, 1.5, None, {}, {"number": 1}, {"other": "x"}, {"unknown": [1]}]
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        read_state(value)


def test_a_lone_surrogate_is_refused_rather_than_kept() -> None:
    with pytest.raises(NotCanonical):
        dumps("\ud800")


def test_a_snapshot_reads_back_exactly() -> None:
    snapshot = {
        "people": RegisterAnswer(
            Answer.RECORD, {"people.born": date(1990, 5, 14), "people.died": ABSENT}
        ),
        "courts": RegisterAnswer(Answer.NO_RECORD, {}),
        "hours": RegisterAnswer(Answer.SILENT, {}),
    }
    assert read_snapshot(loads(dumps(write_snapshot(snapshot)))) == snapshot


def test_a_snapshot_cannot_hold_what_is_unknown() -> None:
    written = {"r": {"answer": "record", "attributes": {"r.x": {"unknown": []}}}}
    with pytest.raises(NotCanonical):
        read_snapshot(written)
