"""The outermost layer: a request id, security headers, one log line, its duration, and HEAD.

It wraps the whole application, so that an unknown address and a crash are covered too.
"""

from __future__ import annotations

import secrets
import time

import structlog
from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from api.counts import Counts
from api.logs import log
from api.security.headers import secured


class Envelope:
    """ASGI middleware around the application's handler."""

    def __init__(self, app: ASGIApp, is_https: bool, counts: Counts) -> None:
        self._app = app
        self._is_https = is_https
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        request_id = secrets.token_hex(8)
        scope["state"]["request_id"] = request_id
        is_head = scope["method"] == "HEAD"
        method = scope["method"]
        if is_head:  # what GET says, without its body
            scope["method"] = HttpMethod.GET
        status = 500
        started = time.perf_counter()

        async def send_secured(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = secured(list(message["headers"]), self._is_https)
                message["headers"] = [*headers, (b"x-request-id", request_id.encode())]
            elif message["type"] == "http.response.body" and is_head:
                message["body"] = b""
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                await self._app(scope, receive, send_secured)
            finally:
                # the pattern, not the address: an address can hold a token
                route: str = scope.get("path_template", "")
                seconds = time.perf_counter() - started
                self._counts.request(method, route, status, seconds)
                log().info(
                    "request",
                    method=method,
                    route=route,
                    status=status,
                    milliseconds=round(seconds * 1000, 1),
                )
