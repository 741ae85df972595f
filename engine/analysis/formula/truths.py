"""The connectives of formulas, over truths that stay plain as long as they are known.

A truth is a `bool` or a term of the solver, a whole number an `int` or a term; z3 has no types of
its own. What is plain is worked out here, so that only what depends on a fact becomes a term.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

import z3

Truth: TypeAlias = Any
Whole: TypeAlias = Any
_MOST_LEAVES: Final = 16


def all_of(parts: Iterable[Truth]) -> Truth:
    kept = []
    for part in parts:
        if part is False:
            return False
        if part is not True:
            kept.append(part)
    if len(kept) > 1:
        return z3.And(kept)
    return kept[0] if kept else True


def any_of(parts: Iterable[Truth]) -> Truth:
    kept = []
    for part in parts:
        if part is True:
            return True
        if part is not False:
            kept.append(part)
    if len(kept) > 1:
        return z3.Or(kept)
    return kept[0] if kept else False


def denied(part: Truth) -> Truth:
    return not part if isinstance(part, bool) else z3.Not(part)


def chosen(condition: Truth, then: Whole | Truth, otherwise: Whole | Truth) -> Whole | Truth:
    """`then` where `condition` holds, else `otherwise`."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if isinstance(then, int) and isinstance(otherwise, int) and then == otherwise:
        return then
    return z3.If(condition, then, otherwise, condition.ctx)


def leaves_of(number: Whole) -> tuple[tuple[Truth, int], ...] | None:
    """The few plain numbers that `number` can be, each with when it is; None for any other one.

    A dated value is such a choice, and most lengths of time are one.
    """
    found: list[tuple[Truth, int]] = []
    for leaf in _leaves(number, True):
        if leaf is None or len(found) == _MOST_LEAVES:
            return None
        found.append(leaf)
    return tuple(found)


def _leaves(number: Whole, path: Truth) -> Iterator[tuple[Truth, int] | None]:
    if isinstance(number, int):
        yield path, number
    elif z3.is_int_value(number):
        yield path, number.as_long()
    elif z3.is_app_of(number, z3.Z3_OP_ITE):
        condition, then, otherwise = number.children()
        yield from _leaves(then, all_of((path, condition)))
        yield from _leaves(otherwise, all_of((path, denied(condition))))
    else:
        yield None
