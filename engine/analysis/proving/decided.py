"""What a decision says, as derived facts that claims read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.analysis.whole import Whole
from engine.definitions.facts import BUILT_INS, OUTCOMES
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.condition import Formula
from engine.model.decision import Outcome
from engine.model.money import Money
from engine.model.rule import Derived
from engine.model.words import Text


def with_decided(program: Program, whole: Whole) -> Program:
    """The program, and what it decides under the names of `engine.definitions.compiling.claims`."""
    decided = {name: _derived(name, body) for name, body in _bodies(whole)}
    return replace(program, derived={**program.derived, **decided})


def _bodies(whole: Whole) -> Iterator[tuple[str, Node]]:
    at, outcome = whole.eligible.at, BUILT_INS[OUTCOMES]
    met, not_met = (core.Const(str(one), outcome, at) for one in _OUTCOMES)
    yield OUTCOMES, core.If(whole.eligible, met, not_met, outcome, at)
    for id, due in whole.documents.items():
        yield f"documents.{id}.is_due", due
    for id, charge in whole.fees.items():
        money, at = charge.amount.type.required(), charge.amount.at
        nothing = core.Const(Money(money.of or "", 0), money, at)
        yield f"fees.{id}.is_charged", charge.is_charged
        yield f"fees.{id}.amount", core.If(charge.is_charged, charge.amount, nothing, money, at)


_OUTCOMES = (Outcome.ELIGIBLE, Outcome.INELIGIBLE)


def _derived(name: str, body: Node) -> CompiledDerived:
    declared = Derived(name, Text(name, name), Formula(name, (body.at,)), (), body.at)
    return CompiledDerived(declared, body)
