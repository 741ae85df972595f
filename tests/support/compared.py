"""Two versions of a small service, compared: everybody is a person on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.analysis.meaning.aspects import Topic
from engine.analysis.meaning.meaning import Cell, ServiceMeaning, compared
from engine.analysis.proofs import Prover
from engine.analysis.questions import World
from engine.expressions import core
from engine.expressions.evaluate import Evaluation
from engine.expressions.shape import shape
from engine.model.types import YES_NO
from engine.model.value import Facts
from tests.support.formulas import AT, world_of
from tests.support.program_texts import Texts
from tests.support.programs import LISTS, PERSON, program_of


def world(*, sizes: Mapping[str, tuple[int, int]] | None = None, **parts: Any) -> World:
    """A service of these parts, to which everybody who can apply is open; `sizes` of its groups."""
    made = world_of(program_of(**parts))
    made = replace(made, sizes=sizes or made.sizes)
    lists = {name: Texts().listing(name, one) for name, one in parts.get("lists", LISTS).items()}
    return replace(made, lists=lists, given={PERSON: (core.FactRef(PERSON, YES_NO, AT),)})


def meaning(old: dict[str, Any], new: dict[str, Any]) -> ServiceMeaning:
    return compared(world(**old), world(**new), Prover())


def said(found: ServiceMeaning) -> list[str]:
    """Each cell in short: `outcome: eligible -> ineligible`."""
    return [f"{_name(cell)}: {cell.was} -> {cell.becomes}" for cell in found.cells]


def _name(cell: Cell) -> str:
    return f"{cell.aspect.topic} {cell.aspect.id}".strip()


def regions(cell: Cell) -> list[set[str]]:
    return [
        {("" if one.holds else "not ") + shape(one.node) for one in cube.literals}
        for cube in cell.people.cubes
    ]


def is_told(found: ServiceMeaning, cell: Cell, facts: Facts, day: date) -> bool:
    """Whether somebody is among the people and the days of a cell."""
    assert found.pair is not None
    evaluation = Evaluation(found.pair.world.program, facts, day)
    is_day = any(
        (first is None or first <= day) and (last is None or day <= last)
        for first, last in cell.days
    )
    return is_day and (
        not cell.people.is_all
        or any(
            all(evaluation.truth(one.node) is one.holds for one in cube.literals)
            for cube in cell.people.cubes
        )
    )


def outcome(found: ServiceMeaning) -> Cell:
    (cell,) = (one for one in found.cells if one.aspect.topic is Topic.OUTCOME)
    return cell
