"""Typed operators: which operand types go together, and the core node that each makes.

Every function here raises `Mismatch` with the words an author needs; `lower` adds the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from engine.expressions import beyond, core
from engine.expressions.core import Comparison, Node
from engine.expressions.decimals import DIGITS, places
from engine.model.clock import SECONDS_A_DAY
from engine.model.listing import CodeList
from engine.model.period import Days, Seconds
from engine.model.problem import Span
from engine.model.types import DAYS, NUMBER, SECONDS, TEXT, YES_NO, Kind, Type
from engine.model.value import ABSENT

LENGTHS = {Kind.PERIOD, Kind.DAYS, Kind.SECONDS}
ORDERED = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.DATE_TIME, *LENGTHS}
_EQUAL_ONLY = {Kind.CODE, Kind.YES_NO, Kind.LIST, Kind.RANGE}
_ZERO = Decimal(0)
FRACTIONS = 1  # as the decimals of money: it may have fractions, and only rounding can read it


class Mismatch(Exception):
    """Operands that do not go together: a problem code, the fact and, perhaps, what to write."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def is_null(node: Node) -> bool:
    return isinstance(node, core.Const) and node.value is ABSENT


def comparison(
    operator: Comparison,
    left: Node,
    right: Node,
    lists: Mapping[str, CodeList],
    at: Span,
    text: str,
) -> Node:
    """`left operator right`; a comparison with `null` asks whether the other side is absent."""
    if is_null(left) or is_null(right):
        return _absence(operator, left if is_null(right) else right, at, text)
    left, right = alike(left, right, lists)
    a, b = left.type, right.type
    if not is_same(a, b):
        raise Mismatch("E301", f"`{text}` compares {a.required()} with {b.required()}")
    is_equality = operator in {Comparison.EQ, Comparison.NE}
    if holds_text(a):
        raise Mismatch(
            "E304",
            f"`{text}` compares free text",
            "compare codes of a declared list; of free text only the length can be asked",
        )
    if a.kind not in ORDERED and not (is_equality and is_comparable(a)):
        raise Mismatch("E301", f"{a.required()} has no order, so `{operator}` says nothing")
    return core.Compare(operator, left, right, YES_NO, at, text)


def is_same(a: Type, b: Type) -> bool:
    """Whether values of the two types are of one sort; bounds and absence do not count."""
    if a.kind is not b.kind or (a.of != b.of and Kind.CONTEXT is not a.kind):
        return False
    if a.element is not None and b.element is not None:
        return is_same(a.element, b.element)
    if a.kind is Kind.CONTEXT:
        theirs = dict(b.fields)
        return len(a.fields) == len(theirs) and all(
            name in theirs and is_same(type_, theirs[name]) for name, type_ in a.fields
        )
    return True


def is_comparable(type_: Type) -> bool:
    """Whether two values of the type can be equal or not: no contexts, groups or files."""
    if type_.element is not None:
        return is_comparable(type_.element)
    return type_.kind in ORDERED or type_.kind in _EQUAL_ONLY


def holds_text(type_: Type) -> bool:
    return type_.kind is Kind.TEXT or (type_.element is not None and holds_text(type_.element))


def alike(left: Node, right: Node, lists: Mapping[str, CodeList]) -> tuple[Node, Node]:
    """Both sides, a constant among them read as what the other side is: a code, or seconds."""
    left, right = as_code(left, right.type, lists), as_code(right, left.type, lists)
    return as_seconds(left, right.type), as_seconds(right, left.type)


def as_seconds(node: Node, wanted: Type) -> Node:
    """A constant number of days as seconds, where seconds are wanted: `P1D` as `PT24H`."""
    if wanted.kind is not Kind.SECONDS or not isinstance(node, core.Const):
        return node
    if not isinstance(node.value, Days):
        return node
    return replace(node, value=Seconds(node.value.count * SECONDS_A_DAY), type=SECONDS)


