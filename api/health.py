"""For whoever runs the server: is it alive, can it serve, and how does it do?"""

from __future__ import annotations

import hmac
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from api.counts import MEDIA_TYPE
from api.runtime import Runtime
from api.security.access import PUBLIC


@get("/health", sync_to_thread=False, opt=dict(PUBLIC), include_in_schema=False)
def health() -> dict[str, str]:
    """200 while the process answers at all."""
    return {"status": "ok"}


@get("/ready", sync_to_thread=True, opt=dict(PUBLIC), include_in_schema=False)
def ready(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """200 when the store answers and a release is in force, 503 otherwise."""
    runtime: Runtime = request.app.state.runtime
    is_ready = runtime.ports.is_ready()
    return Response(
        {"status": "ready" if is_ready else "not ready"}, status_code=200 if is_ready else 503
    )


@get("/metrics", sync_to_thread=True, opt=dict(PUBLIC), include_in_schema=False)
def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """For whoever holds the token of MUMARIS_METRICS_TOKEN; nothing is here without one."""
    runtime: Runtime = request.app.state.runtime
    token = runtime.settings.metrics_token
    if token is None:
        raise NotFoundException
    given = request.headers.get("authorization", "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        return Response(b"", status_code=401, headers={"WWW-Authenticate": "Bearer"})
    text = runtime.counts.text(runtime.ports, runtime.clock())
    return Response(text, media_type=MEDIA_TYPE)
