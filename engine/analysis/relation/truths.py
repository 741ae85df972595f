"""Three-valued logic in SQL, over what stays plain Python as long as it is known.

A truth is a `bool`, None (known to be neither) or a boolean column, NULL where it is neither: SQL's
AND, OR and NOT are Kleene's. A flag is a truth that is never NULL. A choice is written for three
values: what is neither is no reason to take the other branch.

Not here: which nodes give which truths (`nodes.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import ibis
from ibis.expr import operations as ops

Truth: TypeAlias = Any
Flag: TypeAlias = Any
Value: TypeAlias = Any  # a plain value, None, or a column
Choice: TypeAlias = tuple[Truth, Value]

FLAG: Final = "boolean"
WHOLE: Final = "int64"
DAY: Final = "date"
TEXT: Final = "string"
_NARROW: Final = "int32"
_SMALL: Final = 2**31
_PLAIN: Final = (bool, int, str, date)


def is_plain(value: Value) -> bool:
    return value is None or isinstance(value, _PLAIN)


def column(value: Value, kind: str) -> Any:
    """As a column, whatever it is. A small whole number has 32 bits: see `wide`."""
    if value is None:
        return ibis.null(kind)
    if not isinstance(value, _PLAIN):
        return value
    is_small = kind == WHOLE and abs(value) < _SMALL  # type: ignore[arg-type]
    return ibis.literal(value, type=_NARROW if is_small else kind)


def wide(value: Value) -> Value:
    """A whole number with 64 bits: engines take a written number for one of 32."""
    return value if is_plain(value) else value.cast(WHOLE)


def all_of(truths: Iterable[Truth]) -> Truth:
    return _settled(truths, by=False)


def any_of(truths: Iterable[Truth]) -> Truth:
    return _settled(truths, by=True)


def _settled(truths: Iterable[Truth], *, by: bool) -> Truth:
    kept: list[Any] = []
    is_open = False
    for truth in truths:
        if truth is by:
            return by
        if truth is None:
            is_open = True
        elif not isinstance(truth, bool) and not any(truth is one for one in kept):
            kept.append(truth)
    if not kept:
        return None if is_open else not by
    if is_open:
        kept.append(ibis.null(FLAG))
    found = kept[0]
    for one in kept[1:]:
        found = found | one if by else found & one
    return found


def denied(truth: Truth) -> Truth:
    if truth is None:
        return None
    return not truth if isinstance(truth, bool) else ~truth


def is_true(truth: Truth) -> Flag:
    """Whether it is true; what is neither is not."""
    if truth is None or isinstance(truth, bool):
        return truth is True
    return truth.fill_null(False)


def is_null(value: Value) -> Flag:
    """Whether there is no value.

    Asked of what is denied, not of the denial: Ibis 12 writes `NOT x IS NULL`, which engines read
    as `NOT (x IS NULL)`.
    """
    if is_plain(value):
        return value is None
    denied = value.op()
    return is_null(denied.arg.to_expr()) if isinstance(denied, ops.Not) else value.isnull()


def chosen(choices: Sequence[Choice], otherwise: Value, kind: str) -> Value:
    """The value of the first choice whose truth is true, or `otherwise`."""
    kept: list[Choice] = []
    for truth, value in choices:
        if truth is True:
            otherwise = value
            break
        if truth is not False and truth is not None:
            kept.append((truth, value))
    while kept and _is_same(kept[-1][1], otherwise):
        kept.pop()
    if not kept:
        return otherwise
    if kind == FLAG and len(kept) == 1 and kept[0][1] is True and otherwise is False:
        return is_true(kept[0][0])
    return ibis.cases(
        *((truth, column(value, kind)) for truth, value in kept), else_=column(otherwise, kind)
    )


def _is_same(one: Value, other: Value) -> bool:
    if is_plain(one) and is_plain(other):
        return type(one) is type(other) and one == other
    return one is other


def branched(condition: Truth, then: Value, otherwise: Value, kind: str) -> Value:
    """`CASE WHEN c THEN a WHEN NOT c THEN b END`: NULL where the condition is."""
    if condition is None:
        return None
    if isinstance(condition, bool):
        return then if condition else otherwise
    return chosen(((condition, then), (denied(condition), otherwise)), None, kind)
