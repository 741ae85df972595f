"""Where the biller reports payments: signed, so it needs no session and no CSRF token."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.concurrency import sync_to_thread

from api.logs import log
from api.runtime import Runtime
from api.security.access import PUBLIC
from api.security.bodies import read_body
from engine.operations import payments
from engine.operations.payments import CallbackRefused, Refusal

ADDRESS = "/payments/callback"
_LIMIT = 10_000
_STATUS = {
    Refusal.FORGED: 401,
    Refusal.STALE: 401,
    Refusal.MALFORMED: 400,
    Refusal.UNKNOWN_BILL: 404,
    Refusal.WRONG_AMOUNT: 422,
    Refusal.LATE: 409,
    Refusal.ALREADY_PAID: 409,
}


@post(ADDRESS, opt=dict(PUBLIC), include_in_schema=False)
async def callback(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """Answers 200 to a payment and to each repetition of it, so that the biller stops sending."""
    runtime: Runtime = request.app.state.runtime
    body = await read_body(request.receive, _LIMIT)
    status = await sync_to_thread(accept, runtime, body, request.headers)
    return Response({"status": "accepted" if status == 200 else "refused"}, status_code=status)


def accept(runtime: Runtime, body: bytes, headers: Any) -> int:
    """Check and carry out one callback; the status to answer with. `headers` is any mapping."""
    result = payments.receive_callback(
        runtime.ports,
        body,
        headers.get("Mumaris-Timestamp"),
        headers.get("Mumaris-Signature"),
        runtime.clock(),
    )
    if isinstance(result, CallbackRefused):
        log().warning("callback refused", reason=str(result.reason))
        return _STATUS[result.reason]
    log().info("paid", reference=result.reference, is_new=result.is_new)
    return 200
