"""Asking about a whole service: people who are known to be, then the solver.

A witness is somebody whose application was read as a real one, from a scenario. What one of them
shows needs no proof, and that is most of what can be. What nobody shows is put to the solver, and
is proved, shown by somebody whom the evaluator was asked about, or left open and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from engine.analysis.completing import plain_values
from engine.analysis.proofs import Prover, Settled
from engine.analysis.proving.decided import with_decided
from engine.analysis.questions import Example, Question, Verdict, World
from engine.analysis.scenarios import read_situation
from engine.analysis.whole import Whole
from engine.decide.decision import is_open_to
from engine.definitions.catalogue import Catalogue
from engine.definitions.world import in_force
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.fact import Fact
from engine.model.rule import RuleSet
from engine.model.service import Service
from engine.model.value import Fault, State, Unknown

_MOST_STATES: Final = 12
_MOST_WITNESSES: Final = 10
_FEW: Final = 2


@dataclass(frozen=True)
class Asking:
    """One service, and who there is to ask. `prover` remembers what it was asked.

    The world's program has what is decided as derived facts too; `program` is without.
    """

    service: Service
    rules: RuleSet
    program: Program
    world: World
    whole: Whole
    witnesses: tuple[Evaluation, ...]
    prover: Prover

    @classmethod
    def of(cls, catalogue: Catalogue, id: str, world: World, prover: Prover) -> Asking:
        service, whole = catalogue.declared(id), Whole.of(world.program)
        program = with_decided(world.program, whole)
        return cls(
            service,
            catalogue.rule_sets[service.rules],
            world.program,
            replace(world, program=program),
            whole,
            tuple(_witnesses(catalogue, id, program)),
            prover,
        )

    def question(
        self, true: Sequence[Node], false: Sequence[Node] = (), open_: Sequence[Node] = ()
    ) -> Question:
        """About the days since anything of the service is in force."""
        return Question(self.world, (*self.days, *true), tuple(false), tuple(open_))

    @cached_property
    def days(self) -> tuple[Node, ...]:
        return tuple(in_force(self.begins, None, self.service.span))

    def is_shown(
        self, true: Sequence[Node], false: Sequence[Node] = (), open_: Sequence[Node] = ()
    ) -> bool:
        """Whether a witness is such a one."""
        question = self.question(true, false, open_)
        return any(_is_one(question, witness) for witness in self.witnesses)

    def answered(self, question: Question) -> Settled:
        """Whether there can be such a one, of whom no witness is one.

        People like a witness are asked first, then the solver about people of few items, of whom
        it finds one soon where there are any; what it cannot find there it looks for among all.
        """
        if self._is_like_a_witness(question):
            return Settled(Verdict.POSSIBLE)
        return self.solved(question)

    def solved(self, question: Question) -> Settled:
        """What the solver says, of people of few items first."""
        if self.is_of_few(question):
            return Settled(Verdict.POSSIBLE)
        return self.proved(question)

    def is_of_few(self, question: Question) -> bool:
        """Whether the solver finds somebody with few items; never where no group is read."""
        if not _reads_group(question):
            return False
        few = replace(question, world=replace(question.world, sizes=_few(question.world.sizes)))
        return self.prover.settle(few).verdict is Verdict.POSSIBLE

    def proved(self, question: Question) -> Settled:
        """What the solver says of all: by the items that a proof needs first, then by every one."""
        if _reads_group(question) and self.prover.is_refuted(question):
            return Settled(Verdict.IMPOSSIBLE)
        return self.prover.settle(question)

    def _is_like_a_witness(self, question: Question) -> bool:
        return any(
            _is_one(question, one) and question.holds(one) for one in self.alike(question.names())
        )

    def alike(self, names: Iterable[str]) -> Iterator[Evaluation]:
        """People who differ in one of the facts from some of the witnesses."""
        facts = self.world.program.facts
        for name in names:
            for at, witness in enumerate(self._few_witnesses) if name in facts else ():
                if (name, at) not in self._alike:
                    self._alike[name, at] = tuple(self.varied(witness, facts[name]))
                yield from self._alike[name, at]

    def can_be(self, person: Evaluation, question: Question) -> bool:
        """Whether all that is declared of what a question reads holds of somebody."""
        is_witness = any(person is witness for witness in self.witnesses)
        return is_witness or all(person.truth(node) is True for node in question.given())

    @cached_property
    def _few_witnesses(self) -> tuple[Evaluation, ...]:
        """Some, from all over: scenarios that stand together are of people who are alike."""
        return self.witnesses[:: max(1, len(self.witnesses) // _MOST_WITNESSES)]

    @cached_property
    def _alike(self) -> dict[tuple[str, int], tuple[Evaluation, ...]]:
        return {}

    def varied(self, witness: Evaluation, fact: Fact) -> Iterator[Evaluation]:
        """The same person with other values of one fact, as far as they may be."""
        given = self.world.given.get(fact.name, ())
        before = witness.facts.get(fact.name)
        for state in self._states(fact, witness.decision_date):
            if state == before:
                continue
            facts = {**witness.facts, fact.name: state}
            after = Evaluation(self.world.program, facts, witness.decision_date)
            if all(after.truth(node) is not False for node in given):
                yield after

    def _states(self, fact: Fact, day: date) -> list[State]:
        states = [
            state
            for state in self.seen.get(fact.name, ())
            if not isinstance(state, Unknown | Fault)
        ]
        return [*states[:_MOST_STATES], *plain_values(self.world, fact.type, day)]

    def settle(
        self, true: Sequence[Node], false: Sequence[Node] = (), open_: Sequence[Node] = ()
    ) -> Settled:
        """Whether there can be such a one."""
        if self.is_shown(true, false, open_):
            return Settled(Verdict.POSSIBLE)
        return self.answered(self.question(true, false, open_))

    def example(
        self, true: Sequence[Node], false: Sequence[Node] = (), open_: Sequence[Node] = ()
    ) -> Example | None:
        """Such a one: a plain one if it can be found, a witness otherwise."""
        question = self.question(true, false, open_)
        found = self.prover.example(question)
        if isinstance(found, Example):
            return found
        known = (one for one in self.witnesses if _is_one(question, one))
        first = next(known, None)
        return None if first is None else Example(first.facts, first.decision_date)

    @cached_property
    def begins(self) -> date:
        """The first day on which anything of the service is in force."""
        firsts = [one.effective_from for one in self.rules.rules]
        firsts += [one.effective_from for one in self.rules.documents]
        firsts += [one.effective_from for one in (self.rules.fees.lines if self.rules.fees else ())]
        return min(firsts, default=self.world.present)

    @cached_property
    def seen(self) -> Mapping[str, tuple[State, ...]]:
        """The states that witnesses have of each fact, each once."""
        found: dict[str, list[State]] = {}
        for witness in self.witnesses:
            for name, state in witness.facts.items():
                states = found.setdefault(name, [])
                if state not in states:
                    states.append(state)
        return {name: tuple(states) for name, states in found.items()}


def _witnesses(catalogue: Catalogue, id: str, program: Program) -> Iterator[Evaluation]:
    for scenario in catalogue.scenarios:
        if scenario.service == id:
            day = scenario.decision_date
            facts = read_situation(catalogue, id, scenario.situation, day).facts
            if is_open_to(program, facts) is True:
                yield Evaluation(program, facts, day)


def _is_one(question: Question, evaluation: Evaluation) -> bool:
    """As `Question.holds`, of somebody who is known to be."""
    truth = evaluation.truth
    return (
        all(truth(node) is False for node in question.false)  # of a claim, the lesser part
        and all(truth(node) is True for node in question.true)
        and not any(isinstance(truth(node), bool) for node in question.open)
    )


def _reads_group(question: Question) -> bool:
    return any(name in question.world.sizes for name in question.names())


def _few(sizes: Mapping[str, tuple[int, int]]) -> Mapping[str, tuple[int, int]]:
    return {name: (least, min(most, max(least, _FEW))) for name, (least, most) in sizes.items()}
