"""One fact from several fields: of one type, and never from two fields at once.

Two fields are never shown together where their conditions plainly exclude each other. Whatever
takes more than that to see is a problem here; `Pair.both` is what a solver would have to show
false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from engine.definitions.checking.entries import field_entry
from engine.definitions.checking.shown import is_contradictory
from engine.definitions.draft import Draft
from engine.definitions.facts import providers_of
from engine.definitions.tree import place_of
from engine.expressions.core import And, Node
from engine.expressions.program import Program
from engine.model.problem import Problem
from engine.model.service import Field, Service, Step
from engine.model.types import YES_NO


@dataclass(frozen=True, slots=True)
class Pair:
    """Two fields that give one fact. `both` holds while both are shown; None: they always are."""

    fact: str
    first: Field
    second: Field
    both: Node | None


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.every_service():
        yield from _in_groups(draft, service)
        yield from _types(service)
        program = draft.programs.get(service.id)
        if program is not None:
            yield from _overlaps(service, program)


def pairs(service: Service, program: Program) -> Iterator[Pair]:
    """Every two fields that give one fact."""
    for fact, providers in providers_of(service).items():
        for (step, first), (other_step, second) in combinations(providers, 2):
            if first.id == second.id:
                continue  # an id that is written twice is reported elsewhere
            shown = (*_shown(program, step, first), *_shown(program, other_step, second))
            both = And(shown, YES_NO, shown[0].at) if shown else None
            yield Pair(fact, first, second, both)


def _shown(program: Program, step: Step, field: Field) -> tuple[Node, ...]:
    nodes = (program.steps[step.id], program.fields[step.id, field.id].shown_when)
    return tuple(node for node in nodes if node is not None)


def _overlaps(service: Service, program: Program) -> Iterator[Problem]:
    for pair in pairs(service, program):
        if pair.both is None or not is_contradictory(pair.both):
            same = f"`{pair.second.id}` gives `{pair.fact}` as `{pair.first.id}` does"
            message = f"{same}, and both may be asked"
            hint = "show one only while `not(...)` of the other's condition is true"
            related = ((f"`{pair.first.id}`", pair.first.span),)
            yield Problem("D165", message, pair.second.span, hint, related)


def _types(service: Service) -> Iterator[Problem]:
    for fact, ((_, first), *others) in providers_of(service).items():
        for _, field in others:
            if field.id != first.id and _kind(field) != _kind(first):
                message = (
                    f"`{fact}` is {first.fact_type} by `{first.id}`, and {field.fact_type} here"
                )
                related = ((f"`{first.id}`", first.span),)
                hint = "fields that give one fact have one type"
                yield Problem("D164", message, field.span, hint, related)


def _kind(field: Field) -> object:
    return replace(field.fact_type, low=None, high=None), field.unit and field.unit.word


def _in_groups(draft: Draft, service: Service) -> Iterator[Problem]:
    """A field of an item is named within the item."""
    tree = draft.tree(service.span.path)
    for step in service.asking:
        for field in step.fields if step.group is not None else ():
            if field.gives is not None:
                entry = field_entry(tree, service, step, field)
                message = "a field of a group gives its own answer"
                yield Problem("D166", message, place_of(entry, "gives"), "leave `gives` out")
