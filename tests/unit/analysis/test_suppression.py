"""Small groups are hidden, and a reader who adds and subtracts learns nothing of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.counts import CHANGES, COUNTED, Counts, LineCounts
from engine.analysis.impact.telling import (
    hidden_lines,
    told_groups,
    told_outcomes,
    told_whole,
)
from engine.analysis.suppression import hidden_rows

SMALLEST = 5
ELIGIBLE, INELIGIBLE = "eligible", "ineligible"
Application = tuple[str, str, str, int, int]  # group, outcome before and now, total before and now


def test_a_table_without_a_small_number_is_told_whole() -> None:
    assert hidden_rows({"a": (10, 10), "b": (11, 0)}, 10) == frozenset()


def test_a_small_number_never_goes_alone() -> None:
    assert hidden_rows({"a": (9,), "b": (40,), "c": (30,)}, 10) == {"a", "c"}


def test_what_hidden_rows_come_to_is_not_small_either() -> None:
    assert hidden_rows({"a": (1,), "b": (2,), "c": (30,), "d": (40,)}, 10) == {"a", "b", "c"}


def test_zero_is_told() -> None:
    assert hidden_rows({"a": (0,), "b": (40,)}, 10) == frozenset()


def test_a_sum_that_is_not_told_needs_no_other_row() -> None:
    rows = {"a": (50, 3), "b": (60, 4), "c": (70, 0)}
    assert hidden_rows(rows, 10) == {"a", "b", "c"}
    assert hidden_rows(rows, 10, told=(True, False)) == {"a", "b"}


def test_rows_that_are_hidden_already_are_hidden_with_others() -> None:
    rows = {"a": (0, 0), "b": (40, 20), "c": (30, 30)}
    assert hidden_rows(rows, 10, already=("a",)) == {"a", "c"}


def test_of_a_group_with_a_small_number_the_others_are_told() -> None:
    """Three of c lose: that is not told of it, nor of a, and how many there are is."""
    ways = {"a": (12, 40), "b": (30, 40), "c": (3, 37)}
    lines = [
        one
        for key, (lost, dearer) in ways.items()
        for one in [(key, ELIGIBLE, INELIGIBLE, 100, 100)] * lost
        + [(key, ELIGIBLE, ELIGIBLE, 100, 150)] * dearer
        + [(key, ELIGIBLE, ELIGIBLE, 100, 100)] * 20
    ]
    groups = {key: counted(one for one in lines if one[0] == key) for key in ways}
    told, _ = told_groups(groups, counted(lines), 10)
    assert {key: (one.applications, one.touched, one.lost) for key, one in told.items()} == {
        "a": (72, 52, None),
        "b": (90, 70, 30),
        "c": (60, 40, None),
    }
    assert (told["c"].dearer, told["c"].before_minor, told["b"].dearer) == (None, None, 40)


def test_the_willing_go_first() -> None:
    rows = {"a": (3,), "b": (40,), "c": (500,)}
    assert hidden_rows(rows, 10, willing=("c",)) == {"a", "c"}


def test_a_line_of_few_takes_another_line_with_it() -> None:
    same = LineCounts(0, 0, 0, 0, 4000, 4000)
    few, many = LineCounts(3, 0, 0, 0, 0, 300), LineCounts(0, 0, 50, 0, 5000, 6000)
    assert hidden_lines({"same": same, "many": many}, 10) == frozenset()
    assert hidden_lines({"few": few, "same": same, "many": many}, 10) == {"few", "same", "many"}


def test_the_only_line_of_few_takes_the_sums_with_it() -> None:
    whole = counted(
        [("a", ELIGIBLE, ELIGIBLE, 100, 150)] * 3 + [("a", ELIGIBLE, ELIGIBLE, 0, 0)] * 40
    )
    lines = hidden_lines({"few": LineCounts(0, 0, 3, 0, 300, 450)}, SMALLEST)
    told = told_whole(whole, {(ELIGIBLE, ELIGIBLE): 43}, lines, SMALLEST)
    assert lines == {"few"}
    assert {told.dearer, told.before_minor, told.after_minor} == {None}
    assert told.applications == 43


# What a reader could compute -----------------------------------------------------------------


def counted(applications: Iterable[Application]) -> Counts:
    found = Counter[str]()
    for _, before, now, paid, pays in applications:
        changes = {
            "lost": (before, now) == (ELIGIBLE, INELIGIBLE),
            "gained": (before, now) == (INELIGIBLE, ELIGIBLE),
            "dearer": pays > paid,
            "cheaper": pays < paid,
        }
        found.update(name for name, is_so in changes.items() if is_so)
        found["touched"] += any(changes.values())
        found["applications"] += 1
        found["before_minor"] += paid
        found["after_minor"] += pays
    return Counts(**{name: found[name] for name in Counts.__dataclass_fields__})


class Reader:
    """Knows what is told, and that counts are counts: what is hidden is any number."""

    def __init__(self) -> None:
        self.solver = z3.Solver()
        self.hidden: list[tuple[str, Any, int]] = []

    def number(self, name: str, told: int | None, true: int) -> Any:
        if told is not None:
            return z3.IntVal(told)
        variable = z3.Int(name)
        self.solver.add(variable >= 0)
        self.hidden.append((name, variable, true))
        return variable

    def numbers(self, name: str, told: Mapping[str, int | None], true: Counts) -> dict[str, Any]:
        found = {
            one: self.number(f"{name} {one}", told[one], getattr(true, one)) for one in COUNTED
        }
        changes = [found[one] for one in (*CHANGES, "unpriced")]
        self.solver.add(found["touched"] <= found["applications"])
        self.solver.add(*(one <= found["applications"] for one in changes))
        self.solver.add(*(found[one] <= found["touched"] for one in CHANGES))
        self.solver.add(found["touched"] <= z3.Sum(changes))
        decided = found["lost"] + found["gained"] + found["otherwise"]
        self.solver.add(decided <= found["touched"])  # nobody is two of them
        return found

    def can_tell(self, variable: Any, true: int) -> bool:
        """Whether a hidden number can only be what it is."""
        self.solver.push()
        self.solver.add(variable != true)
        is_sure = bool(self.solver.check() == z3.unsat)
        self.solver.pop()
        return is_sure


def applications_of(amounts: tuple[int, ...]) -> st.SearchStrategy[list[Application]]:
    """With few amounts, outcomes are all that changes."""
    one = st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from((ELIGIBLE, ELIGIBLE, ELIGIBLE, INELIGIBLE)),
        st.sampled_from((ELIGIBLE, ELIGIBLE, INELIGIBLE)),
        st.sampled_from(amounts),
        st.sampled_from(amounts),
    )
    return st.lists(one, min_size=1, max_size=60)


@settings(max_examples=100, deadline=None)
@given(st.one_of(applications_of((100,)), applications_of((100, 100, 150))))
def test_no_small_number_can_be_computed_from_what_is_told(
    applications: list[Application],
) -> None:
    outcomes = Counter((before, now) for _, before, now, _, _ in applications)
    true = counted(applications)
    told_pairs = told_outcomes(outcomes, SMALLEST)
    whole = told_whole(true, told_pairs, (), SMALLEST)
    groups = {
        key: counted(one for one in applications if one[0] == key)
        for key in sorted({one[0] for one in applications})
    }
    if whole.applications is None or len(groups) < 2:
        return
    told, rest = told_groups(groups, whole, SMALLEST)
    hidden = [key for key in groups if key not in told]

    reader = Reader()
    everybody = reader.numbers("whole", values(whole), true)
    rows = {key: reader.numbers(key, values(told.get(key)), one) for key, one in groups.items()}
    for name in COUNTED:
        reader.solver.add(z3.Sum([row[name] for row in rows.values()]) == everybody[name])
        if hidden and getattr(rest, name) is not None:
            those = [rows[key][name] for key in hidden]
            reader.solver.add(z3.Sum(those) == getattr(rest, name))
    pairs = {
        pair: reader.number(str(pair), told_pairs[pair], count) for pair, count in outcomes.items()
    }
    reader.solver.add(z3.Sum(list(pairs.values())) == everybody["applications"])
    lost, gained = (ELIGIBLE, INELIGIBLE), (INELIGIBLE, ELIGIBLE)
    reader.solver.add(pairs.get(lost, 0) == everybody["lost"])
    reader.solver.add(pairs.get(gained, 0) == everybody["gained"])
    assert reader.solver.check() == z3.sat
    given_away = [
        name
        for name, variable, count in reader.hidden
        if 0 < count < SMALLEST and reader.can_tell(variable, count)
    ]
    assert given_away == []


def values(counts: Counts | None) -> dict[str, int | None]:
    return {name: None if counts is None else getattr(counts, name) for name in COUNTED}


@pytest.mark.parametrize("count", range(1, SMALLEST))
def test_of_few_applications_nothing_is_told(count: int) -> None:
    whole = counted([("a", ELIGIBLE, INELIGIBLE, 100, 150)] * count)
    assert set(values(told_whole(whole, {}, (), SMALLEST)).values()) == {None}
