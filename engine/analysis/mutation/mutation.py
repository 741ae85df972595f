"""Which mistakes in a definition no scenario would miss.

Each mutant of a service is put before the service's scenarios, until one of them fails. A mutant
of a fragment is put before those of every service that uses the fragment. What survives is a
mistake that nobody would notice, or none: where it is proved that the condition comes out the same
for everybody, it is left out, and so is what the check would refuse. Where neither is settled, that
is said of the survivor.

A scenario is run only where the changed part comes out otherwise for its facts, so most mutants
cost a few comparisons. The order is that of the definition, and nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from engine.analysis.mutation.loosely import loosely
from engine.analysis.mutation.mutant import Mutant, Place
from engine.analysis.mutation.mutants import mutants_of
from engine.analysis.proofs import Prover
from engine.analysis.questions import Example, Question, Verdict
from engine.analysis.scenarios import ScenarioResult, run_scenario
from engine.analysis.whole import worlds
from engine.definitions.catalogue import Catalogue
from engine.expressions.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no scenario misses. `example` is somebody for whom the changed part comes out
    otherwise, for a scenario to be written of; None where the solver found nobody, and did not
    prove either that there is nobody."""

    mutant: Mutant
    example: Example | None
    about: tuple[str, ...] = ()  # what is read of the example, in order


@dataclass(frozen=True, slots=True)
class Mutation:
    """What came of the mutants of one service. `same` were proved to change nothing, `refused` are
    such as the check finds: two rows of a table hold at once."""

    service: str
    tried: int
    same: int
    refused: int
    survivors: tuple[Survivor, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    result: ScenarioResult
    evaluation: Evaluation


class Mutator:
    """Tries the mutants of services before the scenarios that hold."""

    def __init__(
        self, catalogue: Catalogue, results: Iterable[ScenarioResult], prover: Prover
    ) -> None:
        self.catalogue = catalogue
        self.prover = prover
        self._cases: dict[str, list[_Case]] = {}
        for one in results:
            if one.holds:
                program = catalogue.programs[one.scenario.service]
                day = one.scenario.decision_date
                case = _Case(one, Evaluation(program, one.facts, day))
                self._cases.setdefault(one.scenario.service, []).append(case)
        self._mutants: dict[str, tuple[Mutant, ...]] = {}
        self._noticed: dict[Place, bool] = {}
        self._worlds = dict(worlds(catalogue))

    def mutants(self, service: str) -> tuple[Mutant, ...]:
        """Those of one service, in the order of its program."""
        if service not in self._mutants:
            self._mutants[service] = tuple(mutants_of(self.catalogue.programs[service]))
        return self._mutants[service]

    def of(self, service: str, advance: Callable[[], None] = lambda: None) -> Mutation:
        """Try every mutant of the service; `advance` is called after each."""
        survivors: list[Survivor] = []
        same = refused = 0
        for mutant in self.mutants(service):
            if not self._is_noticed(mutant):
                if self._is_refused(mutant):
                    refused += 1
                    advance()
                    continue
                survivor = self._difference(mutant)
                if survivor is None:
                    same += 1
                else:
                    survivors.append(survivor)
            advance()
        return Mutation(service, len(self.mutants(service)), same, refused, tuple(survivors))

    # Scenarios -------------------------------------------------------------------------------

    def _is_noticed(self, mutant: Mutant) -> bool:
        """Whether a scenario fails under the mutant; of a fragment, under it in any service."""
        if mutant.place not in self._noticed:
            uses = [mutant] if not mutant.span.via else self._uses(mutant)
            self._noticed[mutant.place] = any(map(self.fails_under, uses))
        return self._noticed[mutant.place]

    def _uses(self, mutant: Mutant) -> Iterator[Mutant]:
        """The mutant itself, then the same change of the same place in whatever else reads it."""
        yield mutant
        for service in self._cases:
            for other in self.mutants(service):
                if other.place == mutant.place and other is not mutant:
                    yield other

    def fails_under(self, mutant: Mutant) -> bool:
        """Whether a scenario of the mutant's own service fails under it."""
        programs = {**self.catalogue.programs, mutant.service: mutant.program}
        catalogue = replace(self.catalogue, programs=programs)
        return any(
            run_scenario(catalogue, case.result.scenario).differences
            for case in self._cases.get(mutant.service, ())
            if case.result.decision.is_open_to is True and mutant.may_matter(case.evaluation)
        )

    # Proofs ----------------------------------------------------------------------------------

    def _is_refused(self, mutant: Mutant) -> bool:
        """Whether the check would find it: it refuses what it cannot prove, too."""
        world = self._worlds[mutant.service]
        return any(
            self.prover.verdict(Question(world, true, false)) is not Verdict.IMPOSSIBLE
            for true, false in mutant.refusals
        )

    def _difference(self, mutant: Mutant) -> Survivor | None:
        """With somebody whom the change may touch, where one is found; None where none can be.

        Of what reads a group nobody is looked for, as that takes long: see `loosely.py`.
        """
        world = self._worlds[mutant.service]
        is_same = bool(mutant.asks)
        for true, false in mutant.asks:
            question = Question(world, true, false)
            names = question.names()
            if any(name in world.sizes for name in names):
                return None if self._is_same_loosely(mutant) else Survivor(mutant, None)
            answer = self.prover.example(question)
            if isinstance(answer, Example):
                return Survivor(mutant, answer, names)
            is_same = is_same and answer is Verdict.IMPOSSIBLE
        return None if is_same else Survivor(mutant, None)

    def _is_same_loosely(self, mutant: Mutant) -> bool:
        world = self._worlds[mutant.service]
        return bool(mutant.pairs) and all(
            any(
                all(self.prover.verdict(one) is Verdict.IMPOSSIBLE for one in asked)
                for asked in loosely(world, *pair)
            )
            for pair in mutant.pairs
        )
