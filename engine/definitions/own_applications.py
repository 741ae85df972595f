"""What rules may read of an application that is chosen as an answer, from the services it is of."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import replace
from typing import Final

from engine.model import own_application
from engine.model.fact import Fact, FactSource
from engine.model.listing import Code, CodeList
from engine.model.own_application import OwnApplication
from engine.model.rule import RuleSet
from engine.model.service import Field, Service, Step
from engine.model.types import DATE, YES_NO, Kind, Type
from engine.model.words import Text
from engine.phrases import phrase_text

_AMOUNTS: Final = (
    own_application.PAID_ON_SUBMISSION,
    own_application.PAID_AFTER_APPROVAL,
    own_application.PAID_TOTAL,
    own_application.OVERPAID,
    own_application.RETURNED,
    own_application.REFUNDABLE,
)
_CLAIMS: Final = (
    own_application.IS_PAID_TWICE,
    own_application.IS_CLOSED,
    own_application.IS_CLOSED_INCOMPLETE,
    own_application.WAS_RETURNED,
)
Services = Map[str, Service]


def with_attributes(
    services: Services, rule_sets: Map[str, RuleSet], currency: str | None
) -> dict[str, Service]:
    """The services, their fields that choose an application with what is known of it."""
    return {
        id: replace(
            service,
            steps=tuple(_step(step, services, rule_sets, currency) for step in service.steps),
        )
        if any(field.own is not None for step in service.steps for field in step.fields)
        else service
        for id, service in services.items()
    }


def choosing(services: Services) -> Iterator[tuple[str, OwnApplication]]:
    """The facts that are an application of one's own, and what each may be."""
    for service in services.values():
        for step in service.steps:
            for field in step.fields:
                if field.own is not None:
                    yield field.fact, field.own


def lists_of(services: Services) -> dict[str, CodeList]:
    """The services and their states as lists, where any field chooses an application."""
    fields = (field for one in services.values() for step in one.asking for field in step.fields)
    first = next((field for field in fields if field.own is not None), None)
    if first is None:
        return {}
    states = {state.id: state.label for one in services.values() for state in one.lifecycle.states}
    titles = {one.id: one.title for one in services.values()}
    return {
        id: CodeList(
            id,
            phrase_text(f"own-applications.{name}"),
            tuple(Code(code, label, None, None, (), first.span) for code, label in words.items()),
            (),
            first.span,
        )
        for id, name, words in (
            (own_application.SERVICES, "service", titles),
            (own_application.STATES, "state", states),
        )
    }


def _step(
    step: Step, services: Services, rule_sets: Map[str, RuleSet], currency: str | None
) -> Step:
    fields = tuple(_field(field, services, rule_sets, currency) for field in step.fields)
    return replace(step, fields=fields)


def _field(
    field: Field, services: Services, rule_sets: Map[str, RuleSet], currency: str | None
) -> Field:
    if field.own is None:
        return field
    own = field.own
    facts = tuple(
        Fact(f"{field.fact}.{name}", type_, FactSource.APPLICANT, label, field.span)
        for name, (type_, label) in _attributes(own, services, rule_sets, currency).items()
    )
    return replace(field, own=replace(own, facts=facts))


def _attributes(
    own: OwnApplication, services: Services, rule_sets: Map[str, RuleSet], currency: str | None
) -> dict[str, tuple[Type, Text]]:
    """Type and words of each, the first of those with one name."""
    made: dict[str, tuple[Type, Text]] = {}
    for name, type_, label in _all(own, services, rule_sets, Type(Kind.MONEY, of=currency)):
        made.setdefault(name, (type_, label))
    return made


def _all(
    own: OwnApplication, services: Services, rule_sets: Map[str, RuleSet], money: Type
) -> Iterator[tuple[str, Type, Text]]:
    yield (
        own_application.SERVICE,
        Type(Kind.CODE, of=own_application.SERVICES),
        _words(own_application.SERVICE),
    )
    yield (
        own_application.STATE,
        Type(Kind.CODE, of=own_application.STATES),
        _words(own_application.STATE),
    )
    yield own_application.SUBMITTED_DATE, DATE, _words(own_application.SUBMITTED_DATE)
    for day in (
        own_application.CLOSED_DATE,
        own_application.FIRST_PAYMENT_DATE,
        own_application.LAST_PAYMENT_DATE,
    ):
        yield day, DATE.optional(), _words(day)
    for amount in _AMOUNTS:
        yield amount, money, _words(amount)
    for claim in _CLAIMS:
        yield claim, YES_NO, _words(claim)
    for service in services.values():
        if own.takes(service.id):
            rules = rule_sets.get(service.rules)
            for line in () if rules is None or rules.fees is None else rules.fees.lines:
                yield f"{own_application.FEES}{named(line.id)}", money, line.label
            for flag in service.lifecycle.flags:
                yield f"{own_application.FLAGS}{flag.id}", YES_NO, flag.label
            for state in service.lifecycle.states:
                words = phrase_text("own-applications.was-in", state=state.label)
                yield f"{own_application.WAS_IN}{state.id}", YES_NO, words
            for field in service.review:
                yield f"{own_application.RECORDED}{field.id}", YES_NO, field.label


def named(id: str) -> str:
    """The id of a fee line as a condition can say it.

    >>> named("late-fee")
    'late_fee'
    """
    return id.replace("-", "_")


def _words(attribute: str) -> Text:
    return phrase_text(f"own-applications.{attribute.replace('_', '-')}")
