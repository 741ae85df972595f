"""The clauses of a service: each comparison in a condition, and which of them decide a case.

A clause decides where a condition comes out as it does because of it: with every other clause taken
as unknown, those that decide settle the condition, and no fewer do. What is shown of a clause
this way is near to modified condition/decision coverage: it was true once, and false once, and
each time that mattered.

A clause of a fragment is one clause, wherever the fragment is used. A loop is one clause, with all
that is inside it; so is a derived fact, whose own clauses are those of its own condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, assert_never

from engine.analysis.clause_text import as_written, clause_text
from engine.analysis.proofs import Prover
from engine.analysis.questions import Question, Verdict, World
from engine.decide.trace import deciding_atoms
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.logic import (
    AndLogic,
    AtomLogic,
    DerivedLogic,
    Formula,
    IfLogic,
    Logic,
    NotLogic,
    OrLogic,
    logic_alone,
)
from engine.expressions.program import Program
from engine.expressions.reads import reads_of
from engine.expressions.walk import bound_in, children
from engine.model.fact import LATER
from engine.model.problem import Span
from engine.model.service import Group, Service
from engine.model.types import YES_NO
from engine.model.types import Kind as TypeKind
from engine.model.value import Items

ClauseKey: TypeAlias = tuple[str, int, int, str]
"""Where a clause is written, and its text: one place may hold several."""


@dataclass(frozen=True, slots=True)
class Clause:
    """`text` is what the author wrote; `span` where the service reads it.

    `is_denied`: it was written as `x != null`, and is read as the contrary of `x = null`.
    """

    key: ClauseKey
    text: str
    span: Span
    is_denied: bool = False


class Part(StrEnum):
    """What a condition decides, and what a boundary is of."""

    RULE = "rule"
    DOCUMENT = "document"
    FEE = "fee line"
    NAME = "name"  # of a derived fact, a value or a table
    VALIDITY = "validity"
    STEP = "step"
    FIELD = "field"

    def says(self, id: str) -> str:
        """As in "the rule `x`"."""
        match self:
            case Part.NAME:
                return f"`{id}`"
            case Part.VALIDITY:
                return "the validity"
            case _:
                return f"the {self} `{id}`"


@dataclass(frozen=True, slots=True)
class Decided:
    """A condition whose clauses are looked at, of the `part` called `id`.

    `group`: it is read once for each of its items, as the variable `item`; of one inside an item,
    for those of every item.
    """

    part: Part
    id: str
    formula: Formula
    logic: Logic
    group: Group | None = None

    @property
    def says(self) -> str:
        return self.part.says(self.id)

    def clauses(self) -> Mapping[str, Clause]:
        """By the id of the atom, without what is constant."""
        atoms = self.logic.atoms.items()
        return {id: _clause(one) for id, one in atoms if not isinstance(one, core.Const)}

    def deciding(self, evaluation: Evaluation) -> Iterator[tuple[Clause, bool]]:
        """The clauses that decide a case, and how each came out."""
        clauses = self.clauses()
        for bound in self._bindings(evaluation):
            atoms = self.logic.atoms.items()
            truths = {id: evaluation.truth(node, bound) for id, node in atoms}
            for id in deciding_atoms(self.formula, self.logic, truths):
                truth = truths[id]
                if id in clauses and isinstance(truth, bool):
                    yield clauses[id], truth is not clauses[id].is_denied

    def can_decide(self, key: ClauseKey, truth: bool, world: World, prover: Prover) -> bool:
        """Whether the clause can ever decide by being so; False only where it is proved not to.

        It decides where the condition would come out otherwise with the clause turned around. What
        reads a group is not asked about: that takes long, and guards, which seldom decide, do not.
        """
        if self.group is not None:
            return True
        for id, clause in self.clauses().items():
            if clause.key == key:
                held = (self.logic.atoms[id],) if truth is not clause.is_denied else ()
                failed = () if held else (self.logic.atoms[id],)
                question = Question(world, (*held, self.turns(id)), failed)
                reads_group = any(name in world.sizes for name in question.names())
                if reads_group or prover.verdict(question) is not Verdict.IMPOSSIBLE:
                    return True
        return False

    def turns(self, id: str) -> Node:
        """That the condition would come out otherwise with the clause `id` turned around."""
        met, not_met = (self._node(self.formula, id, side) for side in (True, False))
        either = (_and(met, _not(not_met)), _and(_not(met), not_met))
        return core.Or(either, YES_NO, self.logic.atoms[id].at)

    def _node(self, formula: Formula, id: str, truth: bool) -> Node:
        """The condition with the clause `id` taken as `truth`."""
        match formula:
            case AtomLogic(atom):
                node = self.logic.atoms[atom]
                return core.Const(truth, YES_NO, node.at) if atom == id else node
            case NotLogic(operand):
                return _not(self._node(operand, id, truth))
            case AndLogic(items):
                return _and(*(self._node(item, id, truth) for item in items))
            case OrLogic(items):
                made = tuple(self._node(item, id, truth) for item in items)
                return core.Or(made, YES_NO, made[0].at)
            case IfLogic(condition, then, otherwise):
                asked, yes, no = (
                    self._node(part, id, truth) for part in (condition, then, otherwise)
                )
                return core.If(asked, yes, no, YES_NO, asked.at)
            case DerivedLogic(name):
                raise AssertionError(f"`{name}` is a clause of its reader")
            case _:
                assert_never(formula)

    def _bindings(self, evaluation: Evaluation) -> Iterator[Mapping[str, Any]]:
        if self.group is None:
            yield {}
            return
        group = self.group
        found = evaluation.facts.get(group.inside or group.fact)
        items: Iterable[Any] = found.items if isinstance(found, Items) else ()
        if group.inside is not None:
            held = (item.get(group.name) for item in items)
            items = (inner for one in held if isinstance(one, tuple) for inner in one)
        for item in items:
            yield {"item": item}


def decided_by_clauses(service: Service, program: Program, least: int = 2) -> Iterator[Decided]:
    """The conditions of a service that are made of clauses, without those of what is said later.

    A rule, document, fee line, step or field with fewer than `least` clauses is left out: whether
    it was seen both ways says of one clause all that there is to say of it.
    """
    for one in _every_condition(service, program, least):
        given = reads_of(one.logic.atoms.values(), program.derived, program.tables).facts
        sources = (program.facts[fact.name].source for fact in given if fact.name in program.facts)
        if not LATER & set(sources):
            yield one


def _every_condition(service: Service, program: Program, least: int) -> Iterator[Decided]:
    for entry in program.rules:
        yield from _decided(Part.RULE, entry.rule.id, entry.condition, least)
    for paper in program.documents:
        yield from _decided(Part.DOCUMENT, paper.document.id, paper.when, least)
    for charge in program.fees:
        yield from _decided(Part.FEE, charge.fee.id, charge.own, least)
        yield from _choices(Part.FEE, charge.fee.id, charge.amount)
    for name, derived in program.derived.items():
        if derived.body.type.kind is TypeKind.YES_NO:
            yield from _decided(Part.NAME, name, derived.body, 1)
        else:
            yield from _choices(Part.NAME, name, derived.body)
    if program.validity is not None:
        for node in (program.validity.starts, program.validity.lasts):
            yield from _choices(Part.VALIDITY, "", node)
    for step in service.asking:
        yield from _decided(Part.STEP, step.id, program.steps[step.id], least)
        for field in step.fields:
            shown = program.fields[step.id, field.id].shown_when
            yield from _decided(Part.FIELD, field.id, shown, least, step.group)


def _decided(
    part: Part, id: str, node: Node | None, least: int, group: Group | None = None
) -> Iterator[Decided]:
    if node is None:
        return
    made = Decided(part, id, *logic_alone(node), group)
    if len({clause.key for clause in made.clauses().values()}) >= least:
        yield made


def _choices(part: Part, id: str, node: Node) -> Iterator[Decided]:
    """The conditions of each `if` that gives no yes or no, except inside a loop."""
    if bound_in(node):
        return
    if isinstance(node, core.If) and node.type.kind is not TypeKind.YES_NO:
        yield from _decided(part, id, node.condition, 1)
    for child in children(node):
        yield from _choices(part, id, child)


def _clause(node: Node) -> Clause:
    text = clause_text(node)
    key = (str(node.at.path), node.at.line, node.at.column, as_written(node))
    return Clause(key, text, node.at, isinstance(node, core.IsAbsent) and "!=" in text)


def _and(*items: Node) -> Node:
    return core.And(items, YES_NO, items[0].at)


def _not(node: Node) -> Node:
    return core.Not(node, YES_NO, node.at)
