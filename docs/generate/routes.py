"""The page of routes: who may use each, from what the routes declare."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

from api.app import route_handlers
from api.security.access import Access, access
from docs.generate.markdown import page as whole
from docs.generate.markdown import table
from engine.model.account import Role
from engine.model.scope import Scope, held

Caller = Role | None  # None: nobody is signed in
CALLERS: tuple[Caller, ...] = (None, *Role)
WORDS = {Access.ALLOWED: "allowed", Access.SIGN_IN: "sign-in", Access.REFUSED: "refused"}

_LITESTARS = re.compile("/api/v1/openapi(/|$)")  # its own pages, where nobody gets in (404)

_TITLE = "# Routes"
_INTRODUCTION = """Who may use each address of a running server. A route declares one *scope*, or
that it is public; one that declares neither is refused to everybody. A role holds scopes, and
a session that still awaits the code of a second factor holds `give_code` alone, one that must
enrol a second factor `enrol` alone:"""
_LEGEND = """In the table, *allowed* means that the role opens the route, not that there is anything
behind it: an application of somebody else is not there for an applicant. *sign-in* leads to the
sign-in page, or is 401 for a program. *refused* is 403, and is logged with the id of the account.
`HEAD` is as `GET`; in development `/{language}/outbox` is public too. The token of a machine
(`mumaris machines`) holds `propose` alone, and is read by the JSON API only."""


@dataclass(frozen=True, slots=True)
class Line:
    """One method of one address. `opt` is what its route declares."""

    method: str
    path: str
    opt: Mapping[str, Any] = field(hash=False)

    @property
    def scope(self) -> str:
        return str(self.opt.get("scope", "public" if self.opt.get("is_public") else "nothing"))


def lines(app: Litestar) -> list[Line]:
    """Every route of `app`, in the order of addresses."""
    return sorted(_lines(app), key=lambda line: (line.path, line.method))


def _lines(app: Litestar) -> Iterator[Line]:
    for route in app.routes:
        if isinstance(route, HTTPRoute) and not _LITESTARS.match(route.path_format):
            for method, (handler, _) in route.route_handler_map.items():
                if method not in ("HEAD", "OPTIONS"):
                    yield Line(str(method), route.path_format, dict(handler.opt))


def declared(line: Line, caller: Caller) -> Access:
    """What the route's declaration says to somebody in the role."""
    return access(line.opt, None if caller is None else held(caller))


def text_of(found: list[Line], ask: Callable[[Line, Caller], Access]) -> str:
    """The table as plain text with columns of a fixed width, so that a new route is one line."""
    head = f"{'':<7}{'':<78}{'scope':<14}" + "".join(f"{name(one):<15}" for one in CALLERS)
    rows = [
        f"{line.method:<7}{line.path:<78}{line.scope:<14}"
        + "".join(f"{WORDS[ask(line, one)]:<15}" for one in CALLERS)
        for line in found
    ]
    return "\n".join(row.rstrip() for row in [head, *rows]) + "\n"


def name(caller: Caller) -> str:
    return "nobody" if caller is None else caller.value


def page() -> str:
    app = Litestar(route_handlers=route_handlers(is_development=False), openapi_config=None)
    rows = [
        (f"`{line.method} {line.path}`", line.scope, *(WORDS[declared(line, c)] for c in CALLERS))
        for line in lines(app)
    ]
    routes = table(("route", "scope", *(name(caller) for caller in CALLERS)), rows)
    return whole(_TITLE, _INTRODUCTION, _roles(), _LEGEND, routes)


def _roles() -> str:
    return table(("role", "scopes"), ((role.value, _scopes(role)) for role in Role))


def _scopes(role: Role) -> str:
    return ", ".join(f"`{scope}`" for scope in Scope if scope in held(role))
