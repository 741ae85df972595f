"""Typed operators: which operand types go together, and the core node that each makes.

Every function here raises `Mismatch` with the words an author needs; `lower` adds the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.expressions.decimals import DIGITS, places
from engine.model.listing import CodeList
from engine.model.problem import Span
from engine.model.types import DATE, DAYS, YES_NO, Kind, Type
from engine.model.value import ABSENT

_ORDERED = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.PERIOD, Kind.DAYS}
_LENGTHS = {Kind.PERIOD, Kind.DAYS}


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
    left, right = as_code(left, right.type, lists), as_code(right, left.type, lists)
    a, b = left.type, right.type
    if a.kind is not b.kind or (a.kind in {Kind.CODE, Kind.MONEY} and a.of != b.of):
        raise Mismatch("E301", f"`{text}` compares {a.required()} with {b.required()}")
    is_equality = operator in {Comparison.EQ, Comparison.NE}
    if a.kind is Kind.TEXT:
        raise Mismatch(
            "E304",
            f"`{text}` compares free text",
            "compare codes of a declared list; of free text only the length can be asked",
        )
    if a.kind not in _ORDERED and not (is_equality and a.kind in {Kind.CODE, Kind.YES_NO}):
        raise Mismatch("E301", f"{a.required()} has no order, so `{operator}` says nothing")
    return core.Compare(operator, left, right, YES_NO, at, text)


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
    a, b = left.type, right.type
    match a.kind, b.kind:
        case Kind.DATE, Kind.PERIOD:
            return core.AddMonths(left, right, sign, DATE, at)
        case Kind.PERIOD, Kind.DATE if sign > 0:
            return core.AddMonths(right, left, sign, DATE, at)
        case Kind.DATE, Kind.DAYS:
            return core.Add(left, right, sign, DATE, at)
        case Kind.DAYS, Kind.DATE if sign > 0:
            return core.Add(right, left, sign, DATE, at)
        case Kind.DATE, Kind.DATE if sign < 0:
            return core.Add(left, right, sign, DAYS, at)
        case (Kind.NUMBER, Kind.NUMBER) | (Kind.PERIOD, Kind.PERIOD) | (Kind.DAYS, Kind.DAYS):
            decimals = max(a.decimals, b.decimals)
            return core.Add(left, right, sign, Type(a.kind, decimals=decimals), at)
        case Kind.MONEY, Kind.MONEY if a.of == b.of:
            return core.Add(left, right, sign, Type(Kind.MONEY, of=a.of), at)
    verb = "added to" if sign > 0 else "taken from"
    first, second = (b, a)
    raise Mismatch("E301", f"`{text}`: {first.required()} cannot be {verb} {second.required()}")


def multiplication(left: Node, right: Node, at: Span, text: str) -> Node:
    """A number, money or length times a constant number, in either order."""
    if isinstance(left, core.Const):
        left, right = right, left
    if not isinstance(right, core.Const) or right.type.kind is not Kind.NUMBER:
        raise Mismatch(
            "E306",
            f"`{text}` multiplies two facts",
            "multiply by a constant number, or use a table",
        )
    if left.type.kind not in {Kind.NUMBER, *_LENGTHS}:
        raise Mismatch("E301", f"`{text}`: {left.type.required()} cannot be multiplied")
    factor = places(right.value) if isinstance(right.value, Decimal) else 0
    decimals = min(DIGITS, left.type.decimals + factor) if left.type.kind is Kind.NUMBER else 0
    return core.Scale(left, right, Type(left.type.kind, decimals=decimals), at)


def branches(then: Node, otherwise: Node, lists: Mapping[str, CodeList]) -> tuple[Node, Node, Type]:
    """Both branches of an `if`, brought to one type."""
    then, otherwise = as_code(then, otherwise.type, lists), as_code(otherwise, then.type, lists)
    a, b = then.type, otherwise.type
    if is_null(then):
        return then, otherwise, b.optional()
    if is_null(otherwise):
        return then, otherwise, a.optional()
    if a.kind is not b.kind or a.of != b.of or a.element != b.element:
        raise Mismatch(
            "E301", f"`then` gives {a.required()} and `else` gives {b.required()}: they must agree"
        )
    decimals = max(a.decimals, b.decimals)
    merged = replace(a, decimals=decimals, is_optional=a.is_optional or b.is_optional)
    return then, otherwise, replace(merged, low=None, high=None)
