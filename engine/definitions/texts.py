"""Which texts of rules and services may say values, and the names that they read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model.condition import Condition, Formula
from engine.model.rule import Exceptional, RuleSet
from engine.model.service import Service, Step
from engine.model.wording import Wording, Words


def rule_texts(rules: RuleSet) -> Iterator[Words]:
    """The texts of a rule file that a decision's reasons say."""
    for rule in rules.rules:
        yield from (rule.label, rule.advice)
        yield from _labels(rule.condition)
        yield from _of_exceptions(rule.exceptions)
    for document in rules.documents:
        yield from _labels(document.when)
        yield from document.helps
    for derived in rules.derived:
        if isinstance(derived.body, Condition):
            yield from _labels(derived.body)
        yield from _of_exceptions(derived.exceptions)
    if rules.fees is not None:
        for line in rules.fees.lines:
            yield from _labels(line.when)
        for concession in (*rules.fees.exempt, *rules.fees.waivers):
            yield from _labels(concession.when)


def step_texts(step: Step) -> Iterator[Words]:
    if step.intro is not None:
        yield step.intro
    yield from step.declaration
    yield from (paragraph.words for paragraph in step.says)


def service_texts(service: Service) -> Iterator[Words]:
    for step in service.asking:
        yield from step_texts(step)
    yield from (actor.intro for actor in service.actors)
    yield from (state.next for state in service.lifecycle.states if state.next is not None)


def notification_texts(service: Service) -> Iterator[Words]:
    """What people are told of what happens; it may read what only the lifecycle reads."""
    for notification in service.notifications:
        yield from (notification.subject, notification.body)


def formulas_of(words: Words | None) -> Iterator[Formula]:
    """Each name that a text reads, fields of items too, as an expression at its place."""
    if isinstance(words, Wording):
        items = (name for _, texts in words.lists for name in texts.names)
        for name, at in dict.fromkeys((*words.said, *items)):
            yield Formula(name, (at,))


def _of_exceptions(exceptions: tuple[Exceptional, ...]) -> Iterator[Words]:
    for one in exceptions:
        yield from _labels(one.condition)


def _labels(condition: Condition | None) -> Iterator[Words]:
    for clause in condition.clauses if condition is not None else ():
        if clause.label is not None:
            yield clause.label
        if isinstance(clause.body, Condition):
            yield from _labels(clause.body)
