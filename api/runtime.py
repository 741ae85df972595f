"""What a running server holds: made once by `api.app`, shared by all requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment

from api.assets_manifest import Assets
from api.counts import Counts
from api.problems import Refused
from api.security.cookies import Cookies
from api.security.limits import RateLimit
from api.settings import Settings
from engine.operations import releases
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.release import Release

Clock = Callable[[], datetime]
_SECONDS_UNTIL_PUBLISHED = 30


@dataclass(frozen=True, slots=True)
class Runtime:
    """`clock` gives an aware instant in UTC: the only place that pages and the API ask for it."""

    settings: Settings
    ports: Ports
    templates: Environment
    assets: Assets
    cookies: Cookies
    limit: RateLimit
    clock: Clock
    counts: Counts

    def release(self, now: datetime) -> Release:
        """The release in force; raises Refused (503) before the first publication."""
        try:
            return releases.active(self.ports, now)
        except NotThere:
            raise Refused(503, _SECONDS_UNTIL_PUBLISHED) from None
