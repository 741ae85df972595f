"""The few values of a table's input that stand for all of them, and at which of them a cell holds.

Only constants are compared: a cell that tests anything else can hold anywhere, and surely nowhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import Final, assert_never

from engine.expressions import core
from engine.expressions.arithmetic import COMPARE
from engine.expressions.core import Comparison, Node
from engine.expressions.walk import children
from engine.model.listing import CodeList
from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Absent, Known

ANY: Final = "any value"  # the point of an input whose value no cell compares
_EXACT: Final = Context(prec=100)
_TURNED: Final = {
    Comparison.EQ: Comparison.EQ,
    Comparison.NE: Comparison.NE,
    Comparison.LT: Comparison.GT,
    Comparison.LE: Comparison.GE,
    Comparison.GT: Comparison.LT,
    Comparison.GE: Comparison.LE,
}
_ORDERED: Final = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.PERIOD, Kind.DAYS}


def points_of(
    subject: Node, cells: Iterable[Node], lists: Mapping[str, CodeList]
) -> tuple[Known | Absent, ...]:
    """The points for an input that `cells` test; none for codes of a list that is not declared."""
    type_ = subject.type
    points: tuple[Known | Absent, ...] = (ANY,)
    match type_.kind:
        case Kind.CODE:
            known = lists.get(type_.of or "")
            points = () if known is None else tuple(code.id for code in known.codes)
        case Kind.YES_NO:
            points = (True, False)
        case kind if kind in _ORDERED:
            bounds = {bound for cell in cells for bound in _bounds(cell, subject)}
            if bounds:
                points = tuple(_around(sorted(bounds), type_))  # type: ignore[type-var]
        case _:
            pass
    return (*points, ABSENT) if points and type_.is_optional else points


def span_of(cell: Node, subject: Node, points: Sequence[Known | Absent]) -> tuple[int, int]:
    """The points at which `cell` can hold, and those at which it surely does, as bits.

    They are the same but where the cell tests more than constants. A written cell is false for an
    absent input.
    """
    everywhere = (1 << len(points)) - 1
    match cell:
        case core.Const(bool() as value):
            return (everywhere, everywhere) if value else (0, 0)
        case core.IsAbsent(operand) if operand is subject:
            there = sum(1 << at for at, point in enumerate(points) if point is ABSENT)
            return there, there
        case core.Compare(operator, left, core.Const(value)) if left is subject:
            there = _compared(operator, value, points, subject.type)
            return there, there
        case core.Compare(operator, core.Const(value), right) if right is subject:
            there = _compared(_TURNED[operator], value, points, subject.type)
            return there, there
        case core.Not(operand):
            can, does = span_of(operand, subject, points)
            return everywhere & ~does, everywhere & ~can
        case core.And(items) | core.Or(items):
            spans = [span_of(item, subject, points) for item in items]
            together = and_ if isinstance(cell, core.And) else or_
            start = everywhere if isinstance(cell, core.And) else 0
            return (
                reduce(together, (can for can, _ in spans), start),
                reduce(together, (does for _, does in spans), start),
            )
        case _:
            return everywhere, 0


def _compared(
    operator: Comparison, value: Known | Absent, points: Sequence[Known | Absent], type_: Type
) -> int:
    """Where `point operator value` holds. Points of a kind with an order stand in it."""
    if value is ABSENT:
        return 0
    known = points[:-1] if points[-1:] == (ABSENT,) else points
    everywhere = (1 << len(known)) - 1
    if type_.kind not in _ORDERED:
        compare = COMPARE[operator]
        return sum(1 << at for at, point in enumerate(known) if compare(point, value))
    below = (1 << bisect_left(known, value)) - 1  # type: ignore[type-var]
    not_above = (1 << bisect_right(known, value)) - 1  # type: ignore[type-var]
    match operator:
        case Comparison.LT:
            return below
        case Comparison.LE:
            return not_above
        case Comparison.GT:
            return everywhere & ~not_above
        case Comparison.GE:
            return everywhere & ~below
        case Comparison.EQ:
            return not_above & ~below
        case Comparison.NE:
            return everywhere & ~(not_above & ~below)
        case _:
            assert_never(operator)


def _bounds(node: Node, subject: Node) -> Iterator[Known]:
    """Every constant that the input is compared with."""
    match node:
        case core.Compare(_, left, core.Const(value)) if left is subject and value is not ABSENT:
            yield value
        case core.Compare(_, core.Const(value), right) if right is subject and value is not ABSENT:
            yield value
        case _:
            for child in children(node):
                yield from _bounds(child, subject)


def _around(bounds: list[Known], type_: Type) -> Iterator[Known]:
    """The bounds, a value between each two, one before and one after, inside the domain."""
    yield from _inside(_moved(bounds[0], -1, type_), type_)
    for bound, following in pairwise(bounds):
        yield bound
        between = _moved(bound, 1, type_)
        if between is not None and COMPARE[Comparison.LT](between, following):
            yield between
    yield bounds[-1]
    yield from _inside(_moved(bounds[-1], 1, type_), type_)


def _inside(point: Known | None, type_: Type) -> Iterator[Known]:
    match point:
        case None:
            return
        case Decimal() if type_.low is not None and point < type_.low:
            return
        case Decimal() if type_.high is not None and point > type_.high:
            return
        case _:
            yield point


def _moved(point: Known, steps: int, type_: Type) -> Known | None:
    """The value next to `point`, by the finest step that the type has; None past the last day."""
    match point:
        case Decimal():
            return _EXACT.add(point, Decimal(steps).scaleb(-type_.decimals))
        case date():
            is_last = point == (date.max if steps > 0 else date.min)
            return None if is_last else point + timedelta(days=steps)
        case Money(currency, amount):
            return Money(currency, amount + steps)
        case Days(count):
            return Days(count + steps)
        case Months(count):
            return Months(count + steps)
        case _:
            return None