def _absence(operator: Comparison, operand: Node, at: Span, text: str) -> Node:
    if operator not in {Comparison.EQ, Comparison.NE}:
        raise Mismatch("E301", f"`null` has no order: `{text}`", "write `= null` or `!= null`")
    if is_null(operand):
        raise Mismatch("E301", "`null` is compared with `null`")
    if not operand.type.is_optional:
        raise Mismatch(
            "E305", f"`{text}`: this is never absent", "leave the comparison with `null` out"
        )
    absent = core.IsAbsent(operand, YES_NO, at, text)
    return absent if operator is Comparison.EQ else core.Not(absent, YES_NO, at)


def as_code(node: Node, wanted: Type, lists: Mapping[str, CodeList]) -> Node:
    """`node` as a code of the list that `wanted` speaks, when it is a text in quotation marks."""
    if wanted.kind is not Kind.CODE or not isinstance(node, core.Const):
        return node
    if node.type.kind is not Kind.TEXT or not isinstance(node.value, str):
        return node
    known = lists.get(wanted.of or "")
    if known is not None and known.code(node.value) is None:
        close = get_close_matches(node.value, [code.id for code in known.codes], 1)
        raise Mismatch(
            "E205",
            f"the list `{wanted.of}` has no code `{node.value}`",
            f"did you mean `{close[0]}`?" if close else None,
        )
    return replace(node, type=Type(Kind.CODE, of=wanted.of))


def addition(left: Node, right: Node, sign: int, at: Span, text: str) -> Node:
    """`left + right`, or with `sign` -1 `left - right`."""
    left, right = as_seconds(left, right.type), as_seconds(right, left.type)
    a, b = left.type, right.type
    match a.kind, b.kind:
        case ((Kind.DATE | Kind.DATE_TIME), Kind.PERIOD):
            return core.AddMonths(left, right, sign, Type(a.kind), at)
        case Kind.PERIOD, (Kind.DATE | Kind.DATE_TIME) if sign > 0:
            return core.AddMonths(right, left, sign, Type(b.kind), at)
        case ((Kind.DATE | Kind.DATE_TIME), Kind.DAYS):
            return core.Add(left, right, sign, Type(a.kind), at)
        case Kind.DAYS, (Kind.DATE | Kind.DATE_TIME) if sign > 0:
            return core.Add(right, left, sign, Type(b.kind), at)
        case ((Kind.TIME | Kind.DATE_TIME), Kind.SECONDS):
            return core.Add(left, right, sign, Type(a.kind), at)
        case Kind.SECONDS, (Kind.TIME | Kind.DATE_TIME) if sign > 0:
            return core.Add(right, left, sign, Type(b.kind), at)
        case Kind.DATE, Kind.DATE if sign < 0:
            return core.Add(left, right, sign, DAYS, at)
        case (Kind.TIME, Kind.TIME) | (Kind.DATE_TIME, Kind.DATE_TIME) if sign < 0:
            return core.Add(left, right, sign, SECONDS, at)
        case Kind.TEXT, Kind.TEXT if sign > 0:
            both = beyond.ListOf((left, right), Type(Kind.LIST, element=TEXT, most=2), at)
            return beyond.Call("string join", (both,), TEXT, at)
        case (_, same) if a.kind is same and same in {Kind.NUMBER, *LENGTHS}:
            decimals = max(a.decimals, b.decimals)
            return core.Add(left, right, sign, Type(a.kind, decimals=decimals), at)
        case Kind.MONEY, Kind.MONEY if a.of == b.of:
            return core.Add(left, right, sign, Type(Kind.MONEY, of=a.of), at)
    verb = "added to" if sign > 0 else "taken from"
    first, second = (b, a)
    raise Mismatch("E301", f"`{text}`: {first.required()} cannot be {verb} {second.required()}")


