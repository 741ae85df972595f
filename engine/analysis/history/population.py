"""A plausible population: past applications of a service, as many as are wanted, by chance.

Each is drawn from an example of the authors (`examples.py`): its days and numbers vary, some codes
are others, and what is asked then is answered as somebody else did. Whoever could not be is drawn
again: what is declared of the facts holds of everybody (`engine.definitions.world`). The fast
evaluator decides. Equal arguments give equal populations. A large one is drawn in blocks, each by
a chance of its own, so that blocks can be drawn apart.

Not here: how a value varies (`varying.py`), how a population is written (`tables.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any, Final

from engine.analysis.examples import Applicant, examples_of
from engine.analysis.history.history import Past
from engine.analysis.questions import World
from engine.analysis.varying import Varying, does_vary
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
from engine.model.types import Kind, Type
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
class _Model:
    """An example of `day` to draw from: what stays as it is, and what varies, in their order."""

    facts: Mapping[str, State]
    varies: tuple[tuple[str, State, Type], ...]
    day: date

    @classmethod
    def of(cls, one: Applicant, declared: Mapping[str, Fact]) -> _Model:
        facts = {name: state for name, state in one.facts.items() if name in declared}
        varies = (
            (name, state, declared[name].type) for name, state in facts.items() if does_vary(state)
        )
        return cls(facts, tuple(varies), one.day)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`count` applications decided from `first` to `last`, both inclusive; chance begins at `seed`.

    `release` is the hash of what the catalogue was read from, `block` the size of a block.
    """

    count: int
    first: date
    last: date
    seed: int
    release: str
    block: int = 25_000


def population(catalogue: Catalogue, service: Service, wanted: Wanted) -> Iterator[Past]:
    """The applications, by day.

    Raises:
        EngineError: if no example leads to anybody who can be.
    """
    for block in range(blocks_in(wanted)):
        yield from block_of(catalogue, service, wanted, block)


def blocks_in(wanted: Wanted) -> int:
    return -(-wanted.count // wanted.block)


def block_of(catalogue: Catalogue, service: Service, wanted: Wanted, block: int) -> Iterator[Past]:
    """A block of the applications, the first being 0. Raises as `population` does."""
    random = _chance(f"{service.id} {wanted.seed}")
    ends = _ends(wanted, random)
    people = _People(
        catalogue, service, random if block == 0 else _chance(f"{service.id} {wanted.seed} {block}")
    )
    program = catalogue.programs[service.id]
    for number in range(block * wanted.block, min((block + 1) * wanted.block, wanted.count)):
        day = wanted.first + timedelta(days=bisect_right(ends, number))
        facts = people.somebody(day)
        brief = decide_briefly(program, facts, day)
        reference, outcome = f"{service.id}-{number + 1:08}", str(brief.outcome)
        yield Past(reference, day, wanted.release, facts, outcome, total_of(brief.fees))


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311  chance that repeats, no secret


def _ends(wanted: Wanted, random: Random) -> list[int]:
    """By day, how many were decided on it or before: there are busier and quieter ones."""
    length, count = (wanted.last - wanted.first).days + 1, wanted.count
    weights = [random.uniform(0.5, 1.5) for _ in range(length)]
    whole, passed = sum(weights), accumulate(weights)
    return [*(int(count * upto / whole) for upto in islice(passed, length - 1)), count]


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
        self._all = tuple(_Model.of(one, program.facts) for one in examples.applicants)
        self._eligible = tuple(_Model.of(one, program.facts) for one in examples.eligible)
        self._without = {  # what is known of somebody whom a register has no record of
            (on_record := f"{one.id}.is_on_record"): {
                **{attribute.name: ABSENT for attribute in one.attributes},
                on_record: False,
                **one.no_record().attributes,
            }
            for one in catalogue.registers.values()
        }
        twins = {name for names in examples.twins.values() for name in names}
        codes = (fact.name for fact in facts if fact.type.kind is Kind.CODE)
        self._codes = tuple(name for name in codes if name not in twins)
        self._held = tuple(node for nodes in world.given.values() for node in nodes)
        whens = (one.when for one in self._asked if one.when is not None)
        self._code = code = compiled(program, (*whens, *self._held))
        self._whens = tuple(
            (one, None if one.when is None else code.slots[id(one.when)]) for one in self._asked
        )
        self._held_at = tuple(code.slots[id(node)] for node in self._held)

    def somebody(self, day: date) -> dict[str, State]:
        """The facts of a person who can be, and applies on `day`."""
        read = self._program.editions.on(day).bound(self._code)
        for _ in range(_ATTEMPTS):
            random = self._random
            usual = self._eligible if random.random() < _ELIGIBLE else ()
            model = random.choice(usual or self._all)
            varying = Varying(random, self._lists, model.day, day)
            facts = self._varied(model, varying)
            if self._answered(facts, varying, day, read):
                return facts
        raise EngineError(f"of {_ATTEMPTS} people drawn for `{self._program.service}` none can be")

    # Varying an example ------------------------------------------------------------------

    def _varied(self, model: _Model, varying: Varying) -> dict[str, State]:
        examples, facts = self._examples, dict(model.facts)
        for name, state, type_ in model.varies:
            facts[name] = varying.near(state, type_)
        for name in self._codes:
            chance = self._random.random()
            if chance < _ANOTHER and is_known(facts.get(name, ABSENT)):
                self._recode(facts, name, varying if chance < _ANY else None)
        for name, link in examples.links.items():
            if facts.get(link.other) == link.value:
                facts[name] = ABSENT
            elif facts.get(name) is ABSENT:
                facts[name] = self._like_another(name, varying)
        for on_record, without in self._without.items():
            if facts.get(on_record) is not True:
                facts |= without
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
                return all(states[at] is True for at in self._held_at)
        return False

    def _change(self, facts: dict[str, State], varying: Varying, states: tuple[Any, ...]) -> bool:
        """Whether anything was answered or taken back."""
        is_changed = False
        for asked, at in self._whens:
            name = asked.fact.name
            when = True if at is None else states[at]
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
