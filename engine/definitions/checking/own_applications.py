"""Fields that choose one of the applicant's own applications: of services that there are."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.model.lifecycle import EffectKind
from engine.model.problem import Problem
from engine.model.service import Service


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        yield from _refunds(service)
    for service in draft.every_service():
        for step in service.pages:
            for field in step.fields:
                if field.own is None:
                    continue
                for id in field.own.services:
                    if id not in draft.services and id not in draft.broken:
                        hint = meant_or_listed(id, draft.services, "the services are")
                        message = f"there is no service `{id}` to apply for"
                        yield Problem("D240", message, field.own.span, hint)
                if step.group is not None:
                    message = "a field of a group cannot choose an application"
                    hint = "ask for it on a step of its own"
                    yield Problem("D241", message, field.own.span, hint)


def _refunds(service: Service) -> Iterator[Problem]:
    """What is returned is of the one application that an answer chooses."""
    fields = [one for step in service.steps for one in step.fields if one.own is not None]
    effects = (effect for move in service.lifecycle.transitions for effect in move.effects)
    for effect in effects:
        if effect.kind is EffectKind.REFUND and len(fields) != 1:
            found = "no field chooses" if not fields else "several fields choose"
            message = f"{found} the application whose fees are returned"
            hint = "ask for it in one field of the type `application of [...]`"
            yield Problem("D242", message, effect.span, hint)
