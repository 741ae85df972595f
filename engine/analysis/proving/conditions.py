"""Rules nobody meets or nobody fails, clauses that never matter, rules that contradict each other.

A clause matters to somebody when what it stands in comes out otherwise without it: met, not met or
open, or with another value. Which clauses there are is said in `without.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain, combinations
from typing import Final

from engine.analysis.failing import can_fail
from engine.analysis.proofs import Settled
from engine.analysis.proving.asking import Asking
from engine.analysis.proving.finding import Code, Finding
from engine.analysis.proving.left_open import not_proved
from engine.analysis.proving.values import are_apart, is_absent
from engine.analysis.proving.without import without_each
from engine.analysis.questions import Question, Verdict
from engine.definitions.world import in_force
from engine.expressions import core
from engine.expressions.compiled import CompiledRule
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.model.problem import Span
from engine.model.service import Service
from engine.model.types import Kind
from engine.model.value import Fault, State, Unknown

_FALSE, _OPEN, _TRUE = range(3)  # as Kleene has them: a looser condition is never less
_WAYS: Final = (
    (_TRUE, _FALSE),
    (_FALSE, _TRUE),
    (_TRUE, _OPEN),
    (_FALSE, _OPEN),
    (_OPEN, _TRUE),
    (_OPEN, _FALSE),
)


def of_rules(asking: Asking) -> Iterator[Finding]:
    """Everything about the rules of a service and their clauses."""
    found = [one for entry in asking.program.rules for one in _met_and_failed(asking, entry)]
    yield from found
    never = {one.of for one in found if one.code is Code.RULE_NEVER_MET}
    yield from _contradictions(asking, never)
    for owner, condition in _conditions(asking.program, asking.service):
        yield from _idle_clauses(asking, owner, condition)


def clause_places(program: Program, service: Service) -> Iterator[Span]:
    """Where the clauses of a service stand, each as often as it is used."""
    for _, condition in _conditions(program, service):
        yield from (one.clause.at for one in without_each(condition))


# Rules ---------------------------------------------------------------------------------------


def _met_and_failed(asking: Asking, entry: CompiledRule) -> Iterator[Finding]:
    rule, days = entry.rule, _days(entry)
    values = {"rule": rule.id}
    for code, true, false in (
        (Code.RULE_NEVER_MET, (*days, entry.condition), ()),
        (Code.RULE_NEVER_FAILS, days, (entry.condition,)),
    ):
        settled = asking.settle(true, false)
        if settled.verdict is Verdict.IMPOSSIBLE:
            yield Finding(code, rule.id, rule.span, values)
        elif settled.verdict is Verdict.UNDECIDED:
            yield not_proved(code, rule.id, rule.span, values, settled)


def _days(entry: CompiledRule) -> tuple[Node, ...]:
    """The days on which the rule is in force, or on which it applies."""
    rule = entry.rule
    if entry.applies is not None:
        return (entry.applies,)
    return tuple(in_force(rule.effective_from, rule.effective_to, rule.span))


def _contradictions(asking: Asking, never: Collection[str]) -> Iterator[Finding]:
    """That nobody can be eligible, and two rules that nobody meets both; one that nobody meets by
    itself, among `never`, contradicts no other."""
    if asking.is_shown((asking.whole.eligible,)):
        return
    yield from _pairs(asking, never)
    service = asking.service
    settled = asking.settle((asking.whole.eligible,))
    if settled.verdict is Verdict.IMPOSSIBLE:
        yield Finding(Code.NOBODY_ELIGIBLE, service.id, service.span, {"of": service.id})
    elif settled.verdict is Verdict.UNDECIDED:
        yield not_proved(
            Code.NOBODY_ELIGIBLE, service.id, service.span, {"of": service.id}, settled
        )


def _pairs(asking: Asking, never: Collection[str]) -> Iterator[Finding]:
    rules = (entry for entry in asking.program.rules if entry.rule.id not in never)
    for above, below in combinations(rules, 2):
        both = (*_days(above), *_days(below), above.condition, below.condition)
        days = asking.settle((*_days(above), *_days(below)))
        if days.verdict is Verdict.IMPOSSIBLE:
            continue
        if asking.settle(both).verdict is Verdict.IMPOSSIBLE:
            values = {"rule": below.rule.id, "other": above.rule.id}
            yield Finding(Code.RULES_CONTRADICT, below.rule.id, below.rule.span, values)


# Clauses -------------------------------------------------------------------------------------


def _conditions(program: Program, service: Service) -> Iterator[tuple[str, Node]]:
    """What has clauses, by the id of its owner; what a rule adds of its days is not of them."""
    for entry in program.rules:
        condition = entry.condition
        if entry.applies is not None and isinstance(condition, core.Or):
            condition = condition.items[1]
        yield entry.rule.id, condition
    for name, made in program.derived.items():
        yield name, made.body
    for document in program.documents:
        if document.when is not None and document.document.for_each is None:
            yield document.document.id, document.when
    for fee in program.fees:
        if fee.own is not None:
            yield fee.fee.id, fee.own
    for step, shown in program.steps.items():
        if shown is not None:
            yield step, shown
    groups = {step.id for step in service.asking if step.group is not None}
    for (step, field), made_field in program.fields.items():
        if made_field.shown_when is not None and step not in groups:
            yield field, made_field.shown_when


def _idle_clauses(asking: Asking, owner: str, condition: Node) -> Iterator[Finding]:
    for one in without_each(condition):
        settled = differs(asking, condition, one.rest, is_looser=one.is_looser)
        of = f"{owner}.{one.number}"
        values = {"owner": owner, "clause": written(one.clause)}
        if settled.verdict is Verdict.IMPOSSIBLE:
            yield Finding(Code.CLAUSE_NEVER_MATTERS, of, one.clause.at, values, is_of_clause=True)
        elif settled.verdict is Verdict.UNDECIDED:
            found = not_proved(Code.CLAUSE_NEVER_MATTERS, of, one.clause.at, values, settled)
            yield replace(found, is_of_clause=True)


def differs(asking: Asking, node: Node, other: Node, *, is_looser: bool | None = None) -> Settled:
    """Whether two conditions, or two values, ever come out differently: true, false or neither.

    The first is open for nobody unless something in it can fail. `is_looser`, if known: the other
    holds, or is open at least, wherever the first is; or the reverse.
    """
    both = asking.question((node, other))
    for person in chain(asking.witnesses, asking.alike(both.names())):
        if _differ(person.value(node), person.value(other)) and asking.can_be(person, both):
            return Settled(Verdict.POSSIBLE)
    ways = tuple(_ways(asking, node, other, is_looser))
    if any(asking.is_of_few(one) for one in ways):  # before any of them is proved not to be
        return Settled(Verdict.POSSIBLE)
    places: set[Span] = set()
    verdict = Verdict.IMPOSSIBLE
    for one in ways:
        settled = asking.proved(one)
        if settled.verdict is Verdict.POSSIBLE:
            return settled
        if settled.verdict is Verdict.UNDECIDED:
            verdict = Verdict.UNDECIDED
            places |= set(settled.places)
    return Settled(verdict, tuple(sorted(places)))


def _ways(asking: Asking, node: Node, other: Node, is_looser: bool | None) -> Iterator[Question]:
    """How two conditions can differ; of other values, that both are there and not the same, or that
    one of them is absent or fails."""
    if node.type.kind is not Kind.YES_NO:
        yield asking.question((are_apart(node, other),))
        node, other, is_looser = is_absent(node), is_absent(other), None
    for first, second in _WAYS:
        if is_looser is not None and (first < second) is not is_looser:
            continue
        if first == _OPEN and not can_fail(node, asking.world.program, asking.begins):
            continue
        asked: dict[int, list[Node]] = {_TRUE: [], _FALSE: [], _OPEN: []}
        asked[first].append(node)
        asked[second].append(other)
        yield asking.question(asked[_TRUE], asked[_FALSE], asked[_OPEN])


def _differ(first: State, second: State) -> bool:
    """Whether two states differ; one that waits for an answer, which a scenario need not give,
    may come out either way."""
    if any(isinstance(one, Unknown) and one.causes for one in (first, second)):
        return False
    known = [None if isinstance(one, Unknown | Fault) else one for one in (first, second)]
    return known[0] != known[1]


def written(node: Node) -> str:
    """A clause as its author wrote it, on one line."""
    text = getattr(node, "text", "") or shape(node)
    return " ".join(text.split())
