"""For whoever runs the server: is it alive, and can it serve?"""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

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
