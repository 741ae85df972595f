"""The columns of a table as terms: what each can hold decides what has to be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import ibis

from engine.analysis.history import values as history_values
from engine.analysis.history.history import Held, Layout, Stored, state_of
from engine.analysis.relation.bounds import Ranges
from engine.analysis.relation.terms import NotCovered, Term
from engine.analysis.relation.truths import DAY, FLAG, TEXT, WHOLE, Flag

WIDEST: Final[Mapping[str, tuple[Any, Any]]] = {
    WHOLE: (-history_values.MOST, history_values.MOST),
    DAY: (date.min, date.max),
}


_TYPES: Final = {
    Stored.FLAG: FLAG,
    Stored.WHOLE: WHOLE,
    Stored.STATE: "int8",
    Stored.DAY: DAY,
    Stored.TEXT: TEXT,
}


def without_rows(layout: Layout) -> Any:
    """A table of this layout that is nowhere: of it can be asked what a relation covers."""
    types = {
        column.name: f"decimal(18,{column.decimals})"
        if column.stored is Stored.DECIMAL
        else _TYPES[column.stored]
        for column in layout.columns
    }
    return ibis.table(types, name="past")


class Columns:
    """The columns of a table, of which some have been measured."""

    def __init__(self, table: Any, ranges: Ranges) -> None:
        self.table = table
        self._ranges = ranges
        self._types = dict(table.schema())

    def __contains__(self, name: str) -> bool:
        return name in self._types

    def term(self, name: str, kind: str, *, has_state: bool = True) -> Term:
        """The term of a column; raises NotCovered for one of another type."""
        type_, value = self._types[name], self.table[name]
        if not _is_of(type_, kind):
            raise NotCovered
        low, high = self._bounds(name, kind)
        held = self.table[state_of(name)] if has_state else None
        states = self._ranges.get(state_of(name), (int(Held.KNOWN), int(Held.FAULT)))
        is_sure = not has_state or states == (int(Held.KNOWN), int(Held.KNOWN))
        absent = not is_sure and _may_be(held, states, Held.ABSENT)
        fault = not is_sure and _may_be(held, states, Held.FAULT)
        if name in self._ranges and low is None:
            return Term(None, absent, fault)
        if kind == FLAG:
            is_one = is_sure and low is not None and low == high
            return Term(bool(low) if is_one else value, absent, fault, kind, is_sure=is_sure)
        decimals = type_.scale if type_.is_decimal() else 0
        if kind == WHOLE:
            value = (value * 10**decimals if decimals else value).cast(WHOLE)
        return Term(value, absent, fault, kind, decimals, low, high, is_sure)

    def _bounds(self, name: str, kind: str) -> tuple[Any, Any]:
        """The least and greatest value, scaled; None where there is none in the table."""
        if name not in self._ranges:
            return WIDEST.get(kind, (None, None))
        low, high = self._ranges[name]
        type_ = self._types[name]
        if type_.is_decimal() and low is not None:
            return int(low * 10**type_.scale), int(high * 10**type_.scale)
        return low, high


def _is_of(type_: Any, kind: str) -> bool:
    match kind:
        case "boolean":
            return bool(type_.is_boolean())
        case "int64":
            return bool(type_.is_integer() or type_.is_decimal())
        case "date":
            return bool(type_.is_date())
        case _:
            return bool(type_.is_string())


def _may_be(held: Any, states: tuple[Any, Any], state: Held) -> Flag:
    return held == int(state) if states[0] <= state <= states[1] else False
