"""One request to the API: who asks, when, and what they sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from litestar.di import NamedDependency
from litestar.types import Scope

from api.json.errors import ErrorBody
from api.json.shapes import Body, Shape
from api.json.strict import Malformed, parse
from api.json.uploads import Uploaded
from api.problems import Case, Declined
from api.runtime import Runtime
from engine.model.account import Account
from engine.model.machine import Machine
from engine.operations.accounts import Session
from engine.operations.ports import Ports
from engine.release import Release


@dataclass(slots=True)
class Call:
    """Made by `api.json.doorway`, which has checked session, rate and sizes already.

    `session` and `machine` are both None where nobody says who asks; never both are there.
    `content` is the body where the route takes JSON, `upload` the file where it takes one.
    `key` is the header Idempotency-Key.
    """

    runtime: Runtime
    now: datetime
    client: str
    session: Session | None
    token: str | None
    key: str | None
    content: bytes = b""
    upload: Uploaded | None = None
    machine: Machine | None = None

    @property
    def ports(self) -> Ports:
        return self.runtime.ports

    @property
    def account(self) -> Account:
        """The account that is signed in; only on routes that are not public."""
        assert self.session is not None, "a route for an account was declared public"
        return self.session.account

    @property
    def release(self) -> Release:
        return self.runtime.release(self.now)

    @property
    def today(self) -> date:
        """The civil date where the services are run."""
        zone = self.release.catalogue.portal.time_zone
        return self.now.astimezone(ZoneInfo(zone)).date()

    def body(self, shape: Shape) -> Body:
        """What was sent, read as `shape`; raises Declined."""
        if not self.content and shape.is_optional:
            return Body()
        try:
            return shape.read(parse(self.content))
        except Malformed as malformed:
            error = ErrorBody(None, None, malformed.code, malformed.message)
            raise Declined(Case.MALFORMED_BODY, errors=[error]) from None


TheCall = NamedDependency[Call]
"""The call, as a handler's parameter `call`."""


def provide_call(scope: Scope) -> Call:
    """The call that the doorway made, for a handler's parameter `call`."""
    call: Call = scope["state"]["call"]
    return call
