"""Transitional rules in the reasons: the atoms that say whether a rule applies on its day."""

from __future__ import annotations

from engine.decide.naming import Naming
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.model.decision import AtomTrace
from engine.model.value import UNKNOWN
from engine.phrases import phrase, said


def bounds_of(rule_id: str, program: Program) -> frozenset[str]:
    """The shapes of what the day of a rule is held against: where it begins, where it ends."""
    applies = next(one.applies for one in program.rules if one.rule.id == rule_id)
    match applies:
        case None:
            return frozenset()
        case core.And(items):
            return frozenset(map(shape, items))
        case _:
            return frozenset({shape(applies)})


def does_not_apply(atom: AtomTrace, node: Node, naming: Naming) -> str:
    """That the rule does not apply, with the day that it goes by."""
    assert isinstance(node, core.Compare), "a day is held against a first or a last one"
    day = naming.state(UNKNOWN if atom.left is None else atom.left, node.left.type)
    name = said(naming.node(node.left))
    return phrase("reasons.does-not-apply", naming.language, name=name, actual=said(day))
