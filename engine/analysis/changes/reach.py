"""Which services a change reaches: those that ask, decide or show by what changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from engine.analysis.changes.difference import Trail
from engine.definitions.catalogue import Catalogue
from engine.model.listing import CodeList
from engine.model.register import Register
from engine.model.rule import RuleSet
from engine.model.scenario import Scenario
from engine.model.service import Service
from engine.model.types import Type


class Reach:
    """Finds services by what they read, in one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def services(self, trail: Trail) -> tuple[str, ...]:
        """The ids of the services that what the trail leads to is of, sorted."""
        match trail.owners[0].part if trail.owners else None:
            case Service(id=id):
                return (id,)
            case RuleSet(id=id):
                return self._by_rules.get(id, ())
            case Scenario(service=service):
                return (service,)
            case CodeList(id=id):
                return self._by_list.get(id, ())
            case Register(id=id):
                return self._by_register.get(id, ())
            case _:
                return ()

    @cached_property
    def _by_rules(self) -> dict[str, tuple[str, ...]]:
        return _gathered((one.rules, one.id) for one in self._catalogue.listed)

    @cached_property
    def _by_list(self) -> dict[str, tuple[str, ...]]:
        programs = self._catalogue.programs.items()
        return _gathered(
            (named, id)
            for id, program in programs
            for type_ in (
                *(fact.type for fact in program.facts.values()),
                *(value.type for value in program.values.values()),
            )
            for named in _lists_in(type_)
        )

    @cached_property
    def _by_register(self) -> dict[str, tuple[str, ...]]:
        rules = self._catalogue.rule_sets
        return _gathered(
            (name.partition(".")[0], service.id)
            for service in self._catalogue.listed
            for name in (
                *(one.register for one in service.open_to),
                *(one.name for one in rules[service.rules].imports),
                *(shown for step in service.steps for shown in step.shows),
            )
        )


def _lists_in(type_: Type) -> Iterator[str]:
    if type_.of is not None:
        yield type_.of
    if type_.element is not None:
        yield from _lists_in(type_.element)
    for _, inner in type_.fields:
        yield from _lists_in(inner)


def _gathered(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for name, service in pairs:
        found.setdefault(name, set()).add(service)
    return {name: tuple(sorted(services)) for name, services in found.items()}
