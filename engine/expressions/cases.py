"""A condition as cases: in each, all of some plain conditions hold; the condition is true in none
but these.

`not` is moved inwards, and a yes-or-no name is a comparison with true or false, so that what is
plain of one comparison is plain of all the ways to write it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final, TypeAlias

from engine.expressions import core
from engine.expressions.core import Comparison, Const, Node
from engine.model.types import YES_NO, Kind

Case: TypeAlias = tuple[Node, ...]
MOST: Final = 64
"""Cases that are told apart; a condition with more is one case, and nothing is plain of it."""

_OPPOSITE: Final = {
    Comparison.EQ: Comparison.NE,
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.GE: Comparison.LT,
    Comparison.GT: Comparison.LE,
    Comparison.LE: Comparison.GT,
}


def cases(node: Node, *, truth: bool = True) -> tuple[Case, ...]:
    """The cases in which `node` is `truth`: none where it never is."""
    match node:
        case core.Not(operand):
            return cases(operand, truth=not truth)
        case core.And(items) | core.Or(items):
            parts = [cases(item, truth=truth) for item in items]
            if isinstance(node, core.And) is truth:
                return _together(node, parts, truth)
            either = tuple(case for part in parts for case in part)
            return either if len(either) <= MOST else _whole(node, truth)
        case Const(bool() as value):
            return ((),) if value is truth else ()
        case core.Compare(operator, left, Const(bool() as value)) if left.type.kind is Kind.YES_NO:
            return cases(left, truth=truth is (value is (operator is Comparison.EQ)))
        case core.Compare(operator) if not truth:
            opposite = _OPPOSITE[operator]
            return ((core.Compare(opposite, node.left, node.right, YES_NO, node.at, node.text),),)
        case core.FactRef() | core.ItemRef() | core.DerivedRef() if node.type.kind is Kind.YES_NO:
            answer = Const(truth, YES_NO, node.at)
            return ((core.Compare(Comparison.EQ, node, answer, YES_NO, node.at, ""),),)
        case _:
            return _whole(node, truth)


def _whole(node: Node, truth: bool) -> tuple[Case, ...]:
    return ((node if truth else core.Not(node, YES_NO, node.at),),)


def _together(node: Node, parts: Iterable[tuple[Case, ...]], truth: bool) -> tuple[Case, ...]:
    """One case for each way to choose one of every part."""
    made: tuple[Case, ...] = ((),)
    for part in parts:
        if len(made) * len(part) > MOST:
            return _whole(node, truth)
        made = tuple((*before, *case) for before, case in product(made, part))
    return made
