"""Laws of decisions, over services of chance and facts of chance."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings

from engine.decide.decision import decide
from engine.expressions.evaluate import Evaluation
from engine.expressions.kleene import Truth
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome, ValidityPeriod, Verdict
from engine.model.money import Money
from engine.model.value import UNKNOWN, Facts, Fault, Unknown
from tests.support import chance

KNOWN = {Verdict.MET, Verdict.NOT_MET}


def decided(program: Program, facts: Facts) -> Decision:
    return decide(program, facts, chance.DAY, "release")


def known(decision: Decision) -> dict[str, object]:
    """Everything that is settled in a decision."""
    documents = {each.id: each.is_due for each in decision.documents}
    fees = {each.id: each.amount for each in decision.fees}
    settled: dict[str, object] = {
        f"verdict {each.id}": each.verdict for each in decision.rules if each.verdict in KNOWN
    }
    settled |= {f"row {table}": row for table, row in decision.rows.items()}
    for at in range(2):
        if not isinstance(due := documents.get(f"d{at}", False), Unknown | Fault):
            settled[f"document d{at}"] = due
        if isinstance(amount := fees.get(f"f{at}"), Money | None):
            settled[f"fee f{at}"] = amount
    if decision.outcome in {Outcome.ELIGIBLE, Outcome.INELIGIBLE}:
        settled["outcome"] = decision.outcome
    if isinstance(decision.validity, ValidityPeriod):
        settled["validity"] = decision.validity
    return settled


@given(chance.SERVICES, chance.SOME_FACTS, chance.RANDOMS)
def test_giving_what_is_unknown_never_changes_what_is_known(
    service: int, facts: Facts, random: Random
) -> None:
    program = chance.program_of_chance(service)
    more = chance.completed(random, facts)
    before, after = (decided(program, each) for each in (facts, more))
    assert known(before).items() <= known(after).items()


@given(chance.SERVICES, chance.ALL_FACTS)
def test_with_every_fact_given_nothing_is_left_open(service: int, facts: Facts) -> None:
    decision = decided(chance.program_of_chance(service), facts)
    assert decision.outcome is not Outcome.UNDECIDED
    assert decision.questions == ()
    assert not isinstance(decision.total(), Unknown)
    assert not any(isinstance(each.is_due, Unknown) for each in decision.documents)


@settings(max_examples=40)
@given(chance.SERVICES, chance.SOME_FACTS, chance.RANDOMS)
def test_the_order_of_the_file_never_matters(service: int, facts: Facts, random: Random) -> None:
    def shuffled(part: dict[str, Any]) -> dict[str, Any]:
        return {name: part[name] for name in random.sample(list(part), len(part))}

    parts, program = chance.built(service)
    kinds = ("rules", "documents", "fees", "derived")
    other = chance.made({**parts, **{kind: shuffled(parts[kind]) for kind in kinds}})
    assert program is not None
    assert other is not None
    one, two = decided(program, facts), decided(other, facts)
    assert one.verdicts == two.verdicts
    assert (one.outcome, one.questions, one.rows) == (two.outcome, two.questions, two.rows)
    assert sorted(one.due()) == sorted(two.due())
    assert (one.total(), one.validity) == (two.total(), two.validity) or any(
        isinstance(each, Fault) for each in (one.total(), one.validity)
    )
    assert known(one) == known(two)


@given(chance.SERVICES, chance.SOME_FACTS)
def test_deciding_again_gives_the_same(service: int, facts: Facts) -> None:
    program = chance.program_of_chance(service)
    assert decided(program, facts) == decided(program, dict(reversed(list(facts.items()))))


@given(chance.SERVICES, chance.SOME_FACTS)
def test_the_logic_comes_to_what_the_evaluator_says(service: int, facts: Facts) -> None:
    program = chance.program_of_chance(service)
    logic = program.logic
    evaluation = Evaluation(program, facts, chance.DAY)
    truths = {id_: evaluation.truth(node) for id_, node in logic.atoms.items()}
    for entry in program.rules:
        formula = logic.rules[entry.rule.id]
        assert logic.truth(formula, truths) == evaluation.truth(entry.condition)
    for document in program.documents:
        formula = logic.documents[document.document.id]
        assert document.when is not None
        assert logic.truth(formula, truths) == evaluation.truth(document.when)
    for name, formula in logic.derived.items():
        assert logic.truth(formula, truths) == evaluation.fact(name)


@given(chance.SERVICES, chance.SOME_FACTS)
def test_deciding_atoms_settle_the_verdict_alone_and_no_fewer_do(
    service: int, facts: Facts
) -> None:
    """No proper subset does when none with one atom less does: truth is monotone."""
    program = chance.program_of_chance(service)
    logic = program.logic
    for result in decided(program, facts).rules:
        formula = logic.rules[result.id]
        truths: dict[str, Truth] = {atom.id: atom.truth for atom in result.atoms}

        def alone(ids: set[str], truths: dict[str, Truth] = truths) -> dict[str, Truth]:
            return {id_: truth if id_ in ids else UNKNOWN for id_, truth in truths.items()}

        if result.verdict not in KNOWN:
            assert result.deciding == ()
            continue
        decided_by = set(result.deciding)
        is_met = result.verdict is Verdict.MET
        assert logic.truth(formula, alone(decided_by)) is is_met
        for id_ in decided_by:
            assert logic.truth(formula, alone(decided_by - {id_})) is not is_met


@given(chance.SERVICES, chance.SOME_FACTS)
def test_what_was_read_is_what_the_facts_say(service: int, facts: Facts) -> None:
    program = chance.program_of_chance(service)
    evaluation = Evaluation(program, facts, chance.DAY)
    for result in decided(program, facts).rules:
        for atom in result.atoms:
            assert atom.reads == tuple((name, evaluation.fact(name)) for name, _ in atom.reads)
            for use in atom.used:
                assert use.value == evaluation.fact(use.name)


@given(chance.SERVICES, chance.SOME_FACTS)
def test_lines_sum_to_the_total(service: int, facts: Facts) -> None:
    decision = decided(chance.program_of_chance(service), facts)
    amounts = [line.amount for line in decision.fees]
    if amounts and all(isinstance(amount, Money) for amount in amounts):
        minor = sum(amount.amount_minor for amount in amounts if isinstance(amount, Money))
        assert decision.total() == Money("SAR", minor)
