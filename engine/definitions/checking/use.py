"""Questions that nobody needs: fields that nothing reads, and imports that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.definitions.checking.references import unknown_imports
from engine.definitions.draft import Draft
from engine.definitions.reads import expressions_of, heads_in, step_expressions
from engine.definitions.texts import formulas_of, notification_texts, service_texts
from engine.model.problem import Problem
from engine.model.public_lookup import PublicLookup
from engine.model.rule import RuleSet
from engine.model.service import Field, FieldType, Service, Step


def problems(draft: Draft) -> Iterator[Problem]:
    for rules in draft.rule_sets.values():
        if rules.span.path not in draft.partial:
            yield from _imports(draft, rules)
    for service, rules in draft.decided():
        if not draft.partial & {service.span.path, rules.span.path}:
            yield from draft.found("use", service, rules, partial(_fields, service, rules))
    for lookup in draft.lookups.values():
        yield from _asked(draft, lookup)


def _imports(draft: Draft, rules: RuleSet) -> Iterator[Problem]:
    read = _read_by(draft, rules)
    services = [service for service in draft.every_service() if service.rules == rules.id]
    unknown = [unknown_imports(draft, service, rules) for service in services]
    for entry in rules.imports:
        if entry.name not in read and not any(entry.name in names for names in unknown):
            message = f"`{entry.name}` is imported, and nothing here reads it"
            yield Problem("D126", message, entry.span, "remove it from `reads`")


def _read_by(draft: Draft, rules: RuleSet) -> frozenset[str]:
    """The names that a rule file reads."""
    return draft.readings.kept(
        ("read", rules.id),
        (rules,),
        lambda: frozenset(name for one in expressions_of(rules) for name in heads_in(one)),
    )


def _fields(service: Service, rules: RuleSet) -> Iterator[Problem]:
    """What is printed counts; the check page does not, nor another step that shows the answer."""
    read = {name for expression in expressions_of(rules) for name in heads_in(expression)}
    for step in service.asking:
        for expression in step_expressions(step):
            read.update(heads_in(expression))
    for transition in service.lifecycle.transitions:
        read.update(heads_in(transition.when))
    for words in (*service_texts(service), *notification_texts(service)):
        for formula in formulas_of(words):
            read.update(heads_in(formula))
    for issued in service.issues:
        for printed in (issued.valid_from, issued.valid_until, *(one.fact for one in issued.lines)):
            read.update(heads_in(printed))
    for step in service.asking:
        for field in step.fields:
            if not _is_used(field, step, service, read):
                message = f"nothing reads `{field.id}`, and no reviewer sees it"
                name = f"{step.group.fact}.{field.id}" if step.group is not None else field.fact
                hint = f"do not ask it, or add `{name}` to `reviewer_sees`, or give a `purpose`"
                yield Problem("D125", message, field.span, hint)


def _asked(draft: Draft, lookup: PublicLookup) -> Iterator[Problem]:
    """What a look-up asks is looked for, or read."""
    service = lookup.service
    rules = draft.rule_sets.get(service.rules)
    if rules is None or draft.partial & {service.span.path, rules.span.path}:
        return
    read = {name for find in lookup.finds for name in find.by.values()}
    read |= {name for expression in expressions_of(rules) for name in heads_in(expression)}
    for step in service.asking:
        for expression in step_expressions(step):
            read.update(heads_in(expression))
    for field in lookup.asking.fields:
        if field.fact not in read:
            hint = "do not ask it, or find a register by it"
            yield Problem("D125", f"nothing reads `{field.id}`", field.span, hint)


def _is_used(field: Field, step: Step, service: Service, read: set[str]) -> bool:
    if field.purpose is not None or field.type is FieldType.DECLARATION:
        return True
    group = step.group
    if group is None:
        return field.fact in read or field.fact in service.reviewer_sees
    around = group.inside or group.fact
    if group.purpose is not None or {group.fact, around} & set(service.reviewer_sees):
        return True
    if f"{group.fact}.{field.id}" in service.reviewer_sees or field.id in read:
        return True
    # `e.from_date`, where `e` is an item of the group
    return around in read and any(f".{field.id}." in f"{name}." for name in read)
