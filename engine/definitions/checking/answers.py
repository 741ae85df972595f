"""Checks across answers: about fields of their own step, reading only what is given by then."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.definitions.checking.entries import step_entry
from engine.definitions.checking.journey import given_at, own_names
from engine.definitions.checking.shown import is_contradictory
from engine.definitions.draft import Draft
from engine.definitions.reads import names_in
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import item_with, place_of
from engine.model.check import AnswerCheck, CheckEffect
from engine.model.problem import Problem, Span
from engine.model.rule import RuleSet
from engine.model.service import Service, Step


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        for step in service.asking:
            for check in step.checks:
                yield from _about(draft, service, step, check)
    for service, rules in draft.decided():
        find = partial(_order, draft, service, rules)
        yield from draft.found("order of checks", service, rules, find)
    for service in draft.services.values():
        yield from _never(draft, service)


def _about(draft: Draft, service: Service, step: Step, check: AnswerCheck) -> Iterator[Problem]:
    """An error stands beside a question of the page that was sent, never beside one far away."""
    own = [field.id for field in step.fields]
    tree = draft.tree(service.span.path)
    for position, name in enumerate(check.about):
        if name not in own and name not in draft.broken:
            entry = item_with(step_entry(tree, service, step), "checks", check.span)
            at = place_of(entry, "about", position)
            hint = meant_or_listed(name, own, "its fields are")
            yield Problem("D160", f"step `{step.id}` has no field `{name}`", at, hint)


def _order(draft: Draft, service: Service, rules: RuleSet) -> Iterator[Problem]:
    """What a check reads is given on its step or before it."""
    names = draft.names(service, rules)
    given = given_at(service, rules)
    for number, step in enumerate(service.steps):
        filled = None if step.group is None else step.group.fact
        for page in (step, *step.groups):
            own = own_names(page)
            for check in page.checks:
                for name, span in names_in(check.condition):
                    if name.removeprefix("item.") in own:
                        continue
                    for fact in sorted(names.given_by(name)):
                        at = given.get(fact, (-1, 0))[0]
                        if at > number or fact == filled:
                            yield _too_late(service, check, name, fact, span, at)


def _too_late(
    service: Service, check: AnswerCheck, name: str, fact: str, span: Span, at: int
) -> Problem:
    through = "" if name == fact else f", which `{name}` reads,"
    later = service.steps[at]
    message = f"`{fact}`{through} is not given before step `{later.id}` is done"
    hint = f"put check `{check.id}` on a step after that, or say there what must hold"
    related = (("the step that gives it", later.span),)
    return Problem("D161", message, span, hint, related)


def _never(draft: Draft, service: Service) -> Iterator[Problem]:
    program = draft.programs.get(service.id)
    if program is None:
        return
    for step in service.asking:
        for check in step.checks:
            node = program.checks[step.id, check.id]
            if check.effect is CheckEffect.REFUSE and is_contradictory(node):
                message = f"check `{check.id}` refuses whatever is answered"
                hint = "the condition says what must hold; no answers make it true"
                yield Problem("D162", message, check.condition.span, hint)
