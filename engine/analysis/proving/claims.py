"""The authors' own claims: proved, refuted by somebody whom the evaluator was shown, or left open.

A claim that more of a fact never hurts is about two copies of one person, of whom one has more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from engine.analysis.failing import can_fail
from engine.analysis.people import Person
from engine.analysis.proofs import Settled
from engine.analysis.proving.asking import Asking
from engine.analysis.proving.copies import Copies
from engine.analysis.proving.finding import Code, Finding
from engine.analysis.proving.left_open import not_proved
from engine.analysis.questions import Example, Question, Verdict
from engine.decide.summary import said
from engine.expressions import core
from engine.expressions.compiled import CompiledClaim
from engine.expressions.core import Comparison, Node
from engine.expressions.evaluate import Evaluation
from engine.model.types import YES_NO
from engine.model.value import Unknown

_MOST_ELIGIBLE: Final = 12  # of the witnesses, whom a change might hurt


def of_claims(asking: Asking) -> Iterator[Finding]:
    for made in asking.program.claims:
        if made.then is not None:
            yield from _condition(asking, made, made.then)
        else:
            yield from _never_worse(asking, made)


def _condition(asking: Asking, made: CompiledClaim, then: Node) -> Iterator[Finding]:
    claim = made.claim
    when = () if made.when is None else (made.when,)
    values = {"of": claim.id, "label": claim.label.en}
    ways: list[tuple[tuple[Node, ...], tuple[Node, ...]]] = [((then,), ())]
    if can_fail(then, asking.world.program, asking.begins):
        ways.append(((), (then,)))
    for false, open_ in ways:
        settled = asking.settle(when, false, open_)
        if settled.verdict is Verdict.POSSIBLE:
            yield _refuted(asking, made, when, false, open_)
            return
        if settled.verdict is Verdict.UNDECIDED:
            yield _left_open(made, settled)
            return
    if when and asking.settle(when).verdict is Verdict.IMPOSSIBLE:
        yield Finding(Code.CLAIM_OF_NOBODY, claim.id, claim.span, values)


def _refuted(
    asking: Asking,
    made: CompiledClaim,
    true: tuple[Node, ...],
    false: tuple[Node, ...],
    open_: tuple[Node, ...],
) -> Finding:
    example = asking.example(true, false, open_)
    names = asking.question(true, false, open_).names()
    person = None if example is None else Person.of(asking.service.id, example, names)
    claim = made.claim
    return Finding(
        Code.CLAIM_REFUTED, claim.id, claim.span, {"of": claim.id}, person, words=claim.label
    )


def _left_open(made: CompiledClaim, settled: Settled) -> Finding:
    claim = made.claim
    return not_proved(
        Code.CLAIM_NOT_PROVED, claim.id, claim.span, {"of": claim.id}, settled, claim.label
    )


# More of a fact ------------------------------------------------------------------------------


def _never_worse(asking: Asking, made: CompiledClaim) -> Iterator[Finding]:
    name = made.claim.more_of or made.claim.less_of
    assert name is not None, "a claim has something that it says"
    shown = next(_worse_witness(asking, made, name), None)
    if shown is not None:
        yield _hurt(asking, made, name, *shown)
        return
    copies = Copies.of(asking.world, name)
    grows = _grows(asking, made, name, copies)
    for rule in asking.whole.rules.values():
        if not copies.reads(rule):
            continue
        other = copies.other(rule)
        for false, open_ in _not_met(asking, rule, other):
            alone = Question(copies.world, (*asking.days, rule, grows), false, open_)
            settled = asking.solved(alone)
            if settled.verdict is not Verdict.IMPOSSIBLE:
                eligible = (*asking.days, asking.whole.eligible, grows)
                whole = Question(copies.world, eligible, false, open_)
                settled = asking.solved(whole)
                if settled.verdict is Verdict.POSSIBLE:
                    yield _refuted_by_copies(asking, made, name, copies, whole)
                    return
            if settled.verdict is Verdict.UNDECIDED:
                yield _left_open(made, settled)
                return


def _not_met(
    asking: Asking, rule: Node, other: Node
) -> Iterator[tuple[tuple[Node, ...], tuple[Node, ...]]]:
    yield (other,), ()
    if can_fail(rule, asking.world.program, asking.begins):
        yield (), (other,)


def _grows(asking: Asking, made: CompiledClaim, name: str, copies: Copies) -> Node:
    """That the other copy has more of the fact, or less."""
    at, type_ = made.claim.span, asking.world.program.facts[name].type
    first, second = core.FactRef(name, type_, at), core.FactRef(copies.second, type_, at)
    operator = Comparison.LT if made.claim.more_of else Comparison.GT
    return core.Compare(operator, first, second, YES_NO, at, "")


def _worse_witness(
    asking: Asking, made: CompiledClaim, name: str
) -> Iterator[tuple[Evaluation, Evaluation]]:
    """Somebody eligible who is not any more with more of the fact."""
    fact, eligible = asking.world.program.facts[name], asking.whole.eligible
    are_eligible = (one for one in asking.witnesses if one.truth(eligible) is True)
    for before in islice(are_eligible, _MOST_ELIGIBLE):
        for after in asking.varied(before, fact):
            truth = after.truth(eligible)
            is_open = isinstance(truth, Unknown) and bool(truth.causes)
            if truth is not True and not is_open and _is_more(made, before, after, name):
                yield before, after


def _is_more(made: CompiledClaim, before: Evaluation, after: Evaluation, name: str) -> bool:
    first, second = before.fact(name), after.fact(name)
    if type(first) is not type(second) or isinstance(first, Unknown):
        return False
    return bool(first < second if made.claim.more_of else first > second)  # type: ignore[operator]


def _hurt(
    asking: Asking, made: CompiledClaim, name: str, before: Evaluation, after: Evaluation
) -> Finding:
    names = dict.fromkeys((name, *asking.question((asking.whole.eligible,)).names()))
    example = Example(before.facts, before.decision_date)
    person = Person.of(asking.service.id, example, names)
    values = {
        "of": made.claim.id,
        "change": f"{name}: {said(before.fact(name))} -> {said(after.fact(name))}",
    }
    claim = made.claim
    return Finding(Code.CLAIM_REFUTED, claim.id, claim.span, values, person, words=claim.label)


def _refuted_by_copies(
    asking: Asking, made: CompiledClaim, name: str, copies: Copies, question: Question
) -> Finding:
    found = asking.prover.example(question)
    claim = made.claim
    if not isinstance(found, Example):
        values = {"of": claim.id}
        return Finding(Code.CLAIM_REFUTED, claim.id, claim.span, values, words=claim.label)
    own = {one: state for one, state in found.facts.items() if one in asking.world.program.facts}
    before = Evaluation(asking.world.program, own, found.decision_date)
    changed = {**own, name: found.facts[copies.second]}
    after = Evaluation(asking.world.program, changed, found.decision_date)
    return _hurt(asking, made, name, before, after)