def multiplication(left: Node, right: Node, at: Span, text: str) -> Node:
    """A number times a number, money or a length, in either order; by a constant in the core."""
    is_plain = isinstance(left, core.Const) and left.type.kind is Kind.NUMBER
    if is_plain or right.type.kind in {Kind.MONEY, *LENGTHS}:
        left, right = right, left
    a, b = left.type, right.type
    if b.kind is not Kind.NUMBER or a.kind not in {Kind.NUMBER, Kind.MONEY, *LENGTHS}:
        wrong = b if b.kind is not Kind.NUMBER else a
        raise Mismatch("E301", f"`{text}`: {wrong.required()} cannot be multiplied")
    decimals = min(DIGITS, a.decimals + b.decimals) if a.kind is Kind.NUMBER else 0
    is_whole = not b.decimals
    if isinstance(right, core.Const) and isinstance(right.value, Decimal):
        factor = right.value
        is_whole = factor == factor.to_integral_value()
        if a.kind is not Kind.MONEY or is_whole:
            decimals = min(DIGITS, a.decimals + places(factor)) if a.kind is Kind.NUMBER else 0
            return core.Scale(left, right, Type(a.kind, of=a.of, decimals=decimals), at)
    type_ = Type(a.kind, of=a.of, decimals=decimals)
    if not is_whole and a.kind is Kind.MONEY:
        type_ = replace(type_, decimals=FRACTIONS)
    if not is_whole and a.kind in LENGTHS:
        type_ = type_.optional()
    return beyond.Multiply(left, right, type_, at)


def division(left: Node, right: Node, at: Span, text: str) -> Node:
    """A number, money or length by a number, or money by money.

    Absent for a divisor of zero, and for a length that does not come out whole.
    """
    a, b = left.type, right.type
    type_ = NUMBER
    if b.kind is Kind.NUMBER and a.kind is Kind.MONEY:
        type_ = Type(a.kind, of=a.of, decimals=FRACTIONS)
    elif b.kind is Kind.NUMBER and a.kind in LENGTHS:
        type_ = Type(a.kind).optional()
    elif not (a.kind is b.kind and a.kind in {Kind.NUMBER, Kind.MONEY} and a.of == b.of):
        raise Mismatch("E301", f"`{text}`: {a.required()} cannot be divided by {b.required()}")
    is_safe = isinstance(right, core.Const) and right.value != _ZERO
    return beyond.Divide(left, right, type_ if is_safe else type_.optional(), at)


def power(left: Node, right: Node, at: Span, text: str) -> Node:
    """`left ** right`; absent where there is no such number, as of 0 to the power of -1."""
    for side in (left, right):
        if side.type.kind is not Kind.NUMBER:
            raise Mismatch("E301", f"`{text}`: {side.type.required()} has no powers")
    decimals = DIGITS if left.type.decimals else 0
    if isinstance(right, core.Const) and isinstance(right.value, Decimal):
        exponent = right.value
        if exponent >= 0 and exponent == exponent.to_integral_value():
            return beyond.Call("power", (left, right), Type(Kind.NUMBER, decimals=decimals), at)
    return beyond.Call("power", (left, right), NUMBER.optional(), at)


def branches(then: Node, otherwise: Node, lists: Mapping[str, CodeList]) -> tuple[Node, Node, Type]:
    """Both branches of an `if`, brought to one type."""
    then, otherwise = alike(then, otherwise, lists)
    a, b = then.type, otherwise.type
    if is_null(then):
        return then, otherwise, b.optional()
    if is_null(otherwise):
        return then, otherwise, a.optional()
    if not is_same(a, b):
        raise Mismatch(
            "E301", f"`then` gives {a.required()} and `else` gives {b.required()}: they must agree"
        )
    decimals = max(a.decimals, b.decimals)
    merged = replace(a, decimals=decimals, is_optional=a.is_optional or b.is_optional)
    return then, otherwise, replace(merged, low=None, high=None, most=max(a.most, b.most))
