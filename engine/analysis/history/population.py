"""A plausible population: past applications of a service, as many as are wanted, by chance.

Each is drawn from an example of the authors (`examples.py`): its days and numbers vary, some codes
are others, and what is asked then is answered as somebody else did. Whoever could not be is drawn
again: what is declared of the facts holds of everybody (`engine.definitions.world`). The fast
evaluator decides. Equal arguments give equal populations.

Not here: how a value varies (`varying.py`), how a population is written (`tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from engine.analysis.examples import Applicant, examples_of
from engine.analysis.history.history import Past
from engine.analysis.questions import World
from engine.analysis.varying import Varying
from engine.decide.brief import decide_briefly
from engine.definitions.catalogue import Catalogue
from engine.definitions.world import world_of
from engine.expressions import core
from engine.expressions.code import compiled
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.total import NO_RESULT
from engine.model.fact import Fact, FactSource
from engine.model.money import Money
from engine.model.problem import EngineError
from engine.model.service import Service
from engine.model.types import Kind
from engine.model.value import ABSENT, Fault, State, Unknown, is_known

_ELIGIBLE: Final = 0.85  # of the examples drawn from: most people apply when they know they may
_ANOTHER: Final = 0.15  # of codes: what they are in another example
_ANY: Final = 0.03  # of codes: any that the list has
_BLANK: Final = 0.3  # of answers that may be left out
_ROUNDS: Final = 8  # of questions that answers uncover
_ATTEMPTS: Final = 400  # to draw one person who can be
_GIVEN: Final = frozenset({FactSource.APPLICANT, FactSource.DOCUMENT})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A fact that is there where `when` is true (None: always); `is_sure`: then it must be."""

    fact: Fact
    when: Node | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """`count` applications decided from `first` to `last`, both inclusive; chance begins at `seed`.

    `release` is the hash of what the catalogue was read from.
    """

    count: int
    first: date
    last: date
    seed: int
    release: str


def population(catalogue: Catalogue, service: Service, wanted: Wanted) -> Iterator[Past]:
    """The applications, by day.

    Raises:
        EngineError: if no example leads to anybody who can be.
    """
    random = Random(f"{service.id} {wanted.seed}")  # noqa: S311  chance that repeats, no secret
    people = _People(catalogue, service, random)
    program, number = catalogue.programs[service.id], 0
    for day, many in _days(wanted, random):
        for _ in range(many):
            number += 1
            facts = people.somebody(day)
            brief = decide_briefly(program, facts, day)
            reference, outcome = f"{service.id}-{number:08}", str(brief.outcome)
            yield Past(reference, day, wanted.release, facts, outcome, total_of(brief.fees))


def _days(wanted: Wanted, random: Random) -> Iterator[tuple[date, int]]:
    """Every day and how many were decided on it: there are busier and quieter ones."""
    length, count = (wanted.last - wanted.first).days + 1, wanted.count
    weights = [random.uniform(0.5, 1.5) for _ in range(length)]
    whole, passed, given = sum(weights), 0.0, 0
    for at, weight in enumerate(weights, start=1):
        passed += weight
        upto = count if at == length else int(count * passed / whole)
        yield wanted.first + timedelta(days=at - 1), upto - given
        given = upto


def total_of(fees: Mapping[str, Money | Unknown | Fault]) -> int | None:
    """The sum of the lines in minor units; None where one is not known, or there is none."""
    amounts = [amount.amount_minor for amount in fees.values() if isinstance(amount, Money)]
    return sum(amounts) if amounts and len(amounts) == len(fees) else None


