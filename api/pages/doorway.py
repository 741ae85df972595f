"""The doorway of every page: language, session, rate, body and CSRF token, in this order.

A page needs someone who holds its scope unless its route says `opt=PUBLIC`; none can forget to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast
from urllib.parse import urlsplit

from litestar.concurrency import sync_to_thread
from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.pages.visit import Visit
from api.problems import Refused
from api.runtime import Runtime
from api.security import csrf
from api.security.access import enforce
from api.security.bodies import Form, read_form
from api.security.cookies import read_cookie
from engine.model.account import Awaits
from engine.model.words import Language
from engine.operations import accounts
from engine.release import Release

TAKES_FILES: Final[Mapping[str, Any]] = {"takes_files": True}
"""For a route that takes what the release in force asks for; a number instead is a limit of its
own, in bytes."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInNeeded(Exception):
    """Nobody is signed in, or not wholly; `path` is where they wanted to go."""

    def __init__(self, language: Language, path: str, awaits: Awaits | None) -> None:
        self.language = language
        self.path = path
        self.awaits = awaits
        super().__init__("sign-in needed")


class Doorway(ASGIMiddleware):
    """Makes the `Visit` of a page request, or refuses it."""

    scopes: tuple[ScopeType, ...] = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        http = cast(HTTPScope, scope)
        runtime: Runtime = http["litestar_app"].state.runtime
        visit = await sync_to_thread(self._visit, runtime, http)
        if http["method"] not in _SAFE:
            visit.form = await self._form(visit, http, receive)
        try:
            await next_app(scope, receive, send)
        finally:
            visit.form.close()

    def _visit(self, runtime: Runtime, scope: HTTPScope) -> Visit:
        now = runtime.clock()
        headers = list(scope["headers"])
        token = read_cookie(headers, runtime.cookies.session)
        session = accounts.session_account(runtime.ports, token, now) if token else None
        visit = Visit(
            runtime=runtime,
            language=language_of(scope),
            now=now,
            path=_path(scope),
            client=client_of(scope),
            is_htmx=any(name == b"hx-request" for name, _ in headers),
            session=session,
            token=token if session else None,
            secret=token if session else read_cookie(headers, runtime.cookies.browser),
        )
        scope["state"]["visit"] = visit  # a refusal is a page too
        if scope["method"] != "OPTIONS":
            wanted = visit.path if scope["method"] in _SAFE else _came_from(headers)
            awaits = session.awaits if session else None
            enforce(scope, session, SignInNeeded(visit.language, wanted, awaits))
        return visit

    async def _form(self, visit: Visit, scope: HTTPScope, receive: Receive) -> Form:
        headers = list(scope["headers"])
        caller = visit.session.id if visit.session else visit.client
        seconds = visit.runtime.limit.seconds_to_wait(caller, visit.now)
        if seconds:
            raise Refused(429, seconds)
        if csrf.is_foreign(headers):
            raise Refused(403)
        takes_files = scope["route_handler"].opt.get("takes_files")
        limit = None
        if takes_files:
            is_own = takes_files is not True
            limit = takes_files if is_own else largest_file(visit.runtime.release(visit.now))
        form = await read_form(dict(headers), receive, limit)
        if not csrf.is_valid(visit.secret, form.text(csrf.FIELD)):
            form.close()
            raise Refused(403)
        return form


def language_of(scope: HTTPScope) -> Language:
    """The language that the address begins with; anything else is no page."""
    first = scope["path"].removeprefix("/").partition("/")[0]
    if first not in set(Language):
        raise NotFoundException
    return Language(first)


def client_of(scope: HTTPScope) -> str:
    """The network address of the client, for limits only."""
    return scope["client"][0] if scope["client"] else "unknown"


def largest_file(release: Release) -> int:
    """The most bytes that any file of the release may have: what is kept of one that is sent."""
    limits = [
        limit
        for service in release.catalogue.services.values()
        for step in service.asking
        for limit in (
            *(request.max_bytes for request in step.documents),
            *(field.max_bytes for field in step.fields),
        )
    ]
    return max(limits, default=0)


def _came_from(headers: list[tuple[bytes, bytes]]) -> str:
    """The address of the page whose form was sent; what it is worth is checked where it is used."""
    referrer = next((value for name, value in headers if name == b"referer"), b"")
    try:
        parts = urlsplit(referrer.decode("latin-1"))
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _path(scope: HTTPScope) -> str:
    query = scope["query_string"].decode("latin-1")
    path = scope["raw_path"].decode("latin-1").partition("?")[0]
    return f"{path}?{query}" if query else path
