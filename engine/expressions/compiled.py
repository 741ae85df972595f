"""Declared objects beside their lowered conditions: the parts of a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from engine.expressions.beyond import ValuesDuring
from engine.expressions.core import DerivedRef, FactRef, Node, TableRef, ValueRef
from engine.model.claim import Claim
from engine.model.dated import Dated
from engine.model.document import RequiredDocument
from engine.model.fee import FeeRule, Stage, Vat
from engine.model.fee_part import PartKind
from engine.model.issued import IssuedDocument, IssuedLine
from engine.model.problem import Span
from engine.model.rounding import Rounding
from engine.model.rule import Derived, Exceptional, Row, Rule, Table, Validity
from engine.model.types import Type
from engine.model.value import Fault, Known

DatedRef: TypeAlias = ValueRef | ValuesDuring | TableRef

OPTION: Final = "option"
"""What a code is called in the condition that says whether it is offered."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a node reads, each once, in the order of reading; derived facts and tables opened."""

    facts: tuple[FactRef | DerivedRef, ...] = ()
    dated: tuple[DatedRef, ...] = ()


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
    where several rows may give it. `on` is the day of a table that says itself on which its dated
    cells are read.
    """

    table: Table
    rows: tuple[CompiledRow, ...]
    default: Mapping[str, CompiledOutput] | None
    types: Mapping[str, Type]
    on: Node | None = None

    def computed(self, output: str) -> tuple[Node, ...]:
        """The expressions among the cells of an output, the default's last."""
        held = [row.outputs[output] for row in self.rows]
        held += [] if self.default is None else [self.default[output]]
        return tuple(one for one in held if not isinstance(one, Dated))

    def cells(self, output: str) -> Iterator[tuple[str | None, tuple[Dated[Known], Span] | Fault]]:
        """The dated cells of an output by id of the row, with their place; the default's by None.

        Without a default it is a fault that no row holds.
        """
        for row in self.rows:
            if isinstance(dated := row.outputs[output], Dated):
                yield row.row.id, (dated, row.row.span)
        at = self.table.span
        if self.default is None:
            yield None, Fault(f"no row of `{self.table.name}` holds", str(at))
        elif isinstance(dated := self.default[output], Dated):
            yield None, (dated, at)


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
    """`applies` is true on the days of a rule with `applies_on`; its `condition` allows for it."""

    rule: Rule
    condition: Node
    reads: Reads
    applies: Node | None = None


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """`when` of a document for each item is whether it is due for some of them."""

    document: RequiredDocument
    when: Node | None
    reads: Reads


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part of the account of a line, said where `applies` is true. See `fee_part.FeePart`."""

    kind: PartKind
    amount: Node | None = None
    base: Node | None = None
    factor: Node | None = None
    names: tuple[tuple[str, Node | None], ...] = ()  # each with when it is meant
    rounding: Rounding | None = None
    cite: tuple[str, ...] = ()
    applies: Node | None = None
    reads: Reads = field(default_factory=Reads)


@dataclass(frozen=True, slots=True)
class CompiledFee:
    """`when` and `amount` take in what the whole schedule says; `own` is the line's condition.

    `owed` is `when` without the exemptions: who is exempt does not pay, on purpose. `rests_on` are
    the citations of the lines that the amount is made of.
    """

    fee: FeeRule
    when: Node | None
    amount: Node
    reads: Reads  # of both
    amount_reads: Reads
    own: Node | None = None
    owed: Node | None = None
    parts: tuple[CompiledPart, ...] = ()
    rests_on: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> Node | None:
        """The amount that the author named, or that for each one of something; else None."""
        if not self.parts:
            return self.amount
        first = self.parts[0]
        match first.kind:
            case PartKind.AMOUNT:
                return first.amount
            case PartKind.TIMES:
                return first.base
            case _:
                return None


@dataclass(frozen=True, slots=True)
class CompiledVat:
    """The tax that the lines of a stage hold."""

    stage: Stage
    vat: Vat
    rate: Node
    amount: Node
    reads: Reads


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


@dataclass(frozen=True, slots=True)
class CompiledClaim:
    """A claim of the authors. What it reads of the decision stands as derived facts that only the
    whole service has."""

    claim: Claim
    when: Node | None
    then: Node | None


@dataclass(frozen=True, slots=True)
class CompiledLine:
    line: IssuedLine
    node: Node


@dataclass(frozen=True, slots=True)
class CompiledIssued:
    """An issued document: what its lines print, and its days where the decision does not say."""

    issued: IssuedDocument
    lines: tuple[CompiledLine, ...]
    valid_from: Node | None
    valid_until: Node | None
