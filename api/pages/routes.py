"""All routes of the pages, under a language; the one list of what the portal serves."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from api.pages import (
    answering,
    before,
    browsing,
    decisions,
    files,
    home,
    inner_groups,
    inviting,
    issued,
    items,
    joining,
    lookups,
    mine,
    my_data,
    opinions,
    outbox,
    own_account,
    paying,
    provider,
    records,
    second_factor,
    signing,
    start,
    status,
    steps,
    submitted,
)
from api.pages.backoffice.routes import ROUTES as STAFF_ROUTES
from api.pages.desk.routes import ROUTES as DESK_ROUTES
from api.pages.doorway import Doorway
from api.pages.visit import provide_visit

_PAGES = (
    home,
    browsing,
    signing,
    provider,
    second_factor,
    joining,
    mine,
    own_account,
    start,
    before,
    records,
    lookups,
    submitted,
    status,
    steps,
    items,
    inner_groups,
    files,
    decisions,
    paying,
    my_data,
    opinions,
    inviting,
    answering,
    issued,
)


def make_router(is_development: bool) -> Router:
    """The pages in both languages. Bodies are read and bounded by the doorway alone."""
    handlers = [*(route for page in _PAGES for route in page.ROUTES), *STAFF_ROUTES]
    handlers += DESK_ROUTES
    if is_development:
        handlers += outbox.ROUTES
    return Router(
        path="/{language:str}",
        route_handlers=handlers,
        middleware=[Doorway()],
        dependencies={"visit": Provide(provide_visit, sync_to_thread=False)},
        include_in_schema=False,
    )
