"""The day on which something reads dated values, where it is not the decision date.

`read_on` says so of a derived fact, a table, a rule or a fee line; `applies_on` says it of a
transitional rule, and whether the rule is in force on that day at all.
"""

from __future__ import annotations

from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.expressions.lower import lower_formula
from engine.expressions.scope import Scope
from engine.expressions.walk import children
from engine.model.condition import Formula
from engine.model.problem import Problem
from engine.model.rule import Rule
from engine.model.types import DATE, YES_NO, Kind


def reading_on(formula: Formula | None, scope: Scope) -> tuple[Node | None, tuple[Problem, ...]]:
    """The day of `read_on` or `applies_on`, which is a date."""
    if formula is None:
        return None, ()
    node, problems = lower_formula(formula, scope)
    if node is not None and node.type.kind is not Kind.DATE:
        message = f"date is wanted here, and this is {node.type.required()}"
        return None, (Problem("E301", message, formula.span),)
    return node, problems


def reads_on_a_day(*nodes: Node | None) -> bool:
    """Whether anything dated is read in these nodes on a day of its own."""
    waiting = [node for node in nodes if node is not None]
    while waiting:
        node = waiting.pop()
        if isinstance(node, core.ValueRef | core.TableRef) and node.on is not None:
            return True
        waiting += children(node)
    return False


def applies(rule: Rule, day: Node) -> Node:
    """Whether `day` lies from the rule's first day to its last one, both inclusive."""
    assert rule.applies_on is not None
    at, text = day.at, " ".join(rule.applies_on.text.split())

    def bound(operator: Comparison, limit: Node) -> Node:
        return core.Compare(operator, day, limit, YES_NO, at, text)

    begins = bound(Comparison.GE, core.Const(rule.effective_from, DATE, at))
    if rule.effective_to is None:
        return begins
    ends = bound(Comparison.LE, core.Const(rule.effective_to, DATE, at))
    return core.And((begins, ends), YES_NO, at)


def met_or_not_applying(rule: Rule, applying: Node, condition: Node) -> Node:
    """What a transitional rule comes to: it is met where it does not apply."""
    never = core.Not(applying, YES_NO, applying.at)
    return core.Or((never, condition), YES_NO, rule.condition.span)
