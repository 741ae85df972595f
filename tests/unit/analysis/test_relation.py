"""What a relation leaves to the evaluator, where it keeps that, and what it never guesses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.analysis import tables
from engine.analysis.history.history import Held, Layout, Past
from engine.analysis.relation.relation import (
    NotComputed,
    Relation,
    left_to_the_evaluator,
    side_by_side,
    with_derived,
    without_rows,
)
from engine.analysis.relation.stored import Recomputing
from engine.expressions.program import Program
from engine.model.types import YES_NO
from engine.model.value import ABSENT, Facts, Items
from tests.support.programs import COLOUR, LISTS, WHOLE, AskedOf, given, program_of

DAY = date(2026, 1, 31)
POSTS = {"posts": {"hours": AskedOf(WHOLE)}}


def asked_of_posts(limit: int) -> Program:
    condition = "n > 1 and some p in posts satisfies p.hours > limit"
    return program_of(
        facts={"n": WHOLE},
        groups=POSTS,
        values={"limit": (WHOLE, {date(2020, 1, 1): limit})},
        rules={"r": condition},
    )


def worked(*hours: int) -> Facts:
    return given(n=Decimal(2), posts=Items(tuple({"hours": Decimal(one)} for one in hours)))


@contextmanager
def table_of(program: Program, facts: list[Facts], folder: Path) -> Iterator[Any]:
    layout, path = Layout.of(program), folder / "past.parquet"
    pasts = (Past(str(at), DAY, "release", one) for at, one in enumerate(facts))
    tables.write(path, layout.columns, map(layout.row, pasts))
    with tables.opened(str(path), program.service) as table:
        yield table


def said(table: Any, column: str) -> list[Any]:
    rows = tables.fetched(table.order_by("reference").select(column))
    return [row[column] for row in rows]


# What is left to the evaluator ------------------------------------------------------------------


def test_of_a_condition_over_items_only_that_is_uncovered(tmp_path: Path) -> None:
    program = asked_of_posts(3)
    with table_of(program, [worked(4)], tmp_path) as table:
        relation = Relation(program, table)
        ((node, at),) = relation.uncovered
        assert type(node).__name__ == "Quantified"
        assert at == node.at
        with pytest.raises(NotComputed, match=str(at)):
            relation.columns()


def test_what_is_uncovered_is_stored_and_told(tmp_path: Path) -> None:
    program, told = asked_of_posts(3), list[int]()
    with table_of(program, [worked(4), worked(3), worked()], tmp_path) as table:
        recomputed = with_derived(table, [program], tmp_path, progress=told.append)
        assert (recomputed.rows, len(recomputed.nodes), told) == (3, 1, [3])
        relation = Relation(program, recomputed.table)
        assert said(relation.decided(), "outcome") == ["eligible", "ineligible", "ineligible"]


def test_what_an_export_stored_is_not_computed_again(tmp_path: Path) -> None:
    program = asked_of_posts(3)
    with table_of(program, [worked(4)], tmp_path) as table:
        stored = with_derived(table, [program], tmp_path).table
        assert with_derived(stored, [program], tmp_path).rows == 0


def test_a_changed_value_never_reads_what_was_stored_before(tmp_path: Path) -> None:
    old, new = asked_of_posts(3), asked_of_posts(5)
    with table_of(old, [worked(4)], tmp_path) as table:
        stored = with_derived(table, [old], tmp_path).table
        assert len(Relation(new, stored).uncovered) == 1
        both = with_derived(stored, [old, new], tmp_path)
        assert both.rows == 1
        relations = {"old ": Relation(old, both.table), "new ": Relation(new, both.table)}
        decided = side_by_side(relations)
        assert said(decided, "old outcome") == ["eligible"]
        assert said(decided, "new outcome") == ["ineligible"]


def test_what_a_code_says_is_part_of_the_name() -> None:
    """A list of codes is no rule; what it says of a code is law all the same."""
    colours = LISTS["colours"]
    colder = replace(
        colours,
        attributes={**colours.attributes, "is_warm": (YES_NO, dict.fromkeys(colours.codes, False))},
    )
    names = set()
    for lists in (LISTS, {**LISTS, "colours": colder}):
        program = program_of(
            facts={"colour": COLOUR},
            groups=POSTS,
            rules={"r": "some p in posts satisfies p.hours > 1 and colour.is_warm"},
            lists=lists,
        )
        names |= {one.name for one in Relation(program, without_rows(Layout.of(program))).waiting}
    assert len(names) == 2


def test_scalars_are_covered_whatever_they_are_asked() -> None:
    program = program_of(facts={"n": WHOLE, "opt": WHOLE.optional()}, rules={"r": "n > 1"})
    assert left_to_the_evaluator(program, (program.rules[0].condition,)) == ()


def test_the_evaluator_keeps_a_fault_where_nothing_is_in_force(tmp_path: Path) -> None:
    program = program_of(
        facts={"n": WHOLE},
        groups=POSTS,
        values={"gone": (WHOLE, {date(2030, 1, 1): 1})},
        rules={"r": "some p in posts satisfies p.hours > gone"},
    )
    (node,) = Relation(program, without_rows(Layout.of(program))).waiting
    recomputing = Recomputing(program, [node])
    assert recomputing.row(worked(4), DAY) == {node.name: None, f"{node.name}?": Held.FAULT}
    assert recomputing.row(worked(4), date(2030, 1, 1)) == {
        node.name: True,
        f"{node.name}?": Held.KNOWN,
    }


# What is never guessed --------------------------------------------------------------------------


def test_a_fact_without_a_column_is_unknown_and_named(tmp_path: Path) -> None:
    old = program_of(facts={"a": YES_NO, "b": YES_NO}, rules={"r": "a"})
    new = program_of(facts={"a": YES_NO, "b": YES_NO}, rules={"r": "a and b"})
    with table_of(old, [given(a=True, b=True), given(a=False, b=True)], tmp_path) as table:
        relation = Relation(new, table)
        assert relation.missing == ("b",)
        assert said(relation.decided(), "outcome") == ["undecided", "ineligible"]


def test_absent_and_unknown_stay_apart(tmp_path: Path) -> None:
    program = program_of(
        facts={"opt": WHOLE.optional()}, rules={"none": "opt = null", "some": "opt != null"}
    )
    facts = [given(opt=ABSENT), given(opt=Decimal(1)), given()]
    with table_of(program, facts, tmp_path) as table:
        decided = Relation(program, table).decided()
        assert said(decided, "verdicts.none") == ["met", "not_met", "unknown"]
        assert said(decided, "verdicts.some") == ["not_met", "met", "unknown"]


def test_what_is_read_twice_is_computed_once(tmp_path: Path) -> None:
    """Each derived fact reads the one before it three times: without stages, 3 ** 20 times."""
    formulas = {"f0": "n"}
    for at in range(1, 21):
        before = f"f{at - 1}"
        formulas[f"f{at}"] = f"if {before} > {at} then {before} + m else {before} - m"
    program = program_of(facts={"n": WHOLE, "m": WHOLE}, formulas=formulas, rules={"r": "f20 > 0"})
    with table_of(program, [given(n=Decimal(30), m=Decimal(-2))], tmp_path) as table:
        assert said(Relation(program, table).decided(), "outcome") == ["eligible"]
