"""Who may use a route: the scope that it declares, against the scopes that a role holds.

Every route says in its `opt` either `is_public` or a `scope`. One that says neither is refused to
everybody, so that forgetting it opens nothing. The doorways ask before they read a body; `guard`
asks again of every route of the application, those without a doorway included.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Final, cast

import structlog
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import HTTPScope

from api.problems import Case, Declined
from engine.model.machine import Machine
from engine.model.scope import OF_MACHINES, Scope, held
from engine.operations.sessions import Session

PUBLIC: Final[Mapping[str, Any]] = {"is_public": True}
_log = structlog.get_logger("mumaris.audit")


class Access(Enum):
    ALLOWED = auto()
    SIGN_IN = auto()  # somebody signed in may be allowed
    REFUSED = auto()


def access(
    opt: Mapping[str, Any], scopes: frozenset[Scope] | None, *, is_whole: bool = True
) -> Access:
    """Whether somebody who holds `scopes` may use the route with these options.

    None: nobody is signed in. Not `is_whole`: signing in is not done yet.
    """
    if opt.get("is_public") is True:
        return Access.ALLOWED
    scope = opt.get("scope")
    if not isinstance(scope, Scope):
        return Access.REFUSED
    if scopes is not None and scope in scopes:
        return Access.ALLOWED
    return Access.REFUSED if scopes is not None and is_whole else Access.SIGN_IN


def enforce(
    http: HTTPScope, session: Session | None, sign_in: Exception, machine: Machine | None = None
) -> None:
    """Let the request go on, or raise `sign_in`, or Declined; who was refused what is logged.

    A machine holds its own scopes, and no session.
    """
    http["state"]["session"] = session
    http["state"]["machine"] = machine
    opt = http["route_handler"].opt
    account = session.account if session else None
    scopes = held(session.account.role, session.awaits) if session else None
    if machine is not None:
        scopes = OF_MACHINES
    match access(opt, scopes, is_whole=session is None or session.awaits is None):
        case Access.ALLOWED:
            return
        case Access.SIGN_IN:
            raise sign_in
        case Access.REFUSED:
            _log.warning(
                "access.refused",
                account=account and account.id,
                machine=machine and machine.id,
                scope=opt.get("scope"),
                method=http["method"],
                route=http["path_template"],
                reference=http["path_params"].get("reference"),
            )
            raise Declined(Case.NOT_ALLOWED)


async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard of the whole application. What has no doorway has nobody signed in."""
    http = cast(HTTPScope, connection.scope)  # there are no web sockets
    if http["method"] == "OPTIONS":
        return  # it names the methods of an address, and does nothing
    state = http["state"]
    sign_in = Declined(Case.UNAUTHENTICATED)
    enforce(http, state.get("session"), sign_in, state.get("machine"))
