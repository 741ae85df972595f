"""The doorway of the API: session, rate, and the body within its limits, in this order.

A route needs someone who holds its scope unless it says `opt=PUBLIC`; none can forget to ask.
Sessions are those of the pages, but only the header `Authorization: Bearer` carries them here: a
cookie is never read, so a page of another site can make no request in anybody's name (no CSRF).
A machine sends its own token in the same header, which opens what is declared for machines alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from litestar.concurrency import sync_to_thread
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.json.call import Call
from api.json.uploads import read_upload
from api.problems import Case, Declined, Refused
from api.runtime import Runtime
from api.security.access import enforce
from api.security.bodies import TEXT_LIMIT, BodyError, read_body
from engine.definitions.archive import LARGEST_BYTES
from engine.operations import accounts, machines
from engine.operations.results import NotThere
from engine.release import Release

TAKES_JSON: Final[Mapping[str, Any]] = {"takes": "json"}
TAKES_A_FILE: Final[Mapping[str, Any]] = {"takes": "file"}
TAKES_AN_ARCHIVE: Final[Mapping[str, Any]] = {"takes": "archive"}
_SAFE: Final = frozenset({"GET", "HEAD"})
_BEARER: Final = re.compile(r"(?i:bearer) +([A-Za-z0-9._~+/-]{1,200}=*)")
_KEY: Final = re.compile(r"[!-~]{1,100}")
_LONGEST_PARAMETER: Final = 300


class Doorway(ASGIMiddleware):
    """Makes the `Call` of a request to the API, or refuses it."""

    scopes: tuple[ScopeType, ...] = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        http = cast(HTTPScope, scope)
        runtime: Runtime = http["litestar_app"].state.runtime
        if http["method"] == "OPTIONS":
            await _say_methods(http, send)
            return
        _check_parameters(http)
        call = await sync_to_thread(_call, runtime, http)
        if http["method"] not in _SAFE:
            await _take(call, http, receive)
        scope["state"]["call"] = call
        try:
            await next_app(scope, receive, send)
        finally:
            if call.upload is not None:
                call.upload.close()


def _call(runtime: Runtime, scope: HTTPScope) -> Call:
    now = runtime.clock()
    is_public = scope["route_handler"].opt.get("is_public", False)
    token = None if is_public else _token(scope)
    machine = machines.let_in(runtime.ports, token, now) if token else None
    session = None
    if token and machine is None:
        session = accounts.session_account(runtime.ports, token, now)
    enforce(scope, session, Declined(Case.UNAUTHENTICATED), machine)
    client = scope["client"][0] if scope["client"] else "unknown"
    return Call(runtime, now, client, session, token, _key(scope), machine=machine)


async def _take(call: Call, scope: HTTPScope, receive: Receive) -> None:
    caller = call.session.id if call.session else call.client
    if call.machine is not None:
        caller = f"machine {call.machine.id}"
    seconds = call.runtime.limit.seconds_to_wait(caller, call.now)
    if seconds:
        raise Refused(429, seconds)
    headers = dict(scope["headers"])
    match scope["route_handler"].opt.get("takes"):
        case "json":
            call.content = await read_body(receive, TEXT_LIMIT)
            if call.content and not _is_json(headers):
                raise BodyError(415)
        case "archive":
            call.upload = await read_upload(headers, receive, LARGEST_BYTES)
        case "file":
            limit = await sync_to_thread(_largest_file, call.release)
            call.upload = await read_upload(headers, receive, limit)
        case _:
            pass


async def _say_methods(scope: HTTPScope, send: Send) -> None:
    """Answer OPTIONS with every method of the address; Litestar names those of one route only."""
    methods = {
        method
        for route in scope["litestar_app"].routes
        if isinstance(route, HTTPRoute) and route.path_format == scope["path_template"]
        for method in route.methods
    }
    also = {"HEAD", "OPTIONS"} if "GET" in methods else {"OPTIONS"}
    allow = ", ".join(sorted(methods | also)).encode()
    await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", allow)]})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _check_parameters(scope: HTTPScope) -> None:
    """What no id can be is not there, and reaches no database."""
    for value in scope["path_params"].values():
        if not 0 < len(value) <= _LONGEST_PARAMETER or not value.isprintable():
            raise NotThere("a path that names nothing")


def _token(scope: HTTPScope) -> str | None:
    found = [value for name, value in scope["headers"] if name == b"authorization"]
    bearer = _BEARER.fullmatch(found[0].decode("latin-1")) if len(found) == 1 else None
    return bearer[1] if bearer else None


def _key(scope: HTTPScope) -> str | None:
    """The header Idempotency-Key: 1 to 100 visible ASCII characters, sent once."""
    found = [value for name, value in scope["headers"] if name == b"idempotency-key"]
    if not found:
        return None
    key = found[0].decode("latin-1")
    if len(found) > 1 or not _KEY.fullmatch(key):
        raise Refused(400)
    return key


def _is_json(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the body says that it is JSON in UTF-8."""
    kind, _, rest = headers.get(b"content-type", b"").decode("latin-1").lower().partition(";")
    parameters = rest.replace('"', "").replace(" ", "")
    return kind.strip() == "application/json" and parameters in {"", "charset=utf-8"}


def _largest_file(release: Release) -> int:
    """The most bytes that any file of the release may have."""
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
