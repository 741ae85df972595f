"""Leads: each is to a service that there is, and to another one."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.model.lead import Lead
from engine.model.problem import Problem
from engine.model.service import Service


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        for entry in service.open_to:
            yield from _wrong(draft, entry.leads_to, service)
        for step in service.steps:
            for paragraph in step.says:
                yield from _wrong(draft, paragraph.leads_to, service)
    for rules in draft.rule_sets.values():
        for rule in rules.rules:
            yield from _unknown(draft, rule.leads_to)
    for service, rules in draft.decided():
        for rule in rules.rules:
            yield from _circle(rule.leads_to, service)


def _wrong(draft: Draft, lead: Lead | None, service: Service) -> Iterator[Problem]:
    yield from _unknown(draft, lead)
    yield from _circle(lead, service)


def _unknown(draft: Draft, lead: Lead | None) -> Iterator[Problem]:
    if lead is None or lead.service in draft.services or lead.service in draft.broken:
        return
    hint = meant_or_listed(lead.service, draft.services, "the services are")
    yield Problem("D208", f"there is no service `{lead.service}`", lead.span, hint)


def _circle(lead: Lead | None, service: Service) -> Iterator[Problem]:
    if lead is not None and lead.service == service.id:
        message = f"`{service.id}` leads to itself"
        yield Problem("D208", message, lead.span, "name another service, or remove it")
