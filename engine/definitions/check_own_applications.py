"""Fields that choose one of the applicant's own applications: of services that there are."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.model.problem import Problem


def problems(draft: Draft) -> Iterator[Problem]:
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
