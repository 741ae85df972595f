"""References between files: what is named must be declared, and be of the kind that is meant.

Lists, codes and citations are checked where they are read (`typed.py`, `parts.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definitions.checking.entries import field_entry
from engine.definitions.draft import Draft
from engine.definitions.facts import BUILT_INS
from engine.definitions.suggest import closest, did_you_mean, meant_or_listed
from engine.definitions.tree import item_with, place_of
from engine.definitions.typed import type_words
from engine.model.fact import Fact, FactSource
from engine.model.problem import Problem
from engine.model.rule import Import, RuleSet
from engine.model.service import Service
from engine.model.types import Type

_SAID = {  # by whom, and under which key of `reads` it is listed
    FactSource.REGISTER: ("a register", "list it under `register`"),
    FactSource.APPLICANT: ("the applicant", "list it under `answer`"),
    FactSource.DOCUMENT: ("the applicant, of a document", "list it under `document`"),
    FactSource.ACTOR: ("somebody who is invited, later", "leave it out: the lifecycle reads it"),
    FactSource.REVIEWER: (
        "staff, later",
        "leave it out: the lifecycle or its fee line reads it",
    ),
}


def problems(draft: Draft) -> Iterator[Problem]:
    yield from _portal(draft)
    for service in draft.every_service():
        yield from _rules_of(draft, service)
        yield from _open_to(draft, service)
    for service, rules in draft.decided():
        yield from _shows(draft, service, rules)
        yield from _reviewer_sees(draft, service)
        yield from _prefills(draft, service)
    for rules in draft.rule_sets.values():
        yield from _imports(draft, rules)


def _portal(draft: Draft) -> Iterator[Problem]:
    if draft.portal is None:
        return
    id = draft.portal.person_register
    if id not in draft.registers and id not in draft.broken:
        tree = next(tree for path, tree in draft.trees.items() if path.name == "portal.yaml")
        hint = meant_or_listed(id, draft.registers, "the registers are")
        at = place_of(tree, "person_register")
        yield Problem("D107", f"there is no register `{id}`", at, hint)


def _rules_of(draft: Draft, service: Service) -> Iterator[Problem]:
    is_known = service.rules in draft.rule_sets or service.rules in draft.broken
    if service.rules and not is_known:
        at = place_of(draft.tree(service.span.path), "rules")
        hint = meant_or_listed(service.rules, draft.rule_sets, "the files of rules/ are")
        yield Problem("D110", f"there is no file rules/{service.rules}.yaml", at, hint)


def _open_to(draft: Draft, service: Service) -> Iterator[Problem]:
    for entry in service.open_to:
        if entry.register not in draft.registers and entry.register not in draft.broken:
            hint = meant_or_listed(entry.register, draft.registers, "the registers are")
            message = f"there is no register `{entry.register}`"
            yield Problem("D107", message, entry.span, hint)


def _shows(draft: Draft, service: Service, rules: RuleSet) -> Iterator[Problem]:
    """What a step shows is any name of the service that has a value."""
    names = draft.names(service, rules).all
    tree = draft.tree(service.span.path)
    for step in service.steps:
        for position, name in enumerate(step.shows):
            if name not in names and name not in draft.broken:
                at = place_of(item_with(tree, "steps", step.span), "shows", position)
                yield Problem("D103", f"unknown fact `{name}`", at, did_you_mean(name, names))


def _reviewer_sees(draft: Draft, service: Service) -> Iterator[Problem]:
    names: set[str] = set()
    for step in service.asking:
        if step.group is None:
            names.update(field.fact for field in step.fields)
        else:
            names.add(step.group.fact)
            names.update(f"{step.group.fact}.{field.id}" for field in step.fields)
    tree = draft.tree(service.span.path)
    for position, name in enumerate(service.reviewer_sees):
        if name not in names and name not in draft.broken:
            at = place_of(tree, "reviewer_sees", position)
            message = f"no step asks for `{name}`"
            yield Problem("D103", message, at, did_you_mean(name, names))


def _prefills(draft: Draft, service: Service) -> Iterator[Problem]:
    """A field is filled in from a fact of a register, of the same type."""
    facts = {fact.name: fact for one in draft.registers.values() for fact in one.attributes}
    tree = draft.tree(service.span.path)
    for step in service.asking:
        for field in step.fields:
            name = field.prefill
            if name is None or name in draft.broken:
                continue
            entry = field_entry(tree, service, step, field)
            at = place_of(entry, "prefill")
            if name not in facts:
                hint = did_you_mean(name, facts) or "only facts of registers fill in a field"
                yield Problem("D127", f"no register has a fact `{name}`", at, hint)
            elif not _fits(facts[name].type, field.fact_type):
                found, wanted = type_words(facts[name].type), type_words(field.fact_type)
                message = f"`{name}` is {found}, and the field takes {wanted}"
                yield Problem("D127", message, at, None, ((f"`{name}`", facts[name].span),))


def _fits(found: Type, wanted: Type) -> bool:
    return (found.kind, found.of) == (wanted.kind, wanted.of)


def _imports(draft: Draft, rules: RuleSet) -> Iterator[Problem]:
    """Every import is declared for each service of these rules, and by whom the author thinks."""
    services = [service for service in draft.every_service() if service.rules == rules.id]
    for service in services:
        facts = draft.facts(service, rules)
        for entry in rules.imports:
            fact = facts.get(entry.name)
            if entry.name in draft.broken:
                continue
            if fact is None:
                yield _unknown_import(rules, entry, facts)
            elif fact.source is not entry.source:
                by, hint = _SAID[fact.source]
                message = f"`{entry.name}` is said by {by}"
                yield Problem("D104", message, entry.span, hint, (("declared here", fact.span),))


def unknown_imports(draft: Draft, service: Service, rules: RuleSet) -> frozenset[str]:
    """The names under `reads` that the service does not declare, and those they may stand for."""
    facts = draft.facts(service, rules)
    unknown = {entry.name for entry in rules.imports if entry.name not in facts}
    meant = {closest(name, facts) for name in unknown}
    return frozenset(unknown | {name for name in meant if name is not None})


def _unknown_import(rules: RuleSet, entry: Import, facts: Mapping[str, Fact]) -> Problem:
    own = {one.name for one in rules.values} | {one.name for one in rules.derived}
    own |= {one.name for one in rules.tables}
    if entry.name in own:
        hint: str | None = "what this file declares itself needs no import"
    elif entry.name in BUILT_INS:
        hint = "a built-in fact needs no import"
    else:
        hint = did_you_mean(entry.name, facts)
    return Problem("D103", f"unknown fact `{entry.name}`", entry.span, hint)
