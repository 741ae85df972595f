"""Terms: what a node is in a relation.

A `Term` is a column with its value, NULL where there is none, and two flags that say why: absent,
or a fault; what is neither is unknown. Numbers are whole numbers scaled by ten to the `decimals`;
`low` and `high` bound them and days, so that what cannot overflow need not be guarded, and nothing
overflows.

Not here: what a node of the core means (`relation_nodes.py`), sums and days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from engine.analysis.relation_truths import (
    DAY,
    FLAG,
    TEXT,
    WHOLE,
    Flag,
    Truth,
    Value,
    all_of,
    any_of,
    chosen,
    denied,
    is_null,
    is_plain,
    wide,
)
from engine.expressions.core import Comparison
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


def conditional(condition: Term, then: Term, otherwise: Term) -> Term:
    """`if`: open where the condition is neither, and a fault where that is one."""
    truth = condition.value
    if isinstance(truth, bool):
        return then if truth else otherwise
    open_ = Term(is_fault=condition.is_fault)
    if truth is None:
        return open_
    if condition.is_sure:
        return merged(((truth, then),), otherwise)
    return merged(((truth, then), (denied(truth), otherwise)), open_)


def as_truth(term: Term) -> Term:
    """As the connectives read a term: absent counts as unknown."""
    if isinstance(term.value, Elements) or term.kind not in {FLAG, None}:
        raise NotCovered
    return truth_term(term.value, term.is_fault, is_sure=term.is_sure)


def kleene(truths: Sequence[Term], *, by: bool) -> Term:
    """`or` (by True) and `and` (by False); a fault where one is there and nothing settles it."""
    value = any_of(one.value for one in truths) if by else all_of(one.value for one in truths)
    return truth_term(
        value,
        where_open(value, any_of(one.is_fault for one in truths)),
        is_sure=all(one.is_sure for one in truths),
    )


def where_open(value: Value, is_fault: Flag) -> Flag:
    """The flag where there is no value; asked only there."""
    if is_fault is False or (is_plain(value) and value is not None):
        return False
    return chosen(((denied(is_null(value)), False),), is_fault, FLAG)


def strict(operands: Iterable[Term]) -> Flag:
    """Whether what reads these values is a fault: where one of them is."""
    return any_of(one.is_fault for one in operands)


def compared(comparison: Comparison, left: Term, right: Term) -> Term:
    """Strict. Texts and truths know only = and !=."""
    is_fault = strict((left, right))
    if isinstance(left.value, Elements) or isinstance(right.value, Elements):
        raise NotCovered
    if left.value is None or right.value is None:
        return Term(None, False, is_fault, FLAG)
    if left.kind != right.kind:
        raise NotCovered
    if left.kind in {FLAG, TEXT} and comparison not in {Comparison.EQ, Comparison.NE}:
        raise NotCovered
    decimals = max(left.decimals, right.decimals)
    if left.kind == WHOLE:
        left, right = left.with_decimals(decimals), right.with_decimals(decimals)
    is_sure = left.is_sure and right.is_sure
    value = _always(comparison, left, right) if is_sure else None
    if value is None:
        same = _same_truth if left.kind == FLAG else _ordered
        value = same(comparison, left.value, right.value)
    return truth_term(value, is_fault, is_sure=is_sure)


def _always(comparison: Comparison, left: Term, right: Term) -> bool | None:
    """What the bounds of two sure terms say, whatever the values are."""
    if left.low is None or right.low is None:
        return None
    match comparison:
        case Comparison.LT | Comparison.GE:
            is_less = left.high < right.low or (None if left.low < right.high else False)
        case Comparison.LE | Comparison.GT:
            is_less = left.high <= right.low or (None if left.low <= right.high else False)
        case _:
            return None
    if is_less is None:
        return None
    return is_less if comparison in {Comparison.LT, Comparison.LE} else not is_less


def _same_truth(comparison: Comparison, left: Truth, right: Truth) -> Truth:
    if isinstance(right, bool):
        left, right = right, left
    if isinstance(left, bool):
        if isinstance(right, bool):
            return (left is right) is (comparison is Comparison.EQ)
        return right if left is (comparison is Comparison.EQ) else denied(right)
    return left == right if comparison is Comparison.EQ else left != right


def _ordered(comparison: Comparison, left: Value, right: Value) -> Truth:
    return _COMPARED[comparison](left, right)


_COMPARED: Final[dict[Comparison, Callable[[Any, Any], Any]]] = {
    Comparison.EQ: lambda a, b: a == b,
    Comparison.NE: lambda a, b: a != b,
    Comparison.LT: lambda a, b: a < b,
    Comparison.LE: lambda a, b: a <= b,
    Comparison.GT: lambda a, b: a > b,
    Comparison.GE: lambda a, b: a >= b,
}


def member(element: Term, collection: Term) -> Term:
    """The `or` of its equalities; open where the list is."""
    is_fault = strict((element, collection))
    if collection.value is None or element.value is None:
        return Term(None, False, is_fault, FLAG)
    if not isinstance(collection.value, Elements):
        raise NotCovered
    parts = collection.value.parts
    if _are_plain(parts, element):
        value = _is_one_of(element, [part.value for part, _ in parts])
    else:
        found = [(compared(Comparison.EQ, element, part).value, has) for part, has in parts]
        value = any_of(all_of((has, truth)) for truth, has in found)
        value = chosen(((element.is_known, value),), None, FLAG)
    return truth_term(
        chosen(((collection.value.is_known, value),), None, FLAG),
        is_fault,
        is_sure=element.is_sure and collection.value.is_known is True,
    )


def _are_plain(parts: Sequence[tuple[Term, Flag]], element: Term) -> bool:
    return len(parts) > 0 and all(
        has is True
        and is_plain(one.value)
        and (one.kind, one.decimals) == (element.kind, element.decimals)
        for one, has in parts
    )


def _is_one_of(element: Term, values: list[Value]) -> Truth:
    return element.value in values if is_plain(element.value) else element.value.isin(values)


def is_absent(operand: Term) -> Term:
    """`x = null`."""
    value = chosen(((operand.is_absent, True), (operand.is_known, False)), None, FLAG)
    return truth_term(value, operand.is_fault)
