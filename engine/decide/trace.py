"""The trace of a decision: what each atom read, and which atoms decided.

An atom is traced once per decision, whichever rules share it. The deciding atoms of a rule settle
its verdict alone, with every other atom taken as unknown, and no proper subset of them does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import assert_never

from engine.expressions import beyond, core
from engine.expressions.compile import Evaluator
from engine.expressions.compiled import DatedRef, Reads
from engine.expressions.core import Node
from engine.expressions.kleene import Truth
from engine.expressions.logic import (
    AndLogic,
    AtomLogic,
    DerivedLogic,
    Formula,
    IfLogic,
    Logic,
    NotLogic,
    OrLogic,
)
from engine.model.dated import Dated, NotInForceError
from engine.model.decision import AtomTrace
from engine.model.fee_part import ValueUsed
from engine.model.rule import Output
from engine.model.value import UNKNOWN


class Tracer:
    """Traces the atoms of one evaluation, when somebody asks for them."""

    def __init__(self, evaluation: Evaluator) -> None:
        self.evaluation = evaluation
        self.program = evaluation.program
        self._atoms: dict[str, AtomTrace] = {}

    def atoms(self, ids: tuple[str, ...]) -> tuple[AtomTrace, ...]:
        return tuple(map(self.atom, ids))

    def deciding(self, formula: Formula, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the atoms, among all of the formula's, that decided."""
        logic = self.program.logic
        truths = {id_: self.evaluation.truth(logic.atoms[id_]) for id_ in ids}
        return deciding_atoms(formula, logic, truths)

    def atom(self, id_: str) -> AtomTrace:
        if id_ not in self._atoms:
            self._atoms[id_] = self._traced(id_, self.program.logic.atoms[id_])
        return self._atoms[id_]

    def _traced(self, id_: str, node: Node) -> AtomTrace:
        evaluation = self.evaluation
        reads = self.program.logic.reads[id_]
        operator, left, right = compared(node)
        return AtomTrace(
            id=id_,
            place=str(node.at),
            text=_text(node),
            truth=evaluation.truth(node),
            reads=tuple((fact.name, evaluation.value(fact)) for fact in reads.facts),
            used=self.used(reads),
            operator=operator,
            left=None if left is None else evaluation.value(left),
            right=None if right is None else evaluation.value(right),
        )

    def used(self, reads: Reads) -> tuple[ValueUsed, ...]:
        """The dated values and table rows behind what is read, each on its day."""
        return tuple(map(self._used, reads.dated))

    def _used(self, node: DatedRef) -> ValueUsed:
        value, day = self.evaluation.value(node), self._day(node)
        on = None if day == self.evaluation.decision_date else day
        if not isinstance(node, core.TableRef):
            since = self._since((self.program.values[node.name].by_date,), day)
            return ValueUsed(node.name, value, since, on=on)
        table = self.program.tables[node.name].table
        name = node.name if len(table.outputs) == 1 else f"{node.name}.{node.output}"
        rows = self.evaluation.rows(node.name)
        if not isinstance(rows, tuple):
            return ValueUsed(name, value, None)
        given = rows if table.hit_policy.gives_list else rows[:1]
        held = [row.outputs for row in given] or [table.default or ()]
        outputs = (dict(outputs).get(node.output) for outputs in held)
        since = self._since(outputs, day)
        return ValueUsed(name, value, since, tuple(row.id for row in rows), on)

    def _day(self, node: DatedRef) -> date | None:
        """The day on which it is read, the first of several; None where that is not known."""
        on = node.first if isinstance(node, beyond.ValuesDuring) else node.on
        day = self.evaluation.decision_date if on is None else self.evaluation.value(on)
        return day if isinstance(day, date) else None

    def _since(self, outputs: Iterable[Output | None], day: date | None) -> date | None:
        """The day since which all of these hold; None where one is computed or not in force."""
        days: list[date] = []
        for output in outputs:
            if day is None or not isinstance(output, Dated):
                return None
            try:
                days.append(output.entry_on(day)[0])
            except NotInForceError:
                return None
        return max(days, default=None)


def compared(node: Node) -> tuple[str | None, Node | None, Node | None]:
    """The operator of an atom and what it compares with what."""
    match node:
        case core.Compare(operator, left, right):
            return operator, left, right
        case core.Member(element, collection):
            return "in", element, collection
        case core.IsAbsent(operand):
            return "absent", operand, None
        case _:
            return None, None, None


def deciding_atoms(formula: Formula, logic: Logic, truths: Mapping[str, Truth]) -> tuple[str, ...]:
    """The ids of atoms that settle the formula alone, in order; none when it is not settled.

    `truths` holds its atoms in the order of their first use. Of those that settle it, later ones
    first, each is dropped without which it is still settled: what is left cannot be made smaller.
    """
    settled = logic.truth(formula, truths)
    if not isinstance(settled, bool):
        return ()
    kept: dict[str, Truth] = dict.fromkeys(truths, UNKNOWN)
    kept |= {id_: truths[id_] for id_ in _settling(formula, logic, truths)}
    for id_, held in reversed(kept.items()):
        if isinstance(held, bool):
            kept[id_] = UNKNOWN
            if logic.truth(formula, kept) is not settled:
                kept[id_] = held
    return tuple(id_ for id_, truth in kept.items() if isinstance(truth, bool))


def _settling(formula: Formula, logic: Logic, truths: Mapping[str, Truth]) -> Iterator[str]:
    """Atoms that settle a settled formula: the first part that does, or all where all must."""
    match formula:
        case AtomLogic(id):
            yield id
        case DerivedLogic(name):
            yield from _settling(logic.derived[name], logic, truths)
        case NotLogic(operand):
            yield from _settling(operand, logic, truths)
        case IfLogic(condition, then, otherwise):
            yield from _settling(condition, logic, truths)
            taken = then if logic.truth(condition, truths) is True else otherwise
            yield from _settling(taken, logic, truths)
        case AndLogic(items) | OrLogic(items):
            alone = isinstance(formula, OrLogic)
            one = next((item for item in items if logic.truth(item, truths) is alone), None)
            for item in items if one is None else (one,):
                yield from _settling(item, logic, truths)
        case _:
            assert_never(formula)


def _text(node: Node) -> str:
    match node:
        case core.Compare() | core.IsAbsent() | core.Member() | core.Quantified():
            return node.text
        case core.FactRef(name) | core.DerivedRef(name) | core.ValueRef(name):
            return name
        case core.TableRef(name, output):
            return f"{name}.{output}"
        case core.AttributeOf(operand, attribute):
            return f"{_text(operand)}.{attribute}"
        case _:
            return ""
