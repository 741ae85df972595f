"""Everything that could be read of a set of files, before anybody may rely on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine.definitions.facts import declared_facts
from engine.definitions.known import Broken
from engine.definitions.readings import Readings
from engine.definitions.reads import Names
from engine.definitions.tree import Mapping
from engine.expressions.program import Program
from engine.model.citation import Source
from engine.model.fact import Fact
from engine.model.listing import CodeList
from engine.model.portal import Portal
from engine.model.privacy import Privacy
from engine.model.problem import Problem
from engine.model.public_lookup import PublicLookup
from engine.model.record_page import RecordPage
from engine.model.register import DemonstrationPerson, Register
from engine.model.rule import RuleSet
from engine.model.scenario import Scenario
from engine.model.service import Service
from engine.model.staff import DemonstrationStaff


@dataclass(frozen=True, slots=True)
class Draft:
    """The model objects by id, and the values of their files by path.

    `trees` holds what the places of single words are found in. `broken` names what could not be
    read, so that nothing is said of whatever refers to it; `partial` holds the files of which
    entries were left out, so that nothing is said of what they lack. A service is in `programs`
    when all of its expressions are right. `services` are those that people apply for.
    """

    trees: Map[PurePosixPath, Mapping]
    broken: Broken
    partial: frozenset[PurePosixPath]
    portal: Portal | None
    sources: Map[str, Source]
    lists: Map[str, CodeList]
    registers: Map[str, Register]
    people: Map[str, DemonstrationPerson]
    staff: Map[str, DemonstrationStaff]
    services: Map[str, Service]
    records: Map[str, RecordPage]
    lookups: Map[str, PublicLookup]
    rule_sets: Map[str, RuleSet]
    programs: Map[str, Program]
    scenarios: tuple[Scenario, ...]
    privacy: Privacy | None = None
    readings: Readings = field(default_factory=Readings)

    def tree(self, path: PurePosixPath) -> Mapping:
        return self.trees[path]

    def decided(self) -> Iterator[tuple[Service, RuleSet]]:
        """Each service that people apply for, with its rules, where both could be read."""
        return self._with_rules(self.services.values())

    def every_service(self) -> Iterator[Service]:
        """What is asked and decided by every kind of service."""
        yield from self.services.values()
        yield from (record.service for record in self.records.values())
        yield from (lookup.service for lookup in self.lookups.values())

    def every_decided(self) -> Iterator[tuple[Service, RuleSet]]:
        """The same with their rules, where both could be read."""
        return self._with_rules(self.every_service())

    def facts(self, service: Service, rules: RuleSet) -> Map[str, Fact]:
        """The facts of a service by name. See `declared_facts`."""
        read = (service, rules, *self.registers.values())
        what = ("facts", service.id, rules.id)
        return self.readings.kept(
            what, read, lambda: declared_facts(service, rules, self.registers)
        )

    def names(self, service: Service, rules: RuleSet) -> Names:
        """The namespace of a service."""
        facts = self.facts(service, rules)
        what = ("names", service.id, rules.id)
        return self.readings.kept(what, (service, rules, facts), lambda: Names(facts, rules))

    def found(
        self, what: str, service: Service, rules: RuleSet, find: Callable[[], Iterable[Problem]]
    ) -> tuple[Problem, ...]:
        """What `find` says of a service, looking at nothing but it, its rules and its facts."""
        read = (service, rules, self.facts(service, rules))
        return self.readings.kept((what, service.id, rules.id), read, lambda: tuple(find()))

    def _with_rules(self, services: Iterable[Service]) -> Iterator[tuple[Service, RuleSet]]:
        for service in services:
            if service.rules in self.rule_sets:
                yield service, self.rule_sets[service.rules]
