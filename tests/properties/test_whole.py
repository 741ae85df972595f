"""What a service comes to, as nodes, is what a decision says, for any facts and on any day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.whole import Whole, worlds
from engine.decide.decision import combine, decide, verdict_of
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.decision import Outcome, ValidityPeriod, Verdict
from engine.model.money import Money
from engine.model.value import Facts, Fault, Unknown
from tests.support import chance
from tests.support.configuration import configuration
from tests.support.programs import PERSON
from tests.support.walks import Unanswerable, random_snapshot, walk

CONFIG = Path(__file__).parents[2] / "config"


def agreed(program: Program, facts: Facts, day: date) -> None:
    """Every part of the decision, from the nodes alone."""
    whole, decision = Whole.of(program), decide(program, facts, day, "")
    found = Evaluation(program, facts, day)
    rules = {id: verdict_of(found.truth(node)) for id, node in whole.rules.items()}
    said = dict.fromkeys(rules, Verdict.MET) | decision.verdicts
    if decision.is_open_to is True:
        assert rules == said
        assert combine(rules.values()) is decision.outcome
        determined = {one.name: one.value for one in decision.determinations}
        assert {id: found.value(one) for id, one in whole.determinations.items()} == determined
    assert (found.truth(whole.eligible) is True) == (decision.outcome is Outcome.ELIGIBLE)
    assert (found.truth(whole.ineligible) is True) == (decision.outcome is Outcome.INELIGIBLE)
    if not isinstance(decision.is_open_to, Unknown):
        due = {one.id: one.is_due for one in decision.documents}
        assert {id: found.truth(one) for id, one in whole.documents.items()} == {
            id: due.get(id, False) for id in whole.documents
        }
        charged = {one.id: one for one in decision.fees}
        for id, charge in whole.fees.items():
            truth = found.truth(charge.is_charged)
            assert truth == (charged[id].is_charged if id in charged else False)
            if truth is True and isinstance(charged[id].amount, Money | Fault):
                assert found.value(charge.amount) == charged[id].amount
        for stage, node in whole.totals.items():
            total = decision.total(stage)
            if isinstance(total, Money):
                assert found.value(node) == total
            elif total is not None:
                assert isinstance(found.value(node), Unknown | Fault)
    if whole.validity is not None and isinstance(decision.validity, ValidityPeriod):
        assert found.value(whole.validity[0]) == decision.validity.starts


@given(chance.SERVICES, chance.SOME_FACTS, st.integers(-60, 60))
@settings(max_examples=100, deadline=None)
def test_services_of_chance(seed: int, facts: Facts, days: int) -> None:
    agreed(chance.program_of_chance(seed), facts, chance.DAY + timedelta(days=days))


@given(chance.SERVICES, chance.ALL_FACTS, st.booleans())
@settings(max_examples=30, deadline=None)
def test_somebody_whom_the_register_may_not_know(seed: int, facts: Facts, is_known: bool) -> None:
    agreed(chance.program_of_chance(seed), {**facts, PERSON: is_known}, chance.DAY)


def test_complete_applications_of_every_service() -> None:
    """People of chance walk through each service, and the days are those around its changes."""
    catalogue, random = configuration(), Random(34)
    for service, world in worlds(catalogue):
        for _ in range(3):
            day = world.present + timedelta(days=random.randint(-400, 400))
            try:
                walked = walk(
                    catalogue,
                    catalogue.declared(service),
                    day,
                    random,
                    random_snapshot(catalogue, day, random),
                )
            except Unanswerable:
                continue
            agreed(world.program, walked.reading.facts, day)
