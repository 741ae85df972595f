"""All routes of the JSON API; the one list of what it serves."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from api.json import (
    applications,
    candidates,
    documents,
    events,
    evidence,
    invitations,
    invoices,
    issued,
    problem_page,
    records,
    services,
    sessions,
    steps,
    submission,
    trials,
)
from api.json.call import provide_call
from api.json.doorway import Doorway

_THEMES = (
    sessions,
    services,
    trials,
    records,
    applications,
    steps,
    evidence,
    submission,
    events,
    issued,
    invoices,
    invitations,
    candidates,
)


def make_router() -> Router:
    """The API under /api/v1. Bodies are read and bounded by the doorway alone."""
    handlers = [route for theme in _THEMES for route in theme.ROUTES]
    return Router(
        path="/api/v1",
        route_handlers=[*handlers, *documents.ROUTES, *problem_page.ROUTES],
        middleware=[Doorway()],
        dependencies={"call": Provide(provide_call, sync_to_thread=False)},
    )
