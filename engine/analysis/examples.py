"""What the authors of a service show of its applicants: what a population is drawn from.

Scenarios and the people of the demonstration are applicants whom somebody thought of: records that
fit together, answers that people give, days at a distance that matters. So nothing about a service
has to be said here. What always goes together in them is learnt: codes that are always the same
(the nationality in two registers), and what is absent for just one code (the Iqama of a Saudi).

Not here: drawing applicants from the examples (`history/population.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Final

from engine.analysis.scenarios import run_scenarios
from engine.answers.registers import register_facts
from engine.definitions.catalogue import Catalogue
from engine.expressions.program import Program
from engine.model.decision import Outcome
from engine.model.register import DemonstrationPerson
from engine.model.service import Service
from engine.model.types import Kind
from engine.model.value import ABSENT, Facts, Items, State, Unknown, is_known

_TAUGHT: Final = 2  # examples on each side before what is absent counts as learnt
_MOSTLY: Final = 0.9  # of the examples: a few are of somebody odd, on purpose
_LINKING: Final = frozenset({Kind.CODE, Kind.YES_NO})


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody in an example, as of `day`; what is not known of them is left out of `facts`."""

    facts: Facts
    day: date
    is_eligible: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The fact is absent where `other` is `value`, and there elsewhere."""

    other: str
    value: State


@dataclass(frozen=True)
class Examples:
    """`applicants` are those to whom the service is open, in the order of their files."""

    program: Program
    applicants: tuple[Applicant, ...]

    @cached_property
    def eligible(self) -> tuple[Applicant, ...]:
        return tuple(one for one in self.applicants if one.is_eligible)

    @cached_property
    def seen(self) -> Mapping[str, tuple[tuple[State, date], ...]]:
        """Every known value of each fact, as often as it is there, and the day of its example."""
        found: dict[str, list[tuple[State, date]]] = {}
        for one in self.applicants:
            for name, state in one.facts.items():
                if is_known(state):
                    found.setdefault(name, []).append((state, one.day))
        return {name: tuple(values) for name, values in found.items()}

    @cached_property
    def twins(self) -> Mapping[str, tuple[str, ...]]:
        """The codes that are the same as another one in the examples, by the first of them."""
        codes = [name for name, one in self.program.facts.items() if one.type.kind is Kind.CODE]
        found: dict[str, tuple[str, ...]] = {}
        for first, second in combinations(codes, 2):
            of = (self.program.facts[name].type.of for name in (first, second))
            if len(set(of)) == 1 and self._are_equal(first, second):
                found[first] = (*found.get(first, ()), second)
        return found

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """What decides about each fact that some record lacks, in the same record."""
        facts = self.program.facts
        lacking = {
            name for one in self.applicants for name, at in one.facts.items() if at is ABSENT
        }
        others = [name for name, one in facts.items() if one.type.kind in _LINKING]
        found = {name: self._link(name, others) for name in facts if name in lacking}
        return {name: link for name, link in found.items() if link is not None}

    def _are_equal(self, first: str, second: str) -> bool:
        pairs = [(one.facts.get(first), one.facts.get(second)) for one in self.applicants]
        both = [one == other for one, other in pairs if None not in (one, other)]
        return bool(both) and sum(both) >= _MOSTLY * len(both)

    def _link(self, name: str, others: Iterable[str]) -> Link | None:
        register = name.partition(".")[0]
        for other in others:
            if other == name or other.partition(".")[0] != register:
                continue
            pairs = [
                (one.facts[name] is ABSENT, one.facts[other])
                for one in self.applicants
                if name in one.facts and is_known(one.facts.get(other, ABSENT))
            ]
            absent = Counter(value for is_absent, value in pairs if is_absent)
            for value, count in absent.most_common(1):
                of_it = sum(one == value for _, one in pairs)
                others_there = [not is_absent for is_absent, one in pairs if one != value]
                is_taught = count >= _TAUGHT <= len(others_there)
                is_so = count >= _MOSTLY * of_it
                if is_taught and is_so and sum(others_there) >= _MOSTLY * len(others_there):
                    return Link(other, value)
        return None


def examples_of(catalogue: Catalogue, service: Service) -> Examples:
    """The examples of one service."""
    program = catalogue.programs[service.id]
    results = run_scenarios(catalogue, service.id)
    usual = Counter(one.scenario.decision_date for one in results).most_common(1)
    applicants = [
        Applicant(
            _known(one.facts), one.scenario.decision_date, one.decision.outcome is Outcome.ELIGIBLE
        )
        for one in results
    ]
    if usual:  # the day that the authors think of, when they invent people too
        people = (_of_person(one, catalogue, program) for one in catalogue.people.values())
        applicants += [Applicant(facts, usual[0][0], is_eligible=False) for facts in people]
    return Examples(program, tuple(one for one in applicants if _is_open_to(program, one)))


def _known(facts: Facts) -> dict[str, State]:
    """What is settled: known or absent, and a group that is complete."""
    return {
        name: state
        for name, state in facts.items()
        if not isinstance(state, Unknown)
        and not (isinstance(state, Items) and not state.is_complete)
    }


def _is_open_to(program: Program, one: Applicant) -> bool:
    return all(one.facts.get(f"{register}.is_on_record") is True for register in program.open_to)


def _of_person(person: DemonstrationPerson, catalogue: Catalogue, program: Program) -> Facts:
    """What the registers say of somebody invented."""
    nothing = {id: one.no_record() for id, one in catalogue.registers.items()}
    return _known(register_facts(program, {**nothing, **person.answers}))
