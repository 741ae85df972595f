"""What one fee line comes to, by the form of its amount, and the parts that explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from engine.definitions.brackets import bracketed
from engine.definitions.charged import HUNDRED, ONE, Charged, Lowering, compare, name_of, sum_of
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived, CompiledPart
from engine.expressions.core import Comparison, Node
from engine.model.charge import (
    Amount,
    Brackets,
    Entered,
    PerCent,
    PerDay,
    ValueAddedTax,
)
from engine.model.condition import Formula
from engine.model.fee import FeeRule
from engine.model.fee_part import PartKind
from engine.model.period import Days
from engine.model.problem import Problem, Span
from engine.model.types import DATE, DAYS, NUMBER, YES_NO, Type

Term = tuple[str, Node, Node | None]
"""The id of a line, what it adds to a sum, and when it is charged (always, when it is None)."""


def charge_of(
    line: FeeRule, money: Type, lowering: Lowering, terms: tuple[Term, ...]
) -> Charged | None:
    """The amount of a line, before its least and greatest; `terms` are the lines of a per cent."""
    match line.charge:
        case Amount():
            return _amount(line.charge, money, lowering)
        case PerCent():
            return _per_cent(line.charge, line.span, money, lowering, terms)
        case Brackets():
            return bracketed(line, line.charge, money, lowering)
        case PerDay():
            return _per_day(line.charge, money, lowering)
        case Entered():
            return _entered(line.charge, money, lowering)
        case ValueAddedTax():
            raise AssertionError("no author writes it")
        case _:
            assert_never(line.charge)


def _amount(charge: Amount, money: Type, lowering: Lowering) -> Charged | None:
    amount = lowering.typed(charge.amount, money)
    if charge.times is None:
        return None if amount is None else Charged(amount)
    count = lowering.typed(charge.times, NUMBER)
    if amount is None or count is None:
        return None
    at = charge.times.span
    if not _is_whole(count, lowering.derived):
        hint = "give the fact no `decimals`, or name another one"
        message = "what is counted is a whole number, and this can have decimals"
        lowering.problems.append(Problem("E426", message, at, hint))
    one = core.Const(ONE, NUMBER, at)
    total = core.Shares(((amount, count),), one, None, money, at)
    names = ((name, None),) if (name := name_of(count)) else ()
    part = CompiledPart(PartKind.TIMES, amount=total, base=amount, factor=count, names=names)
    counts = compare(Comparison.GE, count, one, at, f"{charge.times.text} >= 1")
    return Charged(total, (part,), counts)


def _is_whole(node: Node, derived: Mapping[str, CompiledDerived]) -> bool:
    """Whether a number is sure to have no decimals."""
    match node:
        case core.Const(Decimal() as number):
            return number == number.to_integral_value()
        case core.Aggregated(core.Aggregate.COUNT):
            return True
        case core.If(_, then, otherwise):
            return _is_whole(then, derived) and _is_whole(otherwise, derived)
        case core.Add(left, right):
            return _is_whole(left, derived) and _is_whole(right, derived)
        case core.Scale(operand, factor):
            return _is_whole(operand, derived) and _is_whole(factor, derived)
        case core.DerivedRef(name) if name in derived:
            return _is_whole(derived[name].body, derived)
        case _:
            return node.type.decimals == 0


def _per_cent(
    charge: PerCent, at: Span, money: Type, lowering: Lowering, terms: tuple[Term, ...]
) -> Charged | None:
    rate = lowering.typed(charge.rate, NUMBER)
    if rate is None or not terms:
        return None
    shares = tuple((node, rate) for _, node, _ in terms)
    hundred = core.Const(HUNDRED, NUMBER, at)
    amount = core.Shares(shares, hundred, charge.rounding, money, at)
    part = CompiledPart(
        PartKind.PER_CENT,
        amount=amount,
        base=sum_of((node for _, node, _ in terms), money, at),
        factor=rate,
        names=tuple((id_, charged) for id_, _, charged in terms),
        rounding=charge.rounding,
    )
    return Charged(amount, (part,))


def _per_day(charge: PerDay, money: Type, lowering: Lowering) -> Charged | None:
    amount = lowering.typed(charge.amount, money)
    first, last = lowering.typed(charge.first, DATE), lowering.typed(charge.last, DATE)
    grace, most = (
        None if one is None else lowering.typed(one, DAYS) for one in (charge.grace, charge.at_most)
    )
    is_whole = (grace is None) is (charge.grace is None) and (most is None) is (
        charge.at_most is None
    )
    if amount is None or first is None or last is None or not is_whole:
        return None
    at = charge.first.span
    day = core.Const(Days(1), DAYS, at)
    between = core.Add(last, first, -1, DAYS, at)
    days: Node = core.Add(between, day, 1, DAYS, at)
    parts = [CompiledPart(PartKind.BETWEEN, base=first, factor=last)]
    if grace is not None:
        days = core.Add(days, grace, -1, DAYS, at)
        parts.append(CompiledPart(PartKind.GRACE, factor=grace))
    text = f"{charge.first.text} <= {charge.last.text}"
    counts = compare(Comparison.GE, days, day, at, text)
    if most is not None:
        is_more = compare(Comparison.GT, days, most, at, text)
        parts.append(CompiledPart(PartKind.AT_MOST, factor=most, applies=is_more))
        days = core.If(is_more, most, days, DAYS, at)
    total = core.Shares(((amount, days),), core.Const(ONE, NUMBER, at), None, money, at)
    parts.append(CompiledPart(PartKind.DAYS, amount=total, base=amount, factor=days))
    return Charged(total, tuple(parts), counts)


def _entered(charge: Entered, money: Type, lowering: Lowering) -> Charged | None:
    low, high = lowering.typed(charge.low, money), lowering.typed(charge.high, money)
    if low is None or high is None:
        return None
    fact, at = core.FactRef(charge.fact.name, money, charge.fact.span), charge.fact.span
    name = charge.fact.name
    is_within = core.And(
        (
            compare(Comparison.GE, fact, low, at, f"{name} >= {charge.low.text}"),
            compare(Comparison.LE, fact, high, at, f"{name} <= {charge.high.text}"),
        ),
        YES_NO,
        at,
    )
    outside = core.NoResult(f"`{name}` lies outside its bounds", money, at)
    amount = core.If(is_within, fact, outside, money, at)
    return Charged(amount, (CompiledPart(PartKind.ENTERED, amount=fact, base=low, factor=high),))


def limited(charged: Charged, line: FeeRule, money: Type, lowering: Lowering) -> Charged:
    """The same, raised to the line's least amount and then lowered to its greatest."""
    limits = (
        (line.minimum, Comparison.LT, PartKind.MINIMUM),
        (line.maximum, Comparison.GT, PartKind.MAXIMUM),
    )
    for formula, operator, kind in limits:
        limit = None if formula is None else lowering.typed(formula, money)
        if formula is not None and limit is not None:
            charged = _limited(charged, limit, operator, kind, formula)
    return charged


def _limited(
    charged: Charged, limit: Node, operator: Comparison, kind: PartKind, formula: Formula
) -> Charged:
    at, text = formula.span, f"{operator} {formula.text}"
    is_past = compare(operator, charged.amount, limit, at, text)
    amount = core.If(is_past, limit, charged.amount, limit.type, at)
    before = charged.parts or (CompiledPart(PartKind.AMOUNT, amount=charged.amount),)
    part = CompiledPart(kind, amount=limit, applies=is_past)
    return replace(charged, amount=amount, parts=(*before, part))
