"""The simulator's application: settings in, a Litestar app out. Run by `mumaris biller`.

What the portal says to it is signed, and refused otherwise. Pages need no session: whoever knows
the number of a bill may pay it, as at a bank.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from litestar import Litestar, Request, Response, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import NotFoundException
from litestar.static_files import create_static_files_router

from api.assets_manifest import ADDRESS, FOLDER, Assets
from api.biller import desk, pages
from api.biller.desk import NoSuchBill
from api.biller.runtime import BillerRuntime
from api.biller.sending import Send, sender_to
from api.biller.store import BillerStore
from api.counts import Counts
from api.logs import configure, log
from api.security.bodies import BodyError, read_body
from api.security.envelope import Envelope
from api.settings import Settings
from engine.store.keyring import Purpose
from engine.wire.messages import (
    BILLS,
    LONGEST_BODY,
    REFUNDS,
    STATEMENTS,
    WITHDRAWALS,
    Bill,
    RefundOrder,
    StatementRequest,
    Withdrawal,
)
from engine.wire.signing import Refusal, Refused, check, sign

_SEND_EVERY_SECONDS = 1
_STATUS = {
    Refusal.FORGED: 401,
    Refusal.STALE: 401,
    Refusal.MALFORMED: 400,
    Refusal.UNKNOWN: 404,
    Refusal.CONTRADICTS: 409,
}


def create_app(
    settings: Settings | None = None,
    send: Send | None = None,
    clock: Callable[[], datetime] | None = None,
    *,
    keeps_sending: bool = True,
) -> Litestar:
    """`settings` None: read the environment.

    Tests give a `send` that needs no network, and say themselves when messages are sent again.
    """
    settings = settings or Settings.of(os.environ)
    counts = Counts()
    configure(settings.is_development, counts.event)
    runtime = BillerRuntime(
        store=BillerStore(settings.engine.var / "biller.sqlite3"),
        biller_keys=settings.engine.ring(Purpose.BILLER),
        portal_keys=settings.engine.ring(Purpose.PORTAL),
        portal=settings.base_url,
        templates=pages.make_templates(Assets()),
        send=send or sender_to(settings.base_url),
        clock=clock or _utc_now,
    )
    static = create_static_files_router(
        path=ADDRESS,
        directories=[FOLDER],
        cache_control=CacheControlHeader(public=True, max_age=31536000, immutable=True),
    )
    app = Litestar(
        route_handlers=[bills, withdrawals, refunds, statements, static, *pages.ROUTES],
        exception_handlers={Exception: _on_fault},
        lifespan=[_lifespan(runtime)] if keeps_sending else [],
        openapi_config=None,
        logging_config=None,
    )
    app.state.runtime = runtime
    app.asgi_handler = Envelope(app.asgi_handler, settings.is_https, counts)
    return app


@post(BILLS, status_code=200)
async def bills(request: Request[Any, Any, Any]) -> Response[bytes]:
    runtime, body, _ = await _opened(request, BILLS)
    await sync_to_thread(desk.upload, runtime.store, Bill.read(body))
    return _done()


@post(WITHDRAWALS, status_code=200)
async def withdrawals(request: Request[Any, Any, Any]) -> Response[bytes]:
    runtime, body, _ = await _opened(request, WITHDRAWALS)
    await sync_to_thread(desk.withdraw, runtime.store, Withdrawal.read(body).bill_number)
    return _done()


@post(REFUNDS, status_code=200)
async def refunds(request: Request[Any, Any, Any]) -> Response[bytes]:
    runtime, body, now = await _opened(request, REFUNDS)
    await sync_to_thread(desk.refund, runtime.store, RefundOrder.read(body), now)
    return _done()


@post(STATEMENTS, status_code=200)
async def statements(request: Request[Any, Any, Any]) -> Response[bytes]:
    """All between two instants, signed, for it is proof of what was paid."""
    runtime, body, now = await _opened(request, STATEMENTS)
    found = await sync_to_thread(desk.statement, runtime.store, StatementRequest.read(body))
    signed = sign(runtime.biller_keys, STATEMENTS, found.write(), now)
    return Response(signed.body, media_type="application/json", headers=dict(signed.headers))


async def _opened(
    request: Request[Any, Any, Any], path: str
) -> tuple[BillerRuntime, bytes, datetime]:
    """What the portal says, once it is known to be the portal; raises Refused."""
    runtime: BillerRuntime = request.app.state.runtime
    body, now = await read_body(request.receive, LONGEST_BODY), runtime.clock()
    check(runtime.portal_keys, path, body, request.headers, now)
    return runtime, body, now


def _done() -> Response[bytes]:
    return Response(b"{}", media_type="application/json")


def _on_fault(_: Request[Any, Any, Any], exception: Exception) -> Response[bytes]:
    match exception:
        case Refused(reason=reason):
            log().warning("message refused", reason=str(reason))
            status = _STATUS[reason]
        case BodyError(status=status):
            pass
        case NoSuchBill() | NotFoundException():
            status = 404
        case _:
            log().exception("biller failed", exc_info=exception)
            status = 500
    return Response(b"", status_code=status, media_type="text/plain")


def _lifespan(runtime: BillerRuntime) -> Any:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(_keep_sending(runtime))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return lifespan


async def _keep_sending(runtime: BillerRuntime) -> None:
    while True:
        await asyncio.sleep(_SEND_EVERY_SECONDS)
        try:
            await sync_to_thread(runtime.send_due)
        except Exception:  # noqa: BLE001  # it is tried again
            log().exception("sending failed")


def _utc_now() -> datetime:
    return datetime.now(UTC)
