"""A service's rules and conditions, lowered: what decisions, forms and networks read.

Made once per release by `engine.definitions.compile`; holds the declared objects beside their
lowered conditions, so that no reading parses anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from engine.expressions.compiled import (
    CompiledClaim,
    CompiledDerived,
    CompiledDocument,
    CompiledFee,
    CompiledField,
    CompiledIssued,
    CompiledRule,
    CompiledTable,
    CompiledValidity,
    CompiledVat,
    Reads,
)
from engine.expressions.core import Node
from engine.expressions.logic import Logic
from engine.expressions.reads import reads_of
from engine.model.citation import Rank
from engine.model.fact import Fact
from engine.model.rule import OwnFunction, Row, Value
from engine.model.working import EVERY_DAY, WorkingCalendar

if TYPE_CHECKING:
    from engine.expressions.edition import Editions


@dataclass(frozen=True)
class Program:
    """Everything of one service that is evaluated.

    `facts` holds every fact that someone gives (register attributes, answers, document details,
    groups, `<register>.is_on_record`), by name, whether a rule reads it or not. `fields` is keyed
    by (step id, field id), `checks` by (step id, check id), `paragraphs` by
    step id: the conditions of what it says, in their order. `ranks` maps source ids to ranks, so
    that results know if they are official. `told` has the names that texts of the rules say,
    `shown` those that steps show, `granted` the amounts that transitions return. `opens` is the
    first day on which a person can apply. No decision reads `claims`.
    """

    service: str
    open_to: tuple[str, ...]
    facts: Mapping[str, Fact]
    values: Mapping[str, Value]
    derived: Mapping[str, CompiledDerived]
    tables: Mapping[str, CompiledTable]
    rules: tuple[CompiledRule, ...]
    documents: tuple[CompiledDocument, ...]
    fees: tuple[CompiledFee, ...]
    validity: CompiledValidity | None
    steps: Mapping[str, Node | None]
    fields: Mapping[tuple[str, str], CompiledField]
    transitions: Mapping[str, Node | None]
    ranks: Mapping[str, Rank]
    logic: Logic
    held: Mapping[str, Node] = field(
        default_factory=dict
    )  # when an item holds a group, by its step
    checks: Mapping[tuple[str, str], Node] = field(default_factory=dict)
    paragraphs: Mapping[str, tuple[Node | None, ...]] = field(default_factory=dict)
    calendar: WorkingCalendar = EVERY_DAY
    functions: Mapping[str, OwnFunction] = field(default_factory=dict)
    determinations: tuple[str, ...] = ()
    told: Mapping[str, Node] = field(default_factory=dict)
    issues: Mapping[str, CompiledIssued] = field(default_factory=dict)
    shown: Mapping[str, Node] = field(default_factory=dict)
    granted: Mapping[str, Node] = field(default_factory=dict)
    opens: Node | None = None
    claims: tuple[CompiledClaim, ...] = ()

    @cached_property
    def opened_by(self) -> frozenset[str]:
        """The facts that say from when a person can apply."""
        return frozenset(
            ref.name for ref in reads_of((self.opens,), self.derived, self.tables).facts
        )

    @cached_property
    def determined(self) -> Mapping[str, Reads]:
        """What each determination reads."""
        return {
            name: reads_of((self.derived[name].body,), self.derived, self.tables)
            for name in self.determinations
        }

    contained_vat: tuple[CompiledVat, ...] = ()

    @cached_property
    def printed(self) -> frozenset[str]:
        """The facts that issued documents print, derived ones opened."""
        nodes = (line.node for one in self.issues.values() for line in one.lines)
        days = (day for one in self.issues.values() for day in (one.valid_from, one.valid_until))
        read = reads_of((*nodes, *days), self.derived, self.tables)
        return frozenset(ref.name for ref in read.facts)

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, Row]]:
        """The rows of each table by id, in their order."""
        return {
            name: {one.row.id: one.row for one in made.rows} for name, made in self.tables.items()
        }

    @cached_property
    def watched(self) -> dict[str, frozenset[str]]:
        """The fields of each step that its page depends on, once worked out: see `engine.forms`."""
        return {}

    @cached_property
    def computed(self) -> dict[str, frozenset[str]]:
        """What each step shows and its own fields decide, once worked out: see `engine.forms`."""
        return {}

    @cached_property
    def editions(self) -> Editions:
        """The program on each day that was decided on lately, compiled."""
        from engine.expressions.edition import Editions

        return Editions(self)
