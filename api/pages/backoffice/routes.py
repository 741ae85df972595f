"""All routes of the back office; each says its scope in `opt`."""

from __future__ import annotations

from api.pages.backoffice import (
    acts,
    books,
    data_requests,
    home,
    incidents,
    opinions,
    queue,
    refunds,
    review,
    users,
)
from api.pages.backoffice.audit import looks, publications, record, records, rules

_PAGES = (
    home,
    queue,
    review,
    acts,
    refunds,
    books,
    records,
    record,
    publications,
    rules,
    looks,
    data_requests,
    users,
    opinions,
    incidents,
)
ROUTES = tuple(route for page in _PAGES for route in page.ROUTES)
