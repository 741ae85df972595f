"""Where the biller reports what was paid and returned: signed, so it needs no session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, post
from litestar.concurrency import sync_to_thread

from api.runtime import Runtime
from api.security.access import PUBLIC
from api.security.bodies import read_body
from engine.operations import payments
from engine.operations.payments import CallbackRefused, Refusal
from engine.wire.messages import CALLBACKS

_LIMIT = 10_000
_STATUS = {
    Refusal.FORGED: 401,
    Refusal.STALE: 401,
    Refusal.MALFORMED: 400,
    Refusal.UNKNOWN: 404,
    Refusal.CONTRADICTS: 409,
}


@post(CALLBACKS, opt=dict(PUBLIC), include_in_schema=False)
async def callback(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """Answers 200 to a message and to each repetition of it, so that the biller stops sending."""
    runtime: Runtime = request.app.state.runtime
    body = await read_body(request.receive, _LIMIT)
    status = await sync_to_thread(accept, runtime, body, request.headers)
    return Response({"status": "accepted" if status == 200 else "refused"}, status_code=status)


def accept(runtime: Runtime, body: bytes, headers: Mapping[str, str]) -> int:
    """Check and carry out one callback; the status to answer with."""
    result = payments.receive_callback(runtime.ports, body, headers, runtime.clock())
    return _STATUS[result.reason] if isinstance(result, CallbackRefused) else 200
