"""Declared objects beside their lowered conditions: the parts of a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.expressions.core import DerivedRef, FactRef, Node, TableRef, ValueRef
from engine.model.dated import Dated
from engine.model.document import RequiredDocument
from engine.model.fee import FeeRule
from engine.model.rule import Derived, Exceptional, Row, Rule, Table, Validity
from engine.model.types import Type
from engine.model.value import Known

OPTION: Final = "option"
"""What a code is called in the condition that says whether it is offered."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a node reads, each once, in the order of reading; derived facts and tables opened."""

    facts: tuple[FactRef | DerivedRef, ...] = ()
    dated: tuple[ValueRef | TableRef, ...] = ()


CompiledOutput: TypeAlias = Dated[Known] | Node


@dataclass(frozen=True, slots=True)
class CompiledRow:
    row: Row
    condition: Node  # yes or no over the table's inputs; a constant true for a row without cells
    outputs: Mapping[str, CompiledOutput]


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """`rows` in the order in which they count, which may be that of their output values.

    `types` says what each output reads as: a list of its declared type, or what a list comes to,
    where several rows may give it.
    """

    table: Table
    rows: tuple[CompiledRow, ...]
    default: Mapping[str, CompiledOutput] | None
    types: Mapping[str, Type]

    def computed(self, output: str) -> tuple[Node, ...]:
        """The expressions among the cells of an output, the default's last."""
        held = [row.outputs[output] for row in self.rows]
        held += [] if self.default is None else [self.default[output]]
        return tuple(one for one in held if not isinstance(one, Dated))


@dataclass(frozen=True, slots=True)
class CompiledException:
    """`condition` is the exception's own and, where it stands over another, that one's too."""

    exception: Exceptional
    condition: Node
    value: Node


@dataclass(frozen=True, slots=True)
class CompiledDerived:
    """`body` has the exceptions in it, and what stands in place of an absent value."""

    derived: Derived
    body: Node
    exceptions: tuple[CompiledException, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledRule:
    rule: Rule
    condition: Node
    reads: Reads


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    document: RequiredDocument
    when: Node | None
    reads: Reads


@dataclass(frozen=True, slots=True)
class CompiledFee:
    fee: FeeRule
    when: Node | None
    amount: Node
    reads: Reads  # of both
    amount_reads: Reads


@dataclass(frozen=True, slots=True)
class CompiledValidity:
    validity: Validity
    starts: Node
    lasts: Node
    reads: Reads


@dataclass(frozen=True, slots=True)
class CompiledOptions:
    """`where` reads a code as the variable `option`; `when` has the conditions of single codes."""

    where: Node | None
    when: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class CompiledField:
    """Inside a group, conditions and bounds read the item as the variable `item`."""

    shown_when: Node | None
    required_when: Node | None
    low: Node | None
    high: Node | None
    options: CompiledOptions | None = None
