"""Operations over states of any kind, which written code calls.

Each gives what the reference (`evaluate.py`) gives: the result for known operands, else the first
fault, or unknown with every cause. Where known operands have no result it raises one of
`NO_RESULT`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from engine.expressions.arithmetic import added, aggregated, attribute, months_added
from engine.expressions.core import Aggregate, FactRef, Node
from engine.expressions.decimals import DECIMALS
from engine.expressions.in_force import in_force, in_force_during
from engine.expressions.kleene import Truth, all_of, any_of
from engine.model.dated import Dated
from engine.model.period import Months, add_months
from engine.model.problem import Span
from engine.model.types import Type
from engine.model.value import (
    ABSENT,
    UNKNOWN,
    Cause,
    CauseKind,
    Fault,
    Items,
    Known,
    State,
    Unknown,
)

NO_RESULT: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def strict(operation: Callable[..., Any], *operands: Any) -> Any:
    """Apply to known operands."""
    waiting = blocking(operands)
    return operation(*operands) if waiting is None else waiting


def blocking(states: Iterable[Any]) -> Unknown | Fault | None:
    """What keeps an operation from its result: the first fault, or unknown with every cause."""
    causes: frozenset[Cause] = frozenset()
    is_open = False
    for state in states:
        if type(state) is Unknown:
            causes, is_open = causes | state.causes, True
        elif type(state) is Fault:
            return state
        elif state is ABSENT:
            is_open = True
    if not is_open:
        return None
    return Unknown(causes) if causes else UNKNOWN


def plus(left: Any, right: Any, sign: int) -> Any:
    if type(left) is type(right) is Decimal:
        return DECIMALS.add(left, right) if sign > 0 else DECIMALS.subtract(left, right)
    return strict(added, left, right, sign)


def plus_months(day: Any, length: Any, sign: int) -> Any:
    if type(day) is date and type(length) is Months:
        return add_months(day, sign * length.count)
    return strict(months_added, day, length, sign)


def said(code: Any, values: Mapping[str, Any]) -> Any:
    """What a code says under an attribute; an absent one says nothing."""
    return ABSENT if code is ABSENT else strict(attribute, code, values)


def dated_on(dated: Dated[Known], at: Span, day: State) -> State:
    """A dated value on a day that is not the decision's."""
    return blocking((day,)) or in_force(dated, at, day)


def dated_during(dated: Dated[Known], at: Span, first: State, last: State) -> State:
    return blocking((first, last)) or in_force_during(dated, at, first, last)


class CellsOn:
    """The outputs of a table by row, its dated cells read on a day that is not the decision's.

    `computed` has those that are expressions.
    """

    def __init__(
        self,
        cells: Mapping[str | None, tuple[Dated[Known], Span] | Fault],
        computed: Mapping[str | None, State],
        day: State,
    ) -> None:
        self._cells = cells
        self._computed = computed
        self._day = day

    def __getitem__(self, row: str | None) -> State:
        cell = self._cells.get(row)
        if cell is None:
            return self._computed[row]
        return cell if isinstance(cell, Fault) else dated_on(*cell, self._day)


def as_truth(state: State) -> Truth:
    """Of a state that should be yes or no: absent counts as unknown without a cause."""
    if state is True or state is False:
        return state
    return state if isinstance(state, Unknown | Fault) else UNKNOWN


# Groups and lists ----------------------------------------------------------------------------


def open_group(name: str) -> Unknown:
    """Why everything over an open group is unknown."""
    return Unknown(frozenset({Cause(CauseKind.OPEN_GROUP, name)}))


def opened(source: Node) -> Unknown:
    """Why everything over `source` is unknown while that is an open group."""
    return open_group(source.name) if isinstance(source, FactRef) else UNKNOWN


def elements(source: State, opened: Unknown) -> tuple[Any, ...] | Unknown | Fault:
    """The tuple that a quantifier ranges over, or why there is none; `opened` for an open group."""
    if type(source) is Items:
        return source.items if source.is_complete else opened
    return source if isinstance(source, tuple | Unknown | Fault) else UNKNOWN


def some(source: State, opened: Unknown, body: Callable[[Any], Truth]) -> Truth:
    return _quantified(source, opened, body, by=True)


def every(source: State, opened: Unknown, body: Callable[[Any], Truth]) -> Truth:
    return _quantified(source, opened, body, by=False)


def _quantified(source: State, opened: Unknown, body: Callable[[Any], Truth], *, by: bool) -> Truth:
    items = elements(source, opened)
    if not isinstance(items, tuple):
        return as_truth(items)
    unsettled: list[Truth] = []
    for item in items:
        truth = body(item)
        if truth is by:
            return by
        if type(truth) is not bool:
            unsettled.append(truth)
    if not unsettled:
        return not by
    return any_of(unsettled) if by else all_of(unsettled)


def gathered(
    aggregate: Aggregate, type_: Type, source: State, opened: Unknown, body: Callable[[Any], State]
) -> Any:
    items = elements(source, opened)
    if not isinstance(items, tuple):
        return items
    states = [body(item) for item in items]
    waiting = blocking(states)
    return aggregated(aggregate, states, type_) if waiting is None else waiting


def together(aggregate: Aggregate | None, type_: Type, states: list[State]) -> Any:
    """What the rows of a table that hold give: a list, or what the table makes of it."""
    waiting = blocking(states)
    if waiting is not None:
        return waiting
    return tuple(states) if aggregate is None else aggregated(aggregate, states, type_)


def field_of(item: Any, field: str, unanswered: Unknown) -> State:
    """A field of an item of a group; what is no item has none."""
    if not isinstance(item, Mapping):
        return UNKNOWN
    found: State = item.get(field, unanswered)
    return found
