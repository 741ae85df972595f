"""Model objects from many files: parsed, shaped, built and compiled in the order they need.

Sources, the portal and lists come first, for every other file refers to them; then fragments and
shared lifecycles are expanded; then come registers, rules, services, people and at last scenarios.
What cannot be read is left out and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from engine.analysis.proofs import Prover
from engine.definitions.building.lists import build_list, build_people, build_staff
from engine.definitions.building.portal import build_portal, build_sources
from engine.definitions.building.privacy import build_privacy
from engine.definitions.building.records import build_lookup, build_record
from engine.definitions.building.registers import build_register
from engine.definitions.building.rules import build_rules
from engine.definitions.building.scenarios import Setting, build_scenario
from engine.definitions.building.service import build_service
from engine.definitions.checking.names import clashing
from engine.definitions.checking.references import unknown_imports
from engine.definitions.compile import compile_service
from engine.definitions.doubts import settled
from engine.definitions.draft import Draft
from engine.definitions.exception_doubts import exception_doubts
from engine.definitions.fee_doubts import fee_doubts
from engine.definitions.followers import own_problems
from engine.definitions.fragments.expand import expand
from engine.definitions.known import Broken, Known
from engine.definitions.lifecycles.expand import expand_lifecycles
from engine.definitions.own_applications import choosing, lists_of, with_attributes
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.places import Kind, kind_of
from engine.definitions.readings import Compiled, Readings
from engine.definitions.suggest import did_you_mean
from engine.definitions.tree import Mapping
from engine.definitions.world import world_of
from engine.expressions.program import Program
from engine.model.inside import Inside
from engine.model.listing import CodeList
from engine.model.problem import Problem, Span
from engine.model.register import DemonstrationPerson, Register
from engine.model.rule import RuleSet
from engine.model.scenario import Scenario
from engine.model.service import Service
from engine.model.working import EVERY_DAY, WorkingCalendar

T = TypeVar("T")


class Assembly:
    """Reads the files of one load but those in `unread`, collecting `problems` on the way.

    `written` holds the values of each file as they stand there; `insides` says what names mean in
    each use of a fragment or a lifecycle.
    """

    def __init__(
        self,
        files: Map[PurePosixPath, bytes],
        prover: Prover | None,
        readings: Readings | None = None,
        unread: Collection[PurePosixPath] = (),
    ) -> None:
        self.prover = prover
        self.readings = readings or Readings()
        self.problems: list[Problem] = []
        self.insides: Map[tuple[Span, ...], Inside] = {}
        self._broken: set[str] = set()
        self._partial: set[PurePosixPath] = set()
        self._unread: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        self._trees: dict[PurePosixPath, Mapping] = {}
        self._paths: dict[Kind, list[PurePosixPath]] = {kind: [] for kind in Kind}
        for path in sorted(files.keys() - set(unread)):
            self._read(path, files[path])
        for kind, path in Kind.needed():
            if not self._paths[kind] and str(path) not in map(str, files):
                message = f"{path} is missing"
                hint = "write it, or give the folder that has it"
                self.problems.append(Problem("D014", message, Span(path, 1, 1, 1), hint))
        self.written = dict(self._trees)

    def _read(self, path: PurePosixPath, content: bytes) -> None:
        kind, problem = kind_of(path)
        if kind is None:
            self.problems.extend([problem] if problem else [])
            return
        root, kind, problems = self.readings.of(path, content, kind)
        if problems:
            self._partial.add(path)
        self.problems.extend(problems)
        if isinstance(root, Mapping):
            self._trees[path] = root
            self._paths[kind].append(path)
        else:
            self._broken.add(path.stem)
            self._unread[kind].add(path.stem)

    # Stages ------------------------------------------------------------------------------

    def draft(self) -> Draft:
        """Everything that can be read."""
        portal = self._only(Kind.PORTAL, build_portal, Known())
        sources = self._only(Kind.SOURCES, build_sources, Known())
        known = Known(
            sources=None if sources is None else frozenset(source.id for source in sources),
            currency=None if portal is None else portal.currency,
            lost=frozenset(self._unread[Kind.LIST] | self._unread[Kind.REGISTER]),
        )
        lists = self._lists(known)
        known = replace(known, lists=lists)
        self._expand(known)
        registers = self._by_id(Kind.REGISTER, build_register, known)
        rule_sets = self._by_id(Kind.RULES, build_rules, known)
        services = self._by_id(Kind.SERVICE, build_service, known)
        services = self._with_attributes(services, rule_sets, known.currency)
        lists = {**lists, **lists_of(services)}
        of_all = replace(known, lists=lists)
        records = self._by_id(Kind.RECORD, build_record, of_all)
        lookups = self._by_id(Kind.LOOKUP, build_lookup, of_all)
        people = self._people(known, registers)
        staff = self._only(Kind.STAFF, build_staff, known)
        draft = Draft(
            trees=self._trees,
            broken=self.broken,
            partial=frozenset(self._partial),
            portal=portal,
            sources={source.id: source for source in reversed(sources or ())},
            lists=lists,
            registers=registers,
            people=people,
            staff={member.id: member for member in staff or ()},
            services=services,
            records=records,
            lookups=lookups,
            rule_sets=rule_sets,
            programs={},
            scenarios=(),
            privacy=self._only(Kind.PRIVACY, build_privacy, known),
            readings=self.readings,
        )
        draft = replace(draft, scenarios=tuple(self._scenarios(known, draft)))
        return replace(draft, programs=self._programs(draft))

    def _expand(self, known: Known) -> None:
        """Put the parts of fragments, and shared lifecycles, into the files that use them."""
        known = replace(known, broken=self.broken)
        kept, problems = self.readings, self.problems
        expanded = expand(self._trees, self._paths, self._partial, known, problems, kept)
        expand_lifecycles(expanded, self._paths, known, problems, kept)
        self._trees, self._partial = expanded.trees, expanded.partial
        self._broken |= expanded.broken
        self.insides = expanded.insides

    @property
    def fragments(self) -> tuple[str, ...]:
        return tuple(path.stem for path in self._paths[Kind.FRAGMENT])

    @property
    def lifecycles(self) -> tuple[str, ...]:
        return tuple(path.stem for path in self._paths[Kind.LIFECYCLE])

    @property
    def broken(self) -> Broken:
        return Broken(frozenset(self._broken))

    def _built(
        self,
        path: PurePosixPath,
        build: Callable[[Parts, Mapping], T],
        known: Known,
        beside: Iterable[object] = (),
    ) -> T | None:
        """What one file declares, or None; what it could not declare is remembered.

        `beside`: what `build` looks at and nothing else says.
        """
        tree, known = self._trees[path], replace(known, broken=self.broken)
        what, read = ("built", path, frozenset(known.lists)), (tree, *known.parts(), *beside)
        make = partial(_built, path, tree, build, known)
        made, problems, skipped = self.readings.kept(what, read, make)
        self.problems.extend(problems)
        if made is None:
            self._broken.add(path.stem)
        elif skipped:
            self._partial.add(path)
            for id in skipped:
                self._broken.update((id, f"{path.stem}.{id}", f"documents.{id}"))
        return made

    def _only(
        self,
        kind: Kind,
        build: Callable[[Parts, Mapping], T],
        known: Known,
        beside: Iterable[object] = (),
    ) -> T | None:
        return next((self._built(path, build, known, beside) for path in self._paths[kind]), None)

    def _by_id(
        self, kind: Kind, build: Callable[[Parts, Mapping], T], known: Known
    ) -> dict[str, T]:
        """What files of one kind declare, by the id inside each; the first of two stands."""
        made: dict[str, T] = {}
        for path in self._paths[kind]:
            built = self._built(path, build, known)
            if built is not None:
                id: str = built.id  # type: ignore[attr-defined]
                made.setdefault(id, built)
                if id != path.stem:
                    self._broken.add(path.stem)  # reported; what refers to it may mean this file
        return made

    def _lists(self, known: Known) -> dict[str, CodeList]:
        """Lists in two rounds, since the attributes of one may be codes of another."""
        if not any(self._trees[path].get("attributes") for path in self._paths[Kind.LIST]):
            return self._by_id(Kind.LIST, build_list, known)
        before, broken = len(self.problems), set(self._broken)
        first = self._by_id(Kind.LIST, build_list, known)
        del self.problems[before:]
        self._broken = broken
        return self._by_id(Kind.LIST, build_list, replace(known, lists=first))

    def _with_attributes(
        self, services: dict[str, Service], rule_sets: Map[str, RuleSet], currency: str | None
    ) -> dict[str, Service]:
        read = (*services.values(), *rule_sets.values(), currency)
        make = partial(with_attributes, services, rule_sets, currency)
        lost = self._lost(services, rule_sets)
        for name, own in choosing(services):
            if currency is None or any(map(own.takes, lost)):
                self._broken |= {name, *lists_of(services)}
        return self.readings.kept("attributes", read, make)

    def _lost(self, services: dict[str, Service], rule_sets: Map[str, RuleSet]) -> set[str]:
        """The services of which a part could not be read, so that not all of them is known."""
        whole = {
            one.id
            for one in services.values()
            if one.rules in rule_sets
            and not self._partial & {one.span.path, rule_sets[one.rules].span.path}
        }
        written = {path.stem for path in self._paths[Kind.SERVICE]} | self._unread[Kind.SERVICE]
        return written - whole

    def _people(
        self, known: Known, registers: Map[str, Register]
    ) -> dict[str, DemonstrationPerson]:
        people = self._only(
            Kind.PEOPLE,
            lambda parts, root: build_people(parts, root, registers),
            known,
            registers.values(),
        )
        return {person.id: person for person in people or ()}

    def _scenarios(self, known: Known, draft: Draft) -> Iterator[Scenario]:
        services = {service.id: service for service in draft.every_service()}
        unknown: set[str] = set()
        knows_people = "people" not in self._broken and not any(
            path in self._partial for path in self._paths[Kind.PEOPLE]
        )
        for path in self._paths[Kind.SCENARIO]:
            id = path.parts[1]
            service = services.get(id)
            if service is None:
                if id not in self.broken and id not in unknown:
                    unknown.add(id)
                    message = f"scenarios/{id} is named after no service"
                    at = Span(path, 1, 1, 1)
                    self.problems.append(Problem("D110", message, at, did_you_mean(id, services)))
                continue
            rules = draft.rule_sets.get(service.rules)
            if rules is None:
                continue
            known = replace(known, broken=self.broken, lists=draft.lists)
            parts = Parts(path, known, self.problems)
            is_partial = bool(self._partial & {service.span.path, rules.span.path})
            setting = Setting(
                service, rules, draft.registers, draft.people, is_partial, knows_people
            )
            with parts.skipping():
                yield build_scenario(parts, self._trees[path], setting)

    def _programs(self, draft: Draft) -> dict[str, Program]:
        """The program of each service without a fault in its expressions.

        What an expression says of a name that could not be read follows from that, and is left
        out.
        """
        programs = {}
        broken = self.broken | clashing(draft)
        working = EVERY_DAY if draft.portal is None else draft.portal.working
        is_proving = self.prover is not None
        self.readings.share((draft.lists, draft.registers, draft.sources, working, is_proving))
        for service, rules in draft.every_decided():
            opened = _opened(service, draft)
            compile_it = partial(self._compiled, opened, rules, draft, working)
            read = opened, rules
            program, problems, proved = self.readings.compiled(service.id, read, compile_it)
            if problems:
                unknown = broken | unknown_imports(draft, service, rules)
                self.problems.extend(own_problems(problems, service, rules, unknown))
            if program is not None:
                programs[service.id] = program
                self.problems.extend(proved)
        return programs

    def _compiled(
        self, service: Service, rules: RuleSet, draft: Draft, working: WorkingCalendar
    ) -> Compiled:
        program, problems = compile_service(
            service,
            rules,
            draft.lists,
            draft.registers,
            draft.sources,
            self.prover,
            working,
        )
        proved = () if program is None else self._proved(service, rules, draft, program)
        return program, problems, tuple(proved)

    def _proved(
        self, service: Service, rules: RuleSet, draft: Draft, program: Program
    ) -> Iterator[Problem]:
        """What the prover, if there is one, finds wrong with the fees and exceptions."""
        of_fees = () if rules.fees is None else tuple(fee_doubts(rules.fees, program))
        of_values = (tuple(exception_doubts(entry)) for entry in program.derived.values())
        doubts = [found for found in (of_fees, *of_values) if found]
        if doubts and self.prover is not None:
            world = world_of(service, rules, draft.registers, draft.lists, program)
            for found in doubts:
                yield from settled(found, world, self.prover)


def _built(
    path: PurePosixPath, tree: Mapping, build: Callable[[Parts, Mapping], T], known: Known
) -> tuple[T | None, tuple[Problem, ...], frozenset[str]]:
    """What a file declares, the problems of it, and the ids of what was left out of it."""
    problems: list[Problem] = []
    parts = Parts(path, known, problems)
    try:
        made = build(parts, tree)
    except Unreadable:
        made = None
    return made, tuple(problems), frozenset(parts.skipped)


def _opened(service: Service, draft: Draft) -> Service:
    """The service, taken as open to every register while it names one that is not known.

    Else each read of the register that is meant would seem to lack a guard.
    """
    if all(entry.register in draft.registers for entry in service.open_to):
        return service
    entry = service.open_to[0]
    everything = tuple(replace(entry, register=register) for register in draft.registers)
    return replace(service, open_to=everything)
