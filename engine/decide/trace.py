"""The trace of a decision: what each atom read, and which atoms decided.

An atom is traced once per decision, whichever rules share it. The deciding atoms of a rule settle
its verdict alone, with every other atom taken as unknown, and no proper subset of them does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.kleene import Truth
from engine.expressions.logic import Formula, Logic
from engine.expressions.walk import children
from engine.model.citation import is_official
from engine.model.dated import Dated, NotInForceError
from engine.model.decision import AtomTrace, ValueUsed
from engine.model.rule import Row
from engine.model.value import UNKNOWN, Known, State


class Tracer:
    """Traces the atoms of one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.program = evaluation.program
        self._atoms: dict[str, AtomTrace] = {}

    def atoms(self, formula: Formula) -> tuple[AtomTrace, ...]:
        """The traces of a formula's atoms, derived facts opened, in order of first use."""
        return tuple(self.atom(id_) for id_ in self.program.logic.atoms_of(formula))

    def atom(self, id_: str) -> AtomTrace:
        if id_ not in self._atoms:
            self._atoms[id_] = self._traced(id_, self.program.logic.atoms[id_])
        return self._atoms[id_]

    def _traced(self, id_: str, node: Node) -> AtomTrace:
        operator, left, right = self._sides(node)
        return AtomTrace(
            id=id_,
            place=str(node.at),
            text=_text(node),
            truth=self.evaluation.truth(node),
            reads=tuple(dict(self._reads(node)).items()),
            used=self.used(node),
            operator=operator,
            left=left,
            right=right,
        )

    def _sides(self, node: Node) -> tuple[str | None, State | None, State | None]:
        value = self.evaluation.value
        match node:
            case core.Compare(operator, left, right):
                return operator, value(left), value(right)
            case core.Member(element, collection):
                return "in", value(element), value(collection)
            case core.IsAbsent(operand):
                return "absent", value(operand), None
            case _:
                return None, None, None

    def _reads(self, node: Node) -> Iterator[tuple[str, State]]:
        """Given and derived facts, those behind a derived one after it."""
        match node:
            case core.FactRef(name):
                yield name, self.evaluation.value(node)
            case core.DerivedRef(name):
                yield name, self.evaluation.value(node)
                yield from self._reads(self.program.derived[name].body)
            case core.TableRef(name):
                for row in self.program.tables[name].rows[:1]:
                    yield from self._reads(row.condition)
            case _:
                for child in children(node):
                    yield from self._reads(child)

    def used(self, node: Node) -> tuple[ValueUsed, ...]:
        """The dated values and table rows that a node reads, each once."""
        return tuple(dict.fromkeys(self._used(node)))

    def _used(self, node: Node) -> Iterator[ValueUsed]:
        match node:
            case core.ValueRef(name):
                since = self._since(self.program.values[name].by_date)
                yield ValueUsed(name, self.evaluation.value(node), since)
            case core.TableRef(name, output):
                row = self.evaluation.row(name)
                chosen = row if isinstance(row, Row) else None
                since = None if chosen is None else self._since(dict(chosen.outputs)[output])
                value = self.evaluation.value(node)
                yield ValueUsed(name, value, since, None if chosen is None else chosen.id)
            case core.DerivedRef(name):
                yield from self._used(self.program.derived[name].body)
            case _:
                for child in children(node):
                    yield from self._used(child)

    def _since(self, dated: Dated[Known]) -> date | None:
        try:
            return dated.entry_on(self.evaluation.decision_date)[0]
        except NotInForceError:
            return None

    # Official or not ---------------------------------------------------------------------

    def is_official(self, cite: tuple[str, ...], *nodes: Node | None) -> bool:
        """Whether the citations are official, and those of every value and table read as well."""
        if not self._ranks_official(cite):
            return False
        used = {use for node in nodes if node is not None for use in self._used(node)}
        return all(self._ranks_official(self._cite(use)) for use in used)

    def _cite(self, use: ValueUsed) -> tuple[str, ...]:
        if use.name in self.program.values:
            return self.program.values[use.name].cite
        table = self.program.tables[use.name].table
        row = next((row for row in table.rows if row.id == use.row), None)
        return row.cite if row is not None and row.cite else table.cite

    def _ranks_official(self, cite: tuple[str, ...]) -> bool:
        return is_official(frozenset(self.program.ranks[id_] for id_ in cite))


def deciding_atoms(formula: Formula, logic: Logic, truths: Mapping[str, Truth]) -> tuple[str, ...]:
    """The ids of atoms that settle the formula alone; empty when it is not settled.

    Atoms are dropped one by one, later ones first, as long as the rest still settles it: what is
    left cannot be made smaller.
    """
    settled = logic.truth(formula, truths)
    if not isinstance(settled, bool):
        return ()
    kept = {id_: truths[id_] for id_ in logic.atoms_of(formula)}
    for id_ in reversed(tuple(kept)):
        held = kept[id_]
        kept[id_] = UNKNOWN
        if logic.truth(formula, kept) is not settled:
            kept[id_] = held
    return tuple(id_ for id_, truth in kept.items() if isinstance(truth, bool))


def _text(node: Node) -> str:
    match node:
        case core.Compare() | core.IsAbsent() | core.Member() | core.Quantified():
            return node.text
        case core.FactRef(name) | core.DerivedRef(name) | core.ValueRef(name):
            return name
        case core.TableRef(name, output):
            return f"{name}.{output}"
        case _:
            return ""
