"""The few values of a table's input that stand for all of them, and whether a cell holds there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Context, Decimal
from itertools import pairwise
from typing import Final

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


def covers(cell: Node, subject: Node, point: Known | Absent) -> bool | None:
    """Whether `cell` holds where its input is `point`; None where it tests more than constants."""
    match cell:
        case core.Const(bool() as value):
            return value
        case core.IsAbsent(operand) if operand is subject:
            return point is ABSENT
        case core.Compare(operator, left, core.Const(value)) if left is subject:
            return _compared(operator, point, value)
        case core.Compare(operator, core.Const(value), right) if right is subject:
            return _compared(operator, value, point)
        case core.Not(operand):
            inner = covers(operand, subject, point)
            return None if inner is None else not inner
        case core.And(items) | core.Or(items):
            settles = isinstance(cell, core.Or)
            truths = {covers(item, subject, point) for item in items}
            if settles in truths:
                return settles
            return None if None in truths else not settles
        case _:
            return None


def _compared(operator: Comparison, left: Known | Absent, right: Known | Absent) -> bool:
    """A written cell is false for an absent input."""
    return left is not ABSENT and right is not ABSENT and COMPARE[operator](left, right)


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