class _People:
    """Draws people who could have applied for one service."""

    def __init__(self, catalogue: Catalogue, service: Service, random: Random) -> None:
        self._examples = examples = examples_of(catalogue, service)
        if not examples.applicants:
            raise EngineError(f"no scenario of `{service.id}` shows anybody who may apply")
        self._program = program = examples.program
        self._random = random
        self._lists = catalogue.lists
        self._currency = catalogue.portal.currency
        rules = catalogue.rule_sets[service.rules]
        world = world_of(service, rules, catalogue.registers, catalogue.lists, program)
        facts = program.facts.values()
        self._asked = tuple(_asked(fact, world) for fact in facts if fact.source in _GIVEN)
        self._registers = tuple(catalogue.registers.values())
        twins = {name for names in examples.twins.values() for name in names}
        codes = (fact.name for fact in facts if fact.type.kind is Kind.CODE)
        self._codes = tuple(name for name in codes if name not in twins)
        self._held = tuple(node for nodes in world.given.values() for node in nodes)
        whens = (one.when for one in self._asked if one.when is not None)
        self._code = compiled(program, (*whens, *self._held))

    def somebody(self, day: date) -> dict[str, State]:
        """The facts of a person who can be, and applies on `day`."""
        read = self._program.editions.on(day).bound(self._code)
        for _ in range(_ATTEMPTS):
            random, examples = self._random, self._examples
            usual = examples.eligible if random.random() < _ELIGIBLE else ()
            model = random.choice(usual or examples.applicants)
            varying = Varying(random, self._lists, model.day, day)
            facts = self._varied(model, varying)
            if self._answered(facts, varying, day, read):
                return facts
        raise EngineError(f"of {_ATTEMPTS} people drawn for `{self._program.service}` none can be")

    # Varying an example ------------------------------------------------------------------

    def _varied(self, model: Applicant, varying: Varying) -> dict[str, State]:
        declared, examples = self._program.facts, self._examples
        facts = {
            name: varying.near(state, declared[name].type)
            for name, state in model.facts.items()
            if name in declared
        }
        for name in self._codes:
            chance = self._random.random()
            if chance < _ANOTHER and is_known(facts.get(name, ABSENT)):
                self._recode(facts, name, varying if chance < _ANY else None)
        for name, link in examples.links.items():
            if facts.get(link.other) == link.value:
                facts[name] = ABSENT
            elif facts.get(name) is ABSENT:
                facts[name] = self._like_another(name, varying)
        for register in self._registers:
            if facts.get(on_record := f"{register.id}.is_on_record") is not True:
                facts |= {one.name: ABSENT for one in register.attributes}
                facts |= {on_record: False, **register.no_record().attributes}
        return facts

    def _recode(self, facts: dict[str, State], name: str, varying: Varying | None) -> None:
        """Another code, in every fact that is always the same: any one, or as in an example."""
        code = self._random.choice(self._examples.seen[name])[0]
        if varying is not None:
            code = varying.code(self._program.facts[name].type)
        for twin in (name, *self._examples.twins.get(name, ())):
            if is_known(facts.get(twin, ABSENT)):
                facts[twin] = code

    def _like_another(self, name: str, varying: Varying) -> State:
        """As in another example, or any value where none has one."""
        type_ = self._program.facts[name].type
        seen = self._examples.seen.get(name)
        if seen is None:
            return varying.any_of(type_, self._currency)
        state, day = self._random.choice(seen)
        return varying.since(day).near(state, type_)

    # Answering ---------------------------------------------------------------------------

    def _answered(self, facts: dict[str, State], varying: Varying, day: date, read: Any) -> bool:
        """Answer what is asked and take back what is not, until nothing changes.

        Returns whether that is somebody who can be, with nothing left open.
        """
        for _ in range(_ROUNDS):
            evaluation = Evaluation(self._program, facts, day)
            try:
                states = read(facts.get, evaluation.value)
            except NO_RESULT:
                return False
            if not self._change(facts, varying, states):
                return all(states[self._code.slots[id(node)]] is True for node in self._held)
        return False

    def _change(self, facts: dict[str, State], varying: Varying, states: tuple[Any, ...]) -> bool:
        """Whether anything was answered or taken back."""
        is_changed = False
        for asked in self._asked:
            name = asked.fact.name
            when = True if asked.when is None else states[self._code.slots[id(asked.when)]]
            state = facts.get(name)
            if when is False and state is not ABSENT:
                facts[name], is_changed = ABSENT, True
            elif when is True and (state is None or (asked.is_sure and state is ABSENT)):
                is_blank = not asked.is_sure and self._random.random() < _BLANK
                facts[name] = ABSENT if is_blank else self._like_another(name, varying)
                is_changed = True
        return is_changed


def _asked(fact: Fact, world: World) -> _Asked:
    """When an answer or the detail of a document is there: the first thing declared of it."""
    match world.given.get(fact.name, ())[:1]:
        case (core.If(when),) if fact.type.is_optional:
            return _Asked(fact, when, is_sure=True)
        case (core.Or((when, core.IsAbsent())),) if fact.type.is_optional:
            return _Asked(fact, when, is_sure=False)
        case _:
            return _Asked(fact, None, is_sure=not fact.type.is_optional)
