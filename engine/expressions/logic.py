"""The logic of a program: conditions as and, or, not and if over numbered atoms.

An atom is what is computed at once: a comparison, an absence, a membership, a whole quantifier, a
fact that is yes or no. The same atom written twice has one id. Decisions explain themselves over
this form and the network is built from it. Derived yes-or-no facts stay references.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.expressions import core
from engine.expressions.compiled import (
    CompiledDerived,
    CompiledDocument,
    CompiledFee,
    CompiledRule,
    CompiledTable,
    Reads,
)
from engine.expressions.core import Node
from engine.expressions.kleene import Truth, all_of, any_of, negated
from engine.expressions.reads import reads_of
from engine.expressions.shape import shape
from engine.model.types import Kind


@dataclass(frozen=True, slots=True)
class AtomLogic:
    id: str


@dataclass(frozen=True, slots=True)
class DerivedLogic:
    """A derived yes-or-no fact, whose own logic stands in `Logic.derived`."""

    name: str


@dataclass(frozen=True, slots=True)
class AndLogic:
    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class OrLogic:
    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class NotLogic:
    operand: Formula


@dataclass(frozen=True, slots=True)
class IfLogic:
    condition: Formula
    then: Formula
    otherwise: Formula


Formula: TypeAlias = AtomLogic | DerivedLogic | AndLogic | OrLogic | NotLogic | IfLogic


@dataclass(frozen=True, slots=True)
class Logic:
    """`atoms` by id, in order of first use; formulas by the id of rule, document, fee line or fact.

    A document, fee line or transition without a condition has no formula. `rows` holds, by table,
    the formula of each row: one atom, all its cells together. `reads` is by atom.
    """

    atoms: Mapping[str, Node]
    reads: Mapping[str, Reads]
    rules: Mapping[str, Formula]
    documents: Mapping[str, Formula]
    fees: Mapping[str, Formula]
    transitions: Mapping[str, Formula]
    rows: Mapping[str, tuple[tuple[str, Formula], ...]]
    derived: Mapping[str, Formula]

    def atoms_of(self, formula: Formula) -> tuple[str, ...]:
        """The ids of every atom in a formula, derived facts opened, each once."""
        return tuple(dict.fromkeys(self._atoms_of(formula, set())))

    def _atoms_of(self, formula: Formula, opened: set[str]) -> Iterator[str]:
        match formula:
            case AtomLogic(id):
                yield id
            case DerivedLogic(name) if name not in opened:
                opened.add(name)
                yield from self._atoms_of(self.derived[name], opened)
            case _:
                for part in parts(formula):
                    yield from self._atoms_of(part, opened)

    def size(self, formula: Formula, sizes: dict[str, int]) -> int:
        """How many atoms are written out when derived facts are; `sizes` keeps those of them."""
        match formula:
            case AtomLogic():
                return 1
            case DerivedLogic(name):
                if name not in sizes:
                    sizes[name] = self.size(self.derived[name], sizes)
                return sizes[name]
            case _:
                return sum(self.size(part, sizes) for part in parts(formula))

    def truth(self, formula: Formula, truths: Mapping[str, Truth]) -> Truth:
        """The truth of a formula given its atoms' truths."""
        return self._truth(formula, truths, {})

    def _truth(
        self, formula: Formula, truths: Mapping[str, Truth], derived: dict[str, Truth]
    ) -> Truth:
        match formula:
            case AtomLogic(id):
                return truths[id]
            case DerivedLogic(name):
                if name not in derived:
                    derived[name] = self._truth(self.derived[name], truths, derived)
                return derived[name]
            case AndLogic(items):
                return all_of(self._truth(item, truths, derived) for item in items)
            case OrLogic(items):
                return any_of(self._truth(item, truths, derived) for item in items)
            case NotLogic(operand):
                return negated(self._truth(operand, truths, derived))
            case IfLogic(condition, then, otherwise):
                chosen = self._truth(condition, truths, derived)
                if isinstance(chosen, bool):
                    return self._truth(then if chosen else otherwise, truths, derived)
                return chosen


def parts(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside a formula; a derived fact is not opened."""
    match formula:
        case AndLogic(items) | OrLogic(items):
            return items
        case NotLogic(operand):
            return (operand,)
        case IfLogic(condition, then, otherwise):
            return condition, then, otherwise
        case _:
            return ()


def logic_of(
    rules: Iterable[CompiledRule],
    documents: Iterable[CompiledDocument],
    fees: Iterable[CompiledFee],
    transitions: Mapping[str, Node | None],
    tables: Mapping[str, CompiledTable],
    derived: Mapping[str, CompiledDerived],
) -> Logic:
    """Number the atoms of every condition of a service.

    A condition comes before the cells of tables: the place of an atom is where it was first used,
    and a rule is explained by its own lines.
    """
    numbering = _Numbering()
    logic = Logic(
        rules={entry.rule.id: numbering.formula(entry.condition) for entry in rules},
        documents={
            entry.document.id: numbering.formula(entry.when)
            for entry in documents
            if entry.when is not None
        },
        fees={
            entry.fee.id: numbering.formula(entry.when) for entry in fees if entry.when is not None
        },
        transitions={
            name: numbering.formula(node) for name, node in transitions.items() if node is not None
        },
        derived={
            name: numbering.formula(entry.body)
            for name, entry in derived.items()
            if entry.body.type.kind is Kind.YES_NO and not entry.body.type.is_optional
        },
        rows={
            name: tuple((row.row.id, numbering.atom(row.condition)) for row in table.rows)
            for name, table in tables.items()
        },
        atoms=numbering.atoms,
        reads={},
    )
    reads = {id_: reads_of((node,), derived, tables) for id_, node in logic.atoms.items()}
    return replace(logic, reads=reads)


def logic_alone(condition: Node) -> tuple[Formula, Logic]:
    """The formula of one condition by itself, as of an item's; derived facts are atoms of it."""
    numbering = _Numbering(opens_derived=False)
    formula = numbering.formula(condition)
    return formula, Logic(numbering.atoms, {}, {}, {}, {}, {}, {}, {})


class _Numbering:
    def __init__(self, *, opens_derived: bool = True) -> None:
        self.opens_derived = opens_derived
        self.atoms: dict[str, Node] = {}
        self._ids: dict[str, str] = {}

    def formula(self, node: Node) -> Formula:
        match node:
            case core.And(items):
                return AndLogic(tuple(self.formula(item) for item in items))
            case core.Or(items):
                return OrLogic(tuple(self.formula(item) for item in items))
            case core.Not(operand):
                return NotLogic(self.formula(operand))
            case core.If(condition, then, otherwise):
                parts = (self.formula(part) for part in (condition, then, otherwise))
                return IfLogic(*parts)
            case core.DerivedRef(name) if self.opens_derived and not node.type.is_optional:
                return DerivedLogic(name)
            case core.Defined(_, _, body):
                return self.formula(body)
            case _:
                return self.atom(node)

    def atom(self, node: Node) -> AtomLogic:
        """The whole of `node` as one atom, whatever it is made of."""
        return AtomLogic(self._id(node))

    def _id(self, node: Node) -> str:
        key = shape(node)
        if key not in self._ids:
            self._ids[key] = f"a{len(self._ids) + 1}"
            self.atoms[self._ids[key]] = node
        return self._ids[key]
