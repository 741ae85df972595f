"""All routes of the policy desk; each says its scope in `opt`."""

from __future__ import annotations

from api.pages.desk import candidates, changes, preview, releases, trying

_PAGES = (releases, candidates, changes, preview, trying)
ROUTES = tuple(route for page in _PAGES for route in page.ROUTES)
