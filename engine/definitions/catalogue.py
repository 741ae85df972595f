"""A catalogue: all of config/, checked. Whoever holds one holds no problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.expressions.program import Program
from engine.model.citation import Source
from engine.model.listing import CodeList
from engine.model.portal import Portal
from engine.model.privacy import Privacy
from engine.model.public_lookup import PublicLookup
from engine.model.record_page import RecordPage
from engine.model.register import DemonstrationPerson, Register
from engine.model.rule import RuleSet
from engine.model.scenario import Scenario
from engine.model.service import Service
from engine.model.staff import DemonstrationStaff


@dataclass(frozen=True)
class Catalogue:
    """Everything by id; `scenarios` in the order of their paths.

    `services` are those that people apply for; `programs` are of every kind of service.
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
    records: Mapping[str, RecordPage] = field(default_factory=dict)
    lookups: Mapping[str, PublicLookup] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[Service, ...]:
        """What is asked and decided by each service of any kind, in the order of their ids."""
        records = (record.service for record in self.records.values())
        lookups = (lookup.service for lookup in self.lookups.values())
        every = (*self.services.values(), *records, *lookups)
        return tuple(sorted(every, key=lambda service: service.id))

    @cached_property
    def registers_read(self) -> dict[str, tuple[str, ...]]:
        """What each service asks, by its id, once it was worked out: see `engine.answers`."""
        return {}

    def declared(self, id: str) -> Service:
        """What is asked and decided by the service of this id, of whatever kind.

        Raises:
            KeyError: if there is none.
        """
        if id in self.services:
            return self.services[id]
        return self.records[id].service if id in self.records else self.lookups[id].service
