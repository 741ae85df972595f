"""Two versions as one world: what is shared, what is apart, and both read as they did alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.analysis.pairs.pairs import NEW, OLD, Apart, Difference, Pair, Side, pair_of
from engine.analysis.questions import World
from engine.expressions.evaluate import Evaluation
from engine.expressions.shape import shape
from engine.model.rule import HitPolicy
from engine.model.types import TEXT, YES_NO, Kind, Type
from engine.model.value import Facts, State
from engine.model.working import WorkingCalendar
from tests.support.compared import world
from tests.support.programs import COLOUR, FIRST_DAY, LISTS, WHOLE, ListOf, TableOf
from tests.support.programs import given as person

FACTS = {"n": WHOLE, "m": WHOLE, "a": YES_NO, "colour": COLOUR, "opt": WHOLE.optional()}
DAY = date(2026, 1, 31)


def names(pair: Pair) -> set[str]:
    """The names that say of which version they are."""
    program = pair.world.program
    every = (*program.facts, *program.values, *program.derived, *program.tables)
    return {name for name in every if ":" in name}


def limits(low: int, high: int) -> dict[str, tuple[Type, dict[date, int]]]:
    return {"low": (WHOLE, {FIRST_DAY: low}), "high": (WHOLE, {FIRST_DAY: high})}


def derived(low: int, high: int) -> World:
    return world(
        facts=FACTS,
        values=limits(low, high),
        derived={"above": "n > low", "within": "above and n < high", "other": "m > 3 and a"},
        rules={"r": "within or other"},
    )


def test_what_reads_what_differs_is_apart_and_nothing_else_is() -> None:
    pair = pair_of(derived(1, 5), derived(1, 6))
    assert names(pair) == {"old:high", "new:high", "old:within", "new:within"}


def test_equal_versions_share_everything() -> None:
    pair = pair_of(derived(1, 5), derived(1, 5))
    assert names(pair) == set()
    assert pair.apart == ()


def read(side: Side, pair: Pair, facts: Facts, name: str) -> tuple[State, State]:
    """A derived fact as the version reads it alone, and as it is read in the pair."""
    body = side.world.program.derived[name].body
    alone = Evaluation(side.world.program, facts, DAY).value(body)
    return alone, Evaluation(pair.world.program, facts, DAY).value(side.node(body))


def test_each_version_reads_in_the_pair_as_it_does_alone() -> None:
    pair = pair_of(derived(1, 5), derived(2, 6))
    for number in range(8):
        facts = person(n=Decimal(number), m=Decimal(0), a=False)
        for side in (pair.old, pair.new):
            alone, together = read(side, pair, facts, "within")
            assert alone == together


@pytest.mark.parametrize("policy", [HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST])
def test_rows_that_both_versions_have_read_as_before(policy: HitPolicy) -> None:
    def tabled(last: int) -> World:
        rows = {"x": {"n": "feel:< 2"}, "y": {"n": "feel:[2..3]"}, "z": {"n": "feel:> 3"}}
        table = TableOf({"n": "n"}, rows, {"x": 1, "y": 2, "z": last}, policy=policy)
        return world(
            facts=FACTS, tables={"t": table}, formulas={"d": "t + 1"}, rules={"r": "d > 0"}
        )

    pair = pair_of(tabled(3), tabled(4))
    is_split = len(pair.world.program.tables[f"{OLD}:t"].rows) == 1
    assert is_split is (policy is not HitPolicy.FIRST)
    for number in range(6):
        facts = person(n=Decimal(number))
        for side in (pair.old, pair.new):
            alone, together = read(side, pair, facts, "d")
            assert alone == together


def test_a_table_whose_cells_are_read_on_a_day_of_its_own_is_not_split() -> None:
    def tabled(last: int) -> World:
        rows = {"x": {"n": "feel:< 2"}, "y": {"n": "feel:>= 2"}}
        dated: dict[str, Any] = {"x": {FIRST_DAY: 1, date(2027, 1, 1): 5}, "y": last}
        formulas = {"day": 'decision_date + duration("P2Y")', "d": "t"}
        return world(
            facts=FACTS,
            tables={"t": TableOf({"n": "n"}, rows, dated)},
            formulas=formulas,
            read_on={"d": "day"},
            rules={"r": "d > 0"},
        )

    pair = pair_of(tabled(3), tabled(4))
    assert read(pair.old, pair, person(n=Decimal(0)), "d") == (Decimal(5), Decimal(5))


def test_an_attribute_that_says_something_else_is_apart() -> None:
    more = LISTS["colours"]
    heavy = {**more.attributes, "weight": (WHOLE, {"red": 9, "green": 2, "blue": 3})}
    changed = {**LISTS, "colours": ListOf(more.codes, heavy, more.groups)}
    rules = {"r": "colour.weight > 3", "s": "colour.is_warm"}
    pair = pair_of(world(facts=FACTS, rules=rules), world(facts=FACTS, rules=rules, lists=changed))
    weights, warmth = (
        [shape(side.node(side.world.program.rules[at].condition)) for side in (pair.old, pair.new)]
        for at in (0, 1)
    )
    assert weights[0] != weights[1]
    assert warmth[0] == warmth[1]


def test_a_fact_of_another_kind_or_of_one_version_is_named() -> None:
    old = world(facts={"k": WHOLE, "gone": YES_NO}, rules={"r": "k > 1 and gone"})
    new = world(facts={"k": TEXT, "come": YES_NO}, rules={"r": "come and string length(k) > 1"})
    assert pair_of(old, new).apart == (
        Apart("k", Difference.RETYPED),
        Apart("gone", Difference.ONLY_OLD),
        Apart("come", Difference.ONLY_NEW),
    )


def test_facts_of_a_pair_are_read_by_each_version_under_its_own_names() -> None:
    old = world(facts={"k": WHOLE, "a": YES_NO}, rules={"r": "k > 1 and a"})
    new = world(facts={"k": YES_NO, "a": YES_NO}, rules={"r": "k and a"})
    pair = pair_of(old, new)
    facts = {**person(a=True), f"{OLD}:k": Decimal(3), f"{NEW}:k": False}
    assert pair.old.facts(facts) == person(a=True, k=Decimal(3))
    assert pair.new.facts(facts) == person(a=True, k=False)


def test_working_days_of_two_calendars_are_not_one_number() -> None:
    def days(*holidays: date) -> World:
        made = world(facts={"day": Type(Kind.DATE)}, rules={"r": "is working day(day)"})
        calendar = WorkingCalendar((5, 6), tuple((one, one) for one in holidays), date(2030, 1, 1))
        return replace(made, program=replace(made.program, calendar=calendar))

    def sides(pair: Pair) -> list[str]:
        both = (pair.old, pair.new)
        return [shape(side.node(side.world.program.rules[0].condition)) for side in both]

    old, new = sides(pair_of(days(), days(date(2026, 9, 23))))
    assert old != new
    old, new = sides(pair_of(days(), days()))
    assert old == new
