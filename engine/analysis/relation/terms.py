"""Terms: what a node is in a relation.

A `Term` is a column with its value, NULL where there is none, and two flags that say why: absent,
or a fault; what is neither is unknown. Numbers are whole numbers scaled by ten to the `decimals`;
`low` and `high` bound them and days, so that what cannot overflow need not be guarded, and nothing
overflows.

Not here: what a node of the core means (`nodes.py`), conditions over terms
(`logic.py`), sums and days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from engine.analysis.relation.truths import (
    DAY,
    FLAG,
    TEXT,
    WHOLE,
    Flag,
    Truth,
    Value,
    all_of,
    chosen,
    denied,
    is_null,
    wide,
)
from engine.expressions.decimals import places
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import Kind, Type
from engine.model.value import Absent, Known

MOST: Final = 2**62  # of a whole number in a column
EXACT: Final = 2**53  # whole numbers up to it are divided without loss, in every engine
_KINDS: Final = {
    Kind.YES_NO: FLAG,
    Kind.FILE: FLAG,
    Kind.NUMBER: WHOLE,
    Kind.MONEY: WHOLE,
    Kind.DAYS: WHOLE,
    Kind.PERIOD: WHOLE,
    Kind.SECONDS: WHOLE,
    Kind.DATE: DAY,
    Kind.CODE: TEXT,
}


class NotCovered(Exception):
    """No column says what this node means; it never leaves the relation."""


@dataclass(frozen=True, slots=True)
class Elements:
    """A list: what may be in it, each with whether it is; and whether the list is known."""

    parts: tuple[tuple[Term, Flag], ...]
    is_known: Flag = True


@dataclass(frozen=True, slots=True)
class Term:
    """`kind` is that of the column; None where there is none, or for a list. `is_sure`: never
    NULL."""

    value: Any = None  # of a column, or Elements
    is_absent: Flag = False
    is_fault: Flag = False
    kind: str | None = None
    decimals: int = 0
    low: Any = None
    high: Any = None
    is_sure: bool = False

    def __post_init__(self) -> None:
        if self.kind == WHOLE and self.value is not None and self.most > MOST:
            raise NotCovered

    @property
    def most(self) -> int:
        most: int = max(abs(self.low), abs(self.high))
        return most

    @property
    def is_known(self) -> Flag:
        if isinstance(self.value, Elements):
            return self.value.is_known
        return True if self.is_sure else denied(is_null(self.value))

    def with_decimals(self, decimals: int) -> Term:
        by = 10 ** (decimals - self.decimals)
        if by == 1 or self.value is None:
            return replace(self, decimals=decimals)
        low, high = self.low * by, self.high * by
        return replace(self, value=wide(self.value) * by, decimals=decimals, low=low, high=high)


Case: TypeAlias = tuple[Truth, Term]
OPEN: Final = Term()
FAULTY: Final = Term(is_fault=True)
NOTHING: Final = Term(is_absent=True)


def truth_term(value: Truth, is_fault: Flag = False, *, is_sure: bool = False) -> Term:
    return Term(value, False, is_fault, FLAG, is_sure=is_sure or isinstance(value, bool))


def whole_term(value: Value, low: int, high: int, decimals: int = 0, **flags: Any) -> Term:
    return Term(value, kind=WHOLE, decimals=decimals, low=low, high=high, **flags)


def constant(value: Known | Absent) -> Term:
    """A plain value as a term; raises NotCovered for one that no column holds."""
    match value:
        case Absent():
            return NOTHING
        case bool():
            return truth_term(value)
        case Decimal():
            if not value.is_finite():
                raise NotCovered
            decimals = places(value)
            count = int(value.scaleb(decimals))
            return whole_term(count, count, count, decimals, is_sure=True)
        case Money(_, count) | Days(count) | Months(count) | Seconds(count):
            return whole_term(count, count, count, is_sure=True)
        case str():
            return Term(value, kind=TEXT, is_sure=True)
        case date():
            return Term(value, kind=DAY, low=value, high=value, is_sure=True)
        case tuple():
            return Term(Elements(tuple((constant(one), True) for one in value)))
        case _:
            raise NotCovered


def kind_of(type_: Type) -> str:
    """The kind of column of a type; raises NotCovered where it has none."""
    if type_.kind not in _KINDS:
        raise NotCovered
    return _KINDS[type_.kind]


def merged(cases: Sequence[Case], otherwise: Term) -> Term:
    """The term of the first case whose truth is true, or `otherwise`."""
    cases, otherwise = _possible(cases, otherwise)
    terms = [term for _, term in cases] + [otherwise]
    if any(isinstance(term.value, Elements) for term in terms):
        return _merged_lists(cases, otherwise)
    with_value = [term for term in terms if term.kind is not None and term.value is not None]
    is_absent = chosen(
        [(truth, term.is_absent) for truth, term in cases], otherwise.is_absent, FLAG
    )
    is_fault = chosen([(truth, term.is_fault) for truth, term in cases], otherwise.is_fault, FLAG)
    if not with_value:
        return Term(None, is_absent, is_fault)
    kind, decimals = with_value[0].kind, max(term.decimals for term in with_value)
    assert kind is not None
    if any(term.kind != kind for term in with_value):
        raise NotCovered
    if kind == WHOLE:
        cases = [(truth, term.with_decimals(decimals)) for truth, term in cases]
        otherwise = otherwise.with_decimals(decimals)
        with_value = [term.with_decimals(decimals) for term in with_value]
    has_bounds = kind in {WHOLE, DAY}
    return Term(
        chosen([(truth, term.value) for truth, term in cases], otherwise.value, kind),
        is_absent,
        is_fault,
        kind,
        decimals,
        min(term.low for term in with_value) if has_bounds else None,
        max(term.high for term in with_value) if has_bounds else None,
        all(term.is_sure for term in terms),
    )


def _possible(cases: Sequence[Case], otherwise: Term) -> tuple[list[Case], Term]:
    """The cases that can be, up to one that always is."""
    kept: list[Case] = []
    for truth, term in cases:
        if truth is True:
            return kept, term
        if truth is not False and truth is not None:
            kept.append((truth, term))
    return kept, otherwise


def _merged_lists(cases: Sequence[Case], otherwise: Term) -> Term:
    """Of two lists, the elements of both, each where its own list is the one."""
    parts: list[tuple[Term, Flag]] = []
    known: list[tuple[Truth, Flag]] = []
    above: list[Flag] = []
    for truth, term in (*cases, (True, otherwise)):
        is_it = all_of((*above, flag(truth)))
        if isinstance(term.value, Elements):
            parts += [(one, all_of((is_it, has))) for one, has in term.value.parts]
        known.append((truth, term.is_known if isinstance(term.value, Elements) else False))
        above.append(denied(flag(truth)))
    return Term(
        Elements(tuple(parts), chosen(known, False, FLAG)),
        chosen([(truth, term.is_absent) for truth, term in cases], otherwise.is_absent, FLAG),
        chosen([(truth, term.is_fault) for truth, term in cases], otherwise.is_fault, FLAG),
    )


def flag(truth: Truth) -> Flag:
    """Whether it is true, as a flag."""
    return chosen(((truth, True),), False, FLAG)
