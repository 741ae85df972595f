"""Examples of what a change means: somebody whom both versions were asked to decide.

The authors' own scenarios come first: one of them that is decided differently in just this way says
more than anybody made up. Else the solver finds somebody, the rest of the person is filled in, and
only if both decisions then differ as they should is the person shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from engine.analysis.completing import completed
from engine.analysis.meaning.aspects import Aspect, Case, Topic
from engine.analysis.meaning.decisions import found
from engine.analysis.pairs.pairs import Pair
from engine.analysis.proofs import Prover
from engine.analysis.questions import Example, Question, World, opened
from engine.analysis.scenarios import read_situation
from engine.decide.decision import decide
from engine.definitions.catalogue import Catalogue
from engine.expressions.evaluate import Evaluation
from engine.model.decision import Decision
from engine.model.scenario import Scenario
from engine.model.value import Facts

_FEW: Final = 2  # items


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody, as either version reads them, and what each decides.

    `about` are the names that the difference reads, without that of the version. `scenario` is the
    one that the person is of, if any.
    """

    decision_date: date
    old_facts: Facts
    new_facts: Facts
    before: Decision
    now: Decision
    about: tuple[str, ...]
    scenario: Scenario | None = None


class Examples:
    """Finds examples for one service. Without catalogues there are no scenarios to look at."""

    def __init__(
        self,
        pair: Pair,
        prover: Prover,
        service: str = "",
        old: Catalogue | None = None,
        new: Catalogue | None = None,
    ) -> None:
        self._pair = pair
        self._prover = prover
        self._service = service
        self._catalogues = (old, new)

    def of_case(
        self, aspect: Aspect, case: Case, world: World, *, is_guess: bool = False
    ) -> Told | None:
        """Somebody for this case, or None where nobody was found whom both versions agree on.

        `is_guess`: what no formula says may be open, and the solver takes it to be; then only
        scenarios are looked at, for its guesses are many and seldom come true.
        """
        about = self._about(case, world)
        for told in self._scenarios:
            if self._is_of(told, aspect, case):
                return replace(told, about=about)
        if is_guess:
            return None
        short = with_short_groups(world)
        for part, of in ((case.base + case.rest, world), (case.whole, short)):
            question = part.of(of)
            example = self._prover.example(question)
            if isinstance(example, Example):
                whole = completed(world, example)
                told = self._decided(whole, about)
                if self._is_of(told, aspect, case) and _stands(aspect, question, whole):
                    return told
        return None

    def _is_of(self, told: Told, aspect: Aspect, case: Case) -> bool:
        if aspect.topic is Topic.APPLYING:
            return told.scenario is None
        return found(aspect, told.before, told.now) == (case.was, case.becomes)

    def _about(self, case: Case, world: World) -> tuple[str, ...]:
        """What the difference reads, and whom a fact that is asked otherwise is asked of."""
        differing = (case.base + case.rest).of(world)
        names = list(differing.names())
        asked = [node for name in names if ":" in name for node in world.given.get(name, ())]
        names += opened(asked, world.program)
        facts = (name for name in names if name in world.program.facts)
        return tuple(dict.fromkeys(name.partition(":")[2] or name for name in facts))

    def _decided(self, example: Example, about: tuple[str, ...]) -> Told:
        old, new = self._pair.old, self._pair.new
        day = example.decision_date
        old_facts, new_facts = old.facts(example.facts), new.facts(example.facts)
        return Told(
            decision_date=day,
            old_facts=old_facts,
            new_facts=new_facts,
            before=decide(old.world.program, old_facts, day, ""),
            now=decide(new.world.program, new_facts, day, ""),
            about=about,
        )

    @cached_property
    def _scenarios(self) -> tuple[Told, ...]:
        """Every scenario of either version, decided by both; those of the newer one first."""
        return tuple(self._replayed())

    def _replayed(self) -> Iterator[Told]:
        old, new = self._catalogues
        if old is None or new is None:
            return
        scenarios: Mapping[str, Scenario] = {
            f"{one.service}/{one.id}": one
            for one in (*old.scenarios, *new.scenarios)
            if one.service == self._service
        }
        for scenario in scenarios.values():
            day = scenario.decision_date
            before, now = (
                read_situation(catalogue, self._service, scenario.situation, day).facts
                for catalogue in (old, new)
            )
            yield Told(
                decision_date=day,
                old_facts=before,
                new_facts=now,
                before=decide(old.programs[self._service], before, day, ""),
                now=decide(new.programs[self._service], now, day, ""),
                about=(),
                scenario=scenario,
            )


def _stands(aspect: Aspect, question: Question, whole: Example) -> bool:
    """Whether somebody of whom everything is known is still one who can apply under one version
    alone: what was left open, such as what an item holds, may have made the example."""
    if aspect.topic is not Topic.APPLYING:
        return True
    return question.holds(Evaluation(question.world.program, whole.facts, whole.decision_date))


def with_short_groups(world: World) -> World:
    """The same world where no group has more than a few items: there a solver finds somebody soon.

    That it finds nobody there proves nothing.
    """
    sizes = {
        name: (fewest, max(fewest, min(most, _FEW))) for name, (fewest, most) in world.sizes.items()
    }
    return replace(world, sizes=sizes)
