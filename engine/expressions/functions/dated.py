"""Ours on dated values: all that was in force in a period."""

from __future__ import annotations

from typing import Final

from engine.expressions import beyond, core
from engine.expressions.core import Node
from engine.expressions.functions.calling import list_of
from engine.expressions.functions.signatures import Arguments, Function, function
from engine.expressions.operators import Mismatch


def _values_during(arguments: Arguments) -> Node:
    value, first, last = arguments.given
    if not isinstance(value, core.ValueRef):
        hint = "name one of `values` that depends on no code, and the first and the last day"
        raise Mismatch("E225", "`values during` reads a value by date", hint)
    return beyond.ValuesDuring(value.name, first, last, list_of(value.type), arguments.at)


FUNCTIONS: Final[tuple[Function, ...]] = (
    function("values during", ("value: any; from: date; to: date", _values_during), is_ours=True),
)
