"""Which items of a group decided a quantifier, and which atoms of its condition about each.

Read from the atom's trace alone: it holds the group and every other fact that the condition reads.
The first item that settles `some` or `every` decides it; where none does, all of them do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.decide.trace import compared, deciding_atoms
from engine.decide.ways import needed
from engine.expressions import core
from engine.expressions.compile import Evaluator
from engine.expressions.compiled import CompiledDocument
from engine.expressions.core import Node, Quantifier
from engine.expressions.evaluate import Evaluation
from engine.expressions.logic import logic_alone
from engine.model.decision import AtomTrace, ItemDue
from engine.model.value import Items, State

Item: TypeAlias = Mapping[str, State] | State
Bindings: TypeAlias = Mapping[str, Mapping[str, State] | State]
NO_BINDINGS: Final[Bindings] = {}


@dataclass(frozen=True, slots=True)
class Deciding:
    """An item that decided. `number` counts from 1; `atoms` hold what is needed of each."""

    number: int
    item: Item
    bindings: Bindings
    atoms: tuple[tuple[AtomTrace, Node, bool], ...]


def items_due(entry: CompiledDocument, evaluator: Evaluator) -> tuple[ItemDue, ...]:
    """The items of a closed group that a document is due for, or may be."""
    node = entry.when
    assert isinstance(node, core.Quantified), "what is due for each item is asked of each"
    facts = {fact.name: evaluator.value(fact) for fact in entry.reads.facts}
    evaluation = Evaluation(evaluator.program, facts, evaluator.decision_date)
    group = evaluation.value(node.source)
    if not isinstance(group, Items) or not group.is_complete:
        return ()
    truths = (evaluation.truth(node.body, {node.variable: item}) for item in group.items)
    found = (ItemDue(number, truth) for number, truth in enumerate(truths, start=1))
    return tuple(one for one in found if one.is_due is not False)


def items_of(evaluation: Evaluation, node: core.Quantified, bindings: Bindings) -> tuple[Item, ...]:
    """What the quantifier ranges over, which is complete where it decided."""
    source = evaluation.value(node.source, bindings)
    if isinstance(source, Items):
        return source.items
    return source if isinstance(source, tuple) else ()


def deciding_items(
    evaluation: Evaluation, node: core.Quantified, wanted: bool, bindings: Bindings
) -> Iterator[Deciding]:
    """The items that decided, with the atoms that decided about each; `wanted`: of the whole."""
    settles = node.quantifier is Quantifier.SOME
    bound = [{**bindings, node.variable: item} for item in items_of(evaluation, node, bindings)]
    truths = [evaluation.truth(node.body, one) for one in bound]
    chosen = [truths.index(settles)] if settles in truths else range(len(bound))
    for at in chosen:
        item: Item = bound[at][node.variable]
        atoms = tuple(_atoms(evaluation, node.body, wanted, bound[at]))
        yield Deciding(at + 1, item, bound[at], atoms)


def deciding_of(evaluation: Evaluation, node: core.Quantified, number: int) -> Deciding:
    """What decided about one item, of whom the condition holds."""
    item = items_of(evaluation, node, NO_BINDINGS)[number - 1]
    bound: Bindings = {node.variable: item}
    return Deciding(number, item, bound, tuple(_atoms(evaluation, node.body, True, bound)))


def _atoms(
    evaluation: Evaluation, body: Node, wanted: bool, bindings: Bindings
) -> Iterator[tuple[AtomTrace, Node, bool]]:
    formula, logic = logic_alone(body)
    truths = {id_: evaluation.truth(atom, bindings) for id_, atom in logic.atoms.items()}
    wants = dict(needed(formula, logic, wanted))
    for id_ in deciding_atoms(formula, logic, truths):
        atom = logic.atoms[id_]
        operator, left, right = compared(atom)
        yield (
            AtomTrace(
                id=id_,
                place=str(atom.at),
                text="",
                truth=truths[id_],
                reads=(),
                used=(),
                operator=operator,
                left=None if left is None else evaluation.value(left, bindings),
                right=None if right is None else evaluation.value(right, bindings),
            ),
            atom,
            wants[id_],
        )
