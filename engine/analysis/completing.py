"""The rest of a person: plain values for every fact that an example leaves out.

A question reads a few facts, and a decision many. What is left out gets the first of some plain
values that what is declared of it allows: what a demonstration person has, then nothing, then
small numbers and days near the decision date. What the example holds stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from engine.analysis.questions import Example, World
from engine.expressions.evaluate import Evaluation
from engine.model.fact import Fact, FactSource
from engine.model.money import Money
from engine.model.period import Days, Months, add_months
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Items, State

_LATER: Final = frozenset({FactSource.REVIEWER, FactSource.ACTOR})
_MONTHS_FROM_NOW: Final = (-1, 0, -12, -36, -120, -360, 1, 12)
_MONEY_MINOR: Final = (10_000, 0, 100, 1_000_000)


def completed(world: World, example: Example) -> Example:
    """The example with every fact that somebody gives before the decision."""
    facts = dict(example.facts)
    day = example.decision_date
    for name, fact in world.program.facts.items():
        if name in facts:
            facts[name] = _whole(facts[name], fact.type)
        elif fact.source not in _LATER:
            found = _fitting(world, facts, fact, day)
            if found is not None:
                facts[name] = found
    return replace(example, facts=facts)


def _fitting(world: World, facts: Mapping[str, State], fact: Fact, day: date) -> State | None:
    """The first plain value that is allowed, with the facts that are known so far."""
    given = world.given.get(fact.name, ())
    for state in _plain(world, fact, day):
        evaluation = Evaluation(world.program, {**facts, fact.name: state}, day)
        if all(evaluation.truth(node) is not False for node in given):
            return state
    return None


def _plain(world: World, fact: Fact, day: date) -> Iterator[State]:
    if fact.name in world.like:
        yield world.like[fact.name]
    if fact.type.is_optional:
        yield ABSENT
    if fact.type.kind is Kind.GROUP:
        yield from _groups(world, fact, day)
    else:
        yield from plain_values(world, fact.type, day)


def plain_values(world: World, type_: Type, day: date) -> Iterator[State]:
    """Values that a fact of the type may well have, the plainest first."""
    match type_.kind:
        case Kind.YES_NO:
            yield from (False, True)
        case Kind.NUMBER:
            low, high = type_.low, type_.high
            numbers = (low, Decimal(0), Decimal(1), Decimal(10), Decimal(100), high)
            yield from (one for one in numbers if one is not None and _is_within(one, type_))
        case Kind.MONEY:
            yield from (Money(type_.of or "", amount) for amount in _MONEY_MINOR)
        case Kind.DATE:
            yield from (add_months(day, months) for months in _MONTHS_FROM_NOW)
        case Kind.PERIOD:
            yield from (Months(count) for count in (12, 1, 0))
        case Kind.DAYS:
            yield from (Days(count) for count in (30, 1, 0))
        case Kind.CODE:
            yield from _codes(world, type_)
        case Kind.LIST if type_.element is not None:
            yield ()
            yield from ((code,) for code in _codes(world, type_.element))
        case Kind.TEXT:
            yield "-"
        case _:
            return


def _is_within(number: Decimal, type_: Type) -> bool:
    return (type_.low is None or type_.low <= number) and (
        type_.high is None or number <= type_.high
    )


def _codes(world: World, type_: Type) -> Iterator[str]:
    known = world.lists.get(type_.of or "")
    return (code.id for code in known.codes) if known is not None else iter(())


def _groups(world: World, fact: Fact, day: date) -> Iterator[State]:
    """No items where that may be, else as few as there must be, all alike."""
    fewest, _ = world.sizes.get(fact.name, (0, 0))
    if not fewest:
        yield Items(())
    for item in _items(world, fact.type, day):
        yield Items((item,) * max(fewest, 1))


def _items(world: World, type_: Type, day: date) -> Iterator[Mapping[str, State]]:
    """Items of plain values: each field its first, then one field after another its others."""
    fields = {name: tuple(_field_values(world, of, day)) for name, of in type_.fields}
    first = {name: values[0] for name, values in fields.items() if values}
    yield first
    for name, values in fields.items():
        for value in values[1:]:
            yield {**first, name: value}


def _field_values(world: World, type_: Type, day: date) -> Iterator[State]:
    if type_.kind is Kind.FILE:
        yield True
    yield from plain_values(world, type_, day)
    if type_.is_optional:
        yield ABSENT


def _whole(state: State, type_: Type) -> State:
    """What a formula leaves out of an item: its texts and files, and what it holds."""
    if not isinstance(state, Items):
        return state
    left_out: dict[Kind, State] = {Kind.TEXT: "-", Kind.FILE: True, Kind.LIST: ()}
    return replace(
        state,
        items=tuple(
            {name: item.get(name, left_out.get(of.kind, ABSENT)) for name, of in type_.fields}
            for item in state.items
        ),
    )
