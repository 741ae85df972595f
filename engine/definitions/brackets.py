"""The brackets of a fee line, compiled: marginal or whole, on a number or an amount of money.

The bounds are what a bracket says of itself; it ends where the next one begins, so that no two can
overlap and there is no gap between them. A gap below the first is a problem where it can be told,
and a fault where it cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from engine.definitions.charged import HUNDRED, ONE, Charged, Lowering, compare, name_of
from engine.expressions import core
from engine.expressions.compiled import CompiledPart
from engine.expressions.core import Comparison, Node
from engine.model.charge import Bracket, Brackets, BracketsHow, DatedCell
from engine.model.dated import NotInForceError
from engine.model.fee import FeeRule
from engine.model.fee_part import PartKind
from engine.model.money import Money
from engine.model.problem import Problem
from engine.model.rule import Value
from engine.model.types import NUMBER, YES_NO, Kind, Type
from engine.model.value import Known


def bracketed(line: FeeRule, brackets: Brackets, money: Type, lowering: Lowering) -> Charged | None:
    """What a line of brackets comes to."""
    of = lowering.typed(brackets.of, NUMBER, money)
    if of is None or not brackets.rows:
        return None
    problems = [*_shape(brackets, of), *_order(brackets, line)]
    lowering.problems.extend(problems)
    return None if problems else _Brackets(line, brackets, of, money, lowering).charged()


# Checks ------------------------------------------------------------------------------------


def _shape(brackets: Brackets, of: Node) -> Iterator[Problem]:
    """What is written in each bracket fits what falls into it."""
    is_marginal = brackets.how is BracketsHow.MARGINAL
    is_money = of.type.kind is Kind.MONEY
    for at, row in enumerate(brackets.rows):
        bound = row.bound
        if bound is None and (at > 0 or is_marginal):
            hint = (
                "write `over: 0`, or what it begins at" if is_marginal else "write `over` or `from`"
            )
            yield Problem(
                "E424", f"the bracket `{row.id}` does not say where it begins", row.span, hint
            )
        elif bound is not None and bound.type.kind is not of.type.kind:
            message = f"{of.type.required()} falls into the bracket, and its bound is {bound.type}"
            yield Problem("E424", message, bound.span)
        elif bound is not None and is_marginal and not row.is_over:
            hint = "write `over`: the part over this value is charged"
            message = "a marginal bracket takes the part over a value"
            yield Problem("E424", message, bound.span, hint)
        if row.rate is not None and not is_money:
            message = "a rate is of an amount of money, and this is of a number"
            yield Problem("E424", message, row.rate.span, "write `amount`")
        elif row.amount is not None and is_money and is_marginal:
            message = "a part of an amount of money has a rate, not an amount"
            yield Problem("E424", message, row.amount.span, "write `rate`, or `how: whole`")
    has_rates = any(row.rate is not None for row in brackets.rows)
    if has_rates and brackets.rounding is None:
        hint = "write `round: half_up` beside `how`"
        yield Problem(
            "E427", "these brackets have rates, and `round` is missing", brackets.span, hint
        )
    yield from _below(brackets.rows[0], of, is_marginal)


def _below(first: Bracket, of: Node, is_marginal: bool) -> Iterator[Problem]:
    """A fact that can lie below the first bracket; nothing is left out where no part is over it."""
    if first.bound is None or not isinstance(of, core.FactRef):
        return
    is_money = of.type.kind is Kind.MONEY
    least = Money(of.type.of or "", 0) if is_money else of.type.low
    if least is None:
        hint = "give the fact a `range`, or leave out where the first bracket begins"
        message = f"`{of.name}` has no least value, and could lie below the first bracket"
        yield Problem("E424", message, first.bound.span, hint)
        return
    for _, bound in first.bound.by_date.entries:
        is_open = bound == least and first.is_over and not is_marginal
        if bound is not None and (is_open or _is_below(least, bound)):
            message = f"`{of.name}` can be {least}, and the first bracket begins at {bound}"
            hint = "begin it lower; a rate or an amount can be 0"
            yield Problem("E424", message, first.bound.span, hint)


def _is_below(least: Any, bound: Known) -> bool:
    return bool(least < bound)


def _order(brackets: Brackets, line: FeeRule) -> Iterator[Problem]:
    """On each day on which a bound changes, every bracket begins above the one before."""
    bounds = [row.bound for row in brackets.rows if row.bound is not None]
    days = {day for bound in bounds for day, _ in bound.by_date.entries} | {line.effective_from}
    said: set[str] = set()
    for day in sorted(days):
        for before, row in pairwise(brackets.rows):
            low, high = _on(before, day), _on(row, day)
            is_wrong = low is not None and high is not None and low >= high
            if is_wrong and row.id not in said and row.bound is not None:
                said.add(row.id)
                message = f"the bracket `{row.id}` does not begin above `{before.id}`"
                hint = "write the brackets from the lowest to the highest"
                related = (("the bracket before it", before.span),)
                yield Problem("E424", message, row.bound.span, hint, related)


def _on(row: Bracket, day: date) -> tuple[Any, bool] | None:
    """Where a bracket begins on a day, in order; None where it does not say so."""
    if row.bound is None:
        return None
    try:
        return row.bound.by_date.on(day), row.is_over
    except NotInForceError:
        return None


# Nodes -------------------------------------------------------------------------------------


class _Brackets:
    def __init__(
        self, line: FeeRule, brackets: Brackets, of: Node, money: Type, lowering: Lowering
    ) -> None:
        self.line = line
        self.brackets = brackets
        self.of = of
        self.money = money
        self.lowering = lowering
        self.at = brackets.span

    def charged(self) -> Charged:
        is_marginal = self.brackets.how is BracketsHow.MARGINAL
        amount, parts = self._marginal() if is_marginal else self._whole()
        return Charged(amount, parts)

    def _cell(self, row: Bracket, cell: DatedCell | None, key: str) -> Node | None:
        """A constant, or a value by date that only this line reads."""
        if cell is None:
            return None
        ((first, value), *rest) = cell.by_date.entries
        if first == date.min and not rest and value is not None:
            return core.Const(value, cell.type, cell.span)
        name = f"fees.{self.line.id}.{row.id}.{key}"
        self.lowering.values[name] = Value(
            name, self.line.label, cell.type, self.line.cite, cell.by_date, cell.span
        )
        return core.ValueRef(name, cell.type, cell.span)

    def _compare(self, operator: Comparison, left: Node, right: Node) -> Node:
        text = f"{self.brackets.of.text} {operator}"
        return compare(operator, left, right, self.at, text)

    def _if(self, condition: Node, then: Node, otherwise: Node) -> Node:
        return core.If(condition, then, otherwise, then.type, self.at)

    def _below_all(self, type_: Type) -> Node:
        message = f"`{self.brackets.of.text}` lies below the first bracket of `{self.line.id}`"
        return core.NoResult(message, type_, self.at)

    def _shares(self, parts: tuple[tuple[Node, Node], ...], over: Decimal) -> Node:
        divisor = core.Const(over, NUMBER, self.at)
        rounding = self.brackets.rounding if over == HUNDRED else None
        return core.Shares(parts, divisor, rounding, self.money, self.at)

    # Whole -------------------------------------------------------------------------------

    def _whole(self) -> tuple[Node, tuple[CompiledPart, ...]]:
        """What the highest bracket gives that begins at or below what falls in."""
        amount: Node = self._below_all(self.money)
        parts: list[CompiledPart] = []
        for row in self.brackets.rows:
            begins = self._cell(row, row.bound, "over")
            part = self._price(row)
            assert part.amount is not None, "a price is an amount"
            if begins is None:
                amount = part.amount
            else:
                operator = Comparison.GT if row.is_over else Comparison.GE
                is_here = self._compare(operator, self.of, begins)
                amount = self._if(is_here, part.amount, amount)
                below = core.Not(is_here, YES_NO, self.at)
                parts = [replace(one, applies=self._and(one.applies, below)) for one in parts]
                part = replace(part, applies=is_here)
            parts.append(part)
        return amount, tuple(parts)

    def _and(self, *nodes: Node | None) -> Node:
        parts = tuple(node for node in nodes if node is not None)
        return parts[0] if len(parts) == 1 else core.And(parts, YES_NO, self.at)

    def _price(self, row: Bracket) -> CompiledPart:
        """What one bracket gives for the whole."""
        names = ((row.id, None),)
        rate = self._cell(row, row.rate, "rate")
        if rate is not None:
            amount = self._shares(((self.of, rate),), HUNDRED)
            kind, rounding = PartKind.RATE, self.brackets.rounding
            return CompiledPart(kind, amount, self.of, rate, names, rounding)
        price = self._cell(row, row.amount, "amount")
        return CompiledPart(PartKind.BRACKET, price, self.of, None, names)

    # Marginal ----------------------------------------------------------------------------

    def _marginal(self) -> tuple[Node, tuple[CompiledPart, ...]]:
        """The sum over the brackets, each of the part that lies in it."""
        rows = self.brackets.rows
        starts = [self._cell(row, row.bound, "over") for row in rows]
        shares: list[tuple[Node, Node]] = []
        parts: list[CompiledPart] = []
        for row, begins, ends in zip(rows, starts, [*starts[1:], None], strict=True):
            assert begins is not None, "it was checked that a marginal bracket says so"
            part = self._part(begins, ends)
            rate = self._cell(row, row.rate, "rate")
            price = rate or self._cell(row, row.amount, "amount")
            assert price is not None, "the schema wants one of the two"
            shares.append((price, part) if rate is None else (part, price))
            is_here = self._compare(Comparison.GT, self.of, begins)
            kind = PartKind.EACH if rate is None else PartKind.RATE
            names = ((row.id, None), (name_of(self.of), None))
            base, factor = shares[-1]
            parts.append(CompiledPart(kind, None, base, factor, names, applies=is_here))
        is_money = self.of.type.kind is Kind.MONEY
        total = self._shares(tuple(shares), HUNDRED if is_money else ONE)
        rounding = self.brackets.rounding if is_money else None
        parts.append(CompiledPart(PartKind.SUM, total, rounding=rounding))
        assert starts[0] is not None, "it was checked that a marginal bracket says so"
        is_below = self._compare(Comparison.LT, self.of, starts[0])
        return self._if(is_below, self._below_all(self.money), total), tuple(parts)

    def _part(self, begins: Node, ends: Node | None) -> Node:
        """How much of what falls in lies between two bounds: nothing, where it ends before."""
        type_ = self.of.type.required()
        nothing = Money(type_.of or "", 0) if type_.kind is Kind.MONEY else Decimal(0)
        upper = self.of
        if ends is not None:
            is_past = self._compare(Comparison.GT, self.of, ends)
            upper = self._if(is_past, ends, self.of)
        part = core.Add(upper, begins, -1, type_, self.at)
        is_here = self._compare(Comparison.GT, self.of, begins)
        return self._if(is_here, part, core.Const(nothing, type_, self.at))
