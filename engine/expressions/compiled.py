"""Declared objects beside their lowered conditions: the parts of a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.expressions.core import DerivedRef, FactRef, Node, TableRef, ValueRef
from engine.model.document import RequiredDocument
from engine.model.fee import FeeRule
from engine.model.rule import Derived, Exceptional, Row, Rule, Table, Validity

OPTION: Final = "option"
"""What a code is called in the condition that says whether it is offered."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a node reads, each once, in the order of reading; derived facts and tables opened."""

    facts: tuple[FactRef | DerivedRef, ...] = ()
    dated: tuple[ValueRef | TableRef, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledRow:
    row: Row
    condition: Node  # yes or no over the table's inputs; a constant true for a row without cells


@dataclass(frozen=True, slots=True)
class CompiledTable:
    table: Table
    rows: tuple[CompiledRow, ...]


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
