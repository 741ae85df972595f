"""All routes of the back office; each says its scope in `opt`."""

from __future__ import annotations

from api.pages.backoffice import home, queue

_PAGES = (home, queue)
ROUTES = tuple(route for page in _PAGES for route in page.ROUTES)
