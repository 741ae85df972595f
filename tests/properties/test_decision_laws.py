"""Laws of decisions, over services of chance and facts of chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings

from engine.decide.decision import decide
from engine.decide.items import deciding_items, items_of
from engine.decide.ways import ways
from engine.expressions import core
from engine.expressions.core import Quantified
from engine.expressions.evaluate import Evaluation
from engine.expressions.kleene import Truth
from engine.expressions.logic import AtomLogic, DerivedLogic, Formula, IfLogic, parts
from engine.expressions.program import Program
from engine.model.decision import Decision, Outcome, ValidityPeriod, Verdict
from engine.model.fee import Stage, vat_id
from engine.model.money import Money
from engine.model.rule import HitPolicy
from engine.model.value import UNKNOWN, Facts, Fault, Items, Unknown
from engine.store.canonical import dumps, loads
from engine.store.decisions import read_decision, summary_of, write_decision
from tests.support import chance
from tests.support.programs import TableOf

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
    for table, ids in decision.rows.items():
        settled |= {f"row {table} {id_}": True for id_ in ids}
        if chance.TABLES[table].policy is not HitPolicy.ANY:  # where one true row is enough
            settled[f"rows {table}"] = frozenset(ids)
    for at in range(2):
        if not isinstance(due := documents.get(f"d{at}", False), Unknown | Fault):
            settled[f"document d{at}"] = due
    for item in (item for each in decision.documents for item in each.items):
        if item.is_due is True:
            settled[f"document of {item.number}"] = True
    for id_ in ("f0", "f1", "f2", "f3", *map(vat_id, Stage)):
        if isinstance(amount := fees.get(id_), Money | None):
            settled[f"fee {id_}"] = amount
    for tax in decision.contained_vat:
        if isinstance(tax.amount, Money) and decision.total(tax.stage) is not None:
            settled[f"contained {tax.stage}"] = tax.amount
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


def is_unordered(table: TableOf) -> bool:
    return table.policy in {HitPolicy.UNIQUE, HitPolicy.ANY} or table.aggregate is not None


@settings(max_examples=40)
@given(chance.SERVICES, chance.SOME_FACTS, chance.RANDOMS)
def test_the_order_of_the_file_never_matters(service: int, facts: Facts, random: Random) -> None:
    """Nor does that of the rows, but where the hit policy says that it does."""

    def shuffled(part: Mapping[str, Any]) -> dict[str, Any]:
        return {name: part[name] for name in random.sample(list(part), len(part))}

    parts, program = chance.built(service)
    kinds = ("rules", "documents", "derived")
    fees = replace(parts["fees"], lines=shuffled(parts["fees"].lines))
    tables = {
        name: replace(table, rows=shuffled(table.rows)) if is_unordered(table) else table
        for name, table in chance.TABLES.items()
    }
    rest = {kind: shuffled(parts[kind]) for kind in kinds}
    other = chance.made({**parts, **rest, "fees": fees, "tables": tables})
    assert program is not None
    assert other is not None
    one, two = decided(program, facts), decided(other, facts)
    assert one.verdicts == two.verdicts
    assert (one.outcome, one.questions) == (two.outcome, two.questions)
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
def test_each_way_to_change_a_rule_is_enough_and_nothing_in_it_can_be_left_out(
    service: int, facts: Facts
) -> None:
    program = chance.program_of_chance(service)
    logic = program.logic
    for result in decided(program, facts).rules:
        if result.verdict is not Verdict.NOT_MET:
            continue
        formula = logic.rules[result.id]
        truths: dict[str, Truth] = {atom.id: atom.truth for atom in result.atoms}
        for way in ways(formula, logic, truths, True):
            assert logic.truth(formula, truths | dict(way)) is not False
            for part in way:
                assert logic.truth(formula, truths | dict(way - {part})) is False


@given(chance.SERVICES, chance.SOME_FACTS)
def test_the_items_that_decided_settle_a_quantifier_alone(service: int, facts: Facts) -> None:
    program = chance.program_of_chance(service)
    evaluation = Evaluation(program, facts, chance.DAY)
    for node in program.logic.atoms.values():
        if not isinstance(node, Quantified) or not isinstance(evaluation.truth(node), bool):
            continue
        items = items_of(evaluation, node, {})
        chosen = {one.number for one in deciding_items(evaluation, node, True, {})}
        kept = tuple(item if at in chosen else {} for at, item in enumerate(items, start=1))
        alone = Evaluation(program, {**facts, "posts": Items(kept)}, chance.DAY)  # type: ignore[arg-type]
        if isinstance(node.body, Quantified):
            continue  # the other items are read again inside
        assert alone.truth(node) is evaluation.truth(node)


@given(chance.SERVICES, chance.SOME_FACTS)
def test_a_question_is_left_where_and_only_where_something_open_can_use_it(
    service: int, facts: Facts
) -> None:
    """Of what is settled already nothing is asked, and of what is open everything is."""
    program = chance.program_of_chance(service)
    decision = decided(program, facts)
    evaluation = Evaluation(program, facts, chance.DAY)
    logic = program.logic
    usable: set[str] = set()
    if decision.outcome in {Outcome.UNDECIDED, Outcome.FAULT}:
        for result in decision.rules:
            usable |= open_facts(logic.rules[result.id], program, evaluation)
    for document in decision.documents:
        usable |= open_facts(logic.documents[document.id], program, evaluation)
        usable = usable.union(*(causes_of(item.is_due) for item in document.items))
    for line in decision.fees:
        usable |= open_facts(logic.fees[line.id], program, evaluation)
        if line.is_charged is True:
            usable |= causes_of(line.amount)
    usable |= causes_of(decision.validity)
    assert {cause.fact for cause in decision.questions} == usable


def open_facts(formula: Formula, program: Program, evaluation: Evaluation) -> set[str]:
    """The facts that the atoms left over wait for, once every settled part is taken out."""
    logic = program.logic
    truths = {id_: evaluation.truth(logic.atoms[id_]) for id_ in logic.atoms_of(formula)}
    truth = logic.truth(formula, truths)
    if not isinstance(truth, Unknown):
        return set()
    match formula:
        case AtomLogic(id):
            return causes_of(truths[id])
        case DerivedLogic(name):
            return open_facts(logic.derived[name], program, evaluation)
        case IfLogic(condition, then, otherwise):
            chosen = logic.truth(condition, truths)
            if not isinstance(chosen, bool):
                return open_facts(condition, program, evaluation)
            return open_facts(then if chosen else otherwise, program, evaluation)
        case _:
            return set().union(*(open_facts(part, program, evaluation) for part in parts(formula)))


def causes_of(state: object) -> set[str]:
    return {cause.fact for cause in state.causes} if isinstance(state, Unknown) else set()


@given(chance.SERVICES, chance.SOME_FACTS)
def test_what_was_read_is_what_the_facts_say(service: int, facts: Facts) -> None:
    program = chance.program_of_chance(service)
    evaluation = Evaluation(program, facts, chance.DAY)
    for result in decided(program, facts).rules:
        for atom in result.atoms:
            assert atom.reads == tuple((name, evaluation.fact(name)) for name, _ in atom.reads)
            dated = program.logic.reads[atom.id].dated
            assert [use.value for use in atom.used] == [evaluation.value(node) for node in dated]
            for use, node in zip(atom.used, dated, strict=True):
                if isinstance(node, core.ValueRef) and node.on is None:
                    assert use.value == evaluation.fact(use.name)
                if isinstance(node, core.ValueRef) and use.on is not None:
                    on_that_day = Evaluation(program, facts, use.on)
                    assert use.value == on_that_day.fact(use.name)


@given(chance.SERVICES, chance.SOME_FACTS)
def test_lines_sum_to_the_total(service: int, facts: Facts) -> None:
    decision = decided(chance.program_of_chance(service), facts)
    amounts = [line.amount for line in decision.fees]
    if amounts and all(isinstance(amount, Money) for amount in amounts):
        minor = sum(amount.amount_minor for amount in amounts if isinstance(amount, Money))
        assert decision.total() == Money("SAR", minor)


@given(chance.SERVICES, chance.SOME_FACTS)
def test_a_decision_read_back_from_its_record_is_the_same(service: int, facts: Facts) -> None:
    decision = decided(chance.program_of_chance(service), facts)
    back = read_decision(loads(dumps(write_decision(decision))))
    assert summary_of(back) == summary_of(decision)
    assert [one.deciding for one in back.rules] == [one.deciding for one in decision.rules]
    atoms = [atom for one in decision.rules for atom in one.atoms]
    assert [atom for one in back.rules for atom in one.atoms] == atoms
