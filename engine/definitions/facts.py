"""The facts of one service: every name that somebody gives, from all places of declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from engine.model.condition import Combinator, Condition, Formula
from engine.model.document import RequiredDocument
from engine.model.fact import Fact, FactSource
from engine.model.fee import FeeRule
from engine.model.register import Register
from engine.model.rule import Rule, RuleSet
from engine.model.service import Field, Group, Service, Step
from engine.model.types import DATE, YES_NO, Kind, Type
from engine.model.words import Text

OUTCOMES: Final = "outcome"
BUILT_INS: Final[Mapping[str, Type]] = {
    "decision_date": DATE,
    "outcome": Type(Kind.CODE, of=OUTCOMES),
    "application.is_complete": YES_NO,
    "application.has_payment_due": YES_NO,
    "application.has_payment_due_after_approval": YES_NO,
    "application.is_overridden": YES_NO,
    "application.is_answered": YES_NO,
    "application.documents_are_complete": YES_NO,
}
LIFECYCLE_ONLY: Final = frozenset(BUILT_INS) - {"decision_date"}


def declared_facts(
    service: Service, rules: RuleSet, registers: Mapping[str, Register]
) -> dict[str, Fact]:
    """Facts by name. Of two with one name the first stands; the clash is reported elsewhere.

    A register attribute is optional unless the service's `open_to` names its register or it is
    known without a record; the detail of a document is where that may be not due or
    not in force, or another may be supplied in its place.
    """
    facts: dict[str, Fact] = {}
    for fact in _all(service, rules, registers):
        facts.setdefault(fact.name, fact)
    return facts


def _all(service: Service, rules: RuleSet, registers: Mapping[str, Register]) -> Iterable[Fact]:
    open_to = {entry.register for entry in service.open_to}
    for register in registers.values():
        yield _on_record(register)
        for attribute in register.attributes:
            is_sure = register.id in open_to or register.is_always_there(attribute.name)
            yield attribute if is_sure else _optional(attribute)
    for providers in providers_of(service).values():
        yield _answer(providers)
        for step, field in providers:
            yield from _of_chosen(step, field)
    for step in service.steps:
        if step.group is not None:
            yield _group(step, step.group.fact)
    groups = {step.group.fact: step for step in service.steps if step.group is not None}
    for document in rules.documents:
        if document.for_each is not None:
            group = groups.get(document.for_each.source)
            yield from () if group is None else (_items(document, group),)
            continue
        is_always_asked = document.when is None and is_always_in_force(document, rules)
        is_always_asked &= not document.any_of
        for detail in document.details:
            yield detail if is_always_asked else _optional(detail)
    for actor in service.actors:
        answers = _group(actor.answering, actor.group.fact)
        yield replace(answers, source=FactSource.ACTOR)
    yield from () if rules.fees is None else rules.fees.entered()
    for field in service.review:
        yield recorded_fact(field)


def recorded_fact(field: Field) -> Fact:
    """What staff record: unknown until they do, and absent only where the field may be blank."""
    type_ = _field_type(field, is_hidable=False)
    return Fact(field.id, type_, FactSource.REVIEWER, field.label, field.span, field.unit)


def is_always_in_force(document: RequiredDocument, rules: RuleSet) -> bool:
    """Whether the document is in force whenever something that may read its details is."""
    readers: list[Rule | RequiredDocument | FeeRule] = [*rules.rules, *rules.documents]
    readers += () if rules.fees is None else rules.fees.lines
    return all(
        document.effective_from <= first and (document.effective_to or date.max) >= last
        for first, last in map(_days_of_reading, readers)
    )


def _days_of_reading(reader: Rule | RequiredDocument | FeeRule) -> tuple[date, date]:
    """The first and the last decision date on which it is read: any, where another day decides."""
    if isinstance(reader, Rule) and reader.applies_on is not None:
        return date.min, date.max
    return reader.effective_from, reader.effective_to or date.max


def _optional(fact: Fact) -> Fact:
    return Fact(fact.name, fact.type.optional(), fact.source, fact.label, fact.span, fact.unit)


def _on_record(register: Register) -> Fact:
    label = Text(ar=f"مقيد في {register.title.ar}", en=f"On record: {register.title.en}")
    name = f"{register.id}.is_on_record"
    return Fact(name, YES_NO, FactSource.REGISTER, label, register.span)


def is_always_answered(field: Field) -> bool:
    """Whether the field, where it is shown, has an answer once its step is saved without error."""
    return field.is_required and field.required_when is None


def _field_type(field: Field, is_hidable: bool) -> Type:
    may_be_absent = is_hidable or not is_always_answered(field)
    return field.fact_type.optional() if may_be_absent else field.fact_type


def providers_of(service: Service) -> dict[str, list[tuple[Step, Field]]]:
    """The fields outside groups that give each fact, in the order of the journey."""
    providers: dict[str, list[tuple[Step, Field]]] = {}
    for step in service.steps:
        for field in step.fields if step.group is None else ():
            providers.setdefault(field.fact, []).append((step, field))
    return providers


def _answer(providers: list[tuple[Step, Field]]) -> Fact:
    """The fact that one or several fields give, with the words of the first."""
    (step, field), *others = providers
    type_ = _field_type(field, field.shown_when is not None or step.shown_when is not None)
    if others:
        type_ = _common_type(field.fact_type, [one.fact_type for _, one in others])
        type_ = type_ if _is_always_one(providers) else type_.optional()
    return Fact(field.fact, type_, FactSource.APPLICANT, field.label, field.span, field.unit)


def _of_chosen(step: Step, field: Field) -> Iterable[Fact]:
    """What is known of the application that an answer chooses, absent where nothing is chosen."""
    is_sure = is_always_answered(field) and field.shown_when is None and step.shown_when is None
    for fact in () if field.own is None else field.own.facts:
        yield fact if is_sure else _optional(fact)


def _common_type(first: Type, others: list[Type]) -> Type:
    """The type of all, with the widest of their domains. That they agree is checked elsewhere."""
    lows = [type_.low for type_ in (first, *others)]
    highs = [type_.high for type_ in (first, *others)]
    return replace(
        first,
        low=None if None in lows else min(low for low in lows if low is not None),
        high=None if None in highs else max(high for high in highs if high is not None),
    )


def _is_always_one(providers: list[tuple[Step, Field]]) -> bool:
    """Whether one of the fields is always asked and answered: two with opposite conditions."""
    if len(providers) != 2:
        return False
    (step, first), (other_step, second) = providers
    is_answered = is_always_answered(first) and is_always_answered(second)
    is_shown = step.shown_when is None and other_step.shown_when is None
    return is_answered and is_shown and _are_opposite(first.shown_when, second.shown_when)


def _are_opposite(first: Condition | None, second: Condition | None) -> bool:
    """Whether one of two conditions is written as `not(...)` of the other."""
    texts = [_text(condition) for condition in (first, second)]
    one, other = (None if text is None else f"not({text})" for text in texts)
    return None not in texts and (texts[1] == one or texts[0] == other)


def _text(condition: Condition | None) -> str | None:
    """The text of a condition that is written as one, without white space."""
    if condition is None or condition.combinator is not Combinator.ONE:
        return None
    body = condition.clauses[0].body
    return "".join(body.text.split()) if isinstance(body, Formula) else None


def _group(step: Step, name: str) -> Fact:
    type_ = Type(Kind.GROUP, of=name, fields=_fields(step))
    return Fact(name, type_, FactSource.APPLICANT, step.title, step.span)


def _items(document: RequiredDocument, step: Step) -> Fact:
    """The items of the group for which the document is due, with what it asks of each."""
    details = tuple((fact.name.rpartition(".")[2], fact.type) for fact in document.asks)
    type_ = Type(Kind.GROUP, of=document.name, fields=(*_fields(step), *details))
    return Fact(document.name, type_, FactSource.DOCUMENT, document.label, document.span)


def _fields(step: Step) -> tuple[tuple[str, Type], ...]:
    """The fields of an item, and the groups inside it: lists of items, of as many as they hold."""
    fields = ((field.id, _field_type(field, field.shown_when is not None)) for field in step.fields)
    held = ((one.group.name, _inner(one, one.group)) for one in step.groups if one.group)
    return (*fields, *held)


def _inner(step: Step, group: Group) -> Type:
    item = Type(Kind.CONTEXT, of=group.fact, fields=_fields(step))
    return Type(Kind.LIST, element=item, most=group.max_items)
