"""What would have to change: which atoms, coming out otherwise, give a condition the truth wanted.

Works on truths alone, so it knows nothing of what an applicant can change; `reasons.py` says a way
only where every change in it can be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final, TypeAlias, assert_never

from engine.expressions.kleene import Truth
from engine.expressions.logic import (
    AndLogic,
    AtomLogic,
    DerivedLogic,
    Formula,
    IfLogic,
    Logic,
    NotLogic,
    OrLogic,
)

Way: TypeAlias = frozenset[tuple[str, bool]]
"""Atoms by id, each with the truth that it needs; those that have it too while ways are joined."""

MOST: Final = 8  # ways that are kept while more are looked for: the smallest ones


def needed(formula: Formula, logic: Logic, wanted: bool) -> Iterator[tuple[str, bool]]:
    """The truth each atom needs for the formula to be `wanted`; an atom's first place counts."""
    match formula:
        case AtomLogic(id):
            yield id, wanted
        case DerivedLogic(name):
            yield from needed(logic.derived[name], logic, wanted)
        case NotLogic(operand):
            yield from needed(operand, logic, not wanted)
        case AndLogic(items) | OrLogic(items):
            for item in reversed(items):
                yield from needed(item, logic, wanted)
        case IfLogic(condition, then, otherwise):
            yield from needed(otherwise, logic, wanted)
            yield from needed(then, logic, wanted)
            yield from needed(condition, logic, wanted)


def ways(
    formula: Formula, logic: Logic, truths: Mapping[str, Truth], wanted: bool
) -> tuple[Way, ...]:
    """The smallest ways, none of which holds another; an atom that is not known changes in none.

    Where the formula is wanted already there is one way, without a change. Of many ways not all are
    found.
    """
    found: list[Way] = []
    for way in _Ways(logic, truths).of(formula, wanted):
        smaller = _shrunk(_changes(way, truths), formula, logic, truths, wanted)
        if not any(other <= smaller for other in found):
            found = [other for other in found if not smaller <= other] + [smaller]
    return tuple(found)


def _changes(way: Way, truths: Mapping[str, Truth]) -> Way:
    """The part of a way that is not so already."""
    return frozenset((id_, truth) for id_, truth in way if truths[id_] is (not truth))


def _shrunk(
    way: Way, formula: Formula, logic: Logic, truths: Mapping[str, Truth], wanted: bool
) -> Way:
    """The way without what it can do without: an atom can stand in several places."""
    for part in sorted(way):
        less = way - {part}
        if logic.truth(formula, {**truths, **dict(less)}) is not (not wanted):
            way = less
    return way


class _Ways:
    def __init__(self, logic: Logic, truths: Mapping[str, Truth]) -> None:
        self.logic = logic
        self.truths = truths
        self._derived: dict[tuple[str, bool], tuple[Way, ...]] = {}

    def of(self, formula: Formula, wanted: bool) -> tuple[Way, ...]:
        match formula:
            case AtomLogic(id):
                return (frozenset({(id, wanted)}),)
            case DerivedLogic(name):
                if (name, wanted) not in self._derived:
                    self._derived[name, wanted] = self.of(self.logic.derived[name], wanted)
                return self._derived[name, wanted]
            case NotLogic(operand):
                return self.of(operand, not wanted)
            case AndLogic(items) | OrLogic(items):
                each = (self.of(item, wanted) for item in items)
                if wanted is isinstance(formula, AndLogic):
                    return self._all(each)
                return self._any(each)
            case IfLogic(condition, then, otherwise):
                taken = self._all((self.of(condition, True), self.of(then, wanted)))
                passed = self._all((self.of(condition, False), self.of(otherwise, wanted)))
                return self._any((taken, passed))
            case _:
                assert_never(formula)

    def _all(self, each: Iterable[tuple[Way, ...]]) -> tuple[Way, ...]:
        """Every part must come out as wanted."""
        found: tuple[Way, ...] = (frozenset(),)
        for options in each:
            found = self._least(one | other for one, other in product(found, options))
        return found

    def _any(self, each: Iterable[tuple[Way, ...]]) -> tuple[Way, ...]:
        """One part is enough."""
        return self._least(way for options in each for way in options)

    def _least(self, found: Iterable[Way]) -> tuple[Way, ...]:
        """Those with the fewest changes, each once, without those that contradict themselves."""
        possible = (way for way in found if len({id_ for id_, _ in way}) == len(way))
        by_size = sorted(possible, key=lambda way: len(_changes(way, self.truths)))
        return tuple(dict.fromkeys(by_size))[:MOST]
