"""A catalogue: all of config/, checked. Whoever holds one holds no problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.expressions.program import Program
from engine.model.citation import Source
from engine.model.listing import CodeList
from engine.model.portal import Portal
from engine.model.privacy import Privacy
from engine.model.register import DemonstrationPerson, Register
from engine.model.rule import RuleSet
from engine.model.scenario import Scenario
from engine.model.service import Service
from engine.model.staff import DemonstrationStaff


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything by id; `scenarios` in the order of their paths.

    `fragments` and shared `lifecycles` are ids alone: what they hold is of the services and rules
    that use them.
    `privacy` None: nothing says how long data is kept, so it stays.
    """

    portal: Portal
    sources: Mapping[str, Source]
    lists: Mapping[str, CodeList]
    registers: Mapping[str, Register]
    people: Mapping[str, DemonstrationPerson]
    services: Mapping[str, Service]
    rule_sets: Mapping[str, RuleSet]
    programs: Mapping[str, Program]
    scenarios: tuple[Scenario, ...]
    fragments: tuple[str, ...] = ()
    lifecycles: tuple[str, ...] = ()
    privacy: Privacy | None = None
    staff: Mapping[str, DemonstrationStaff] = field(default_factory=dict)
