"""The application: settings in, a Litestar app out. The one place that wires everything.

A server is handed the import string `api.app:create_app` (a factory).
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from litestar import Litestar, Request, Response
from litestar.concurrency import sync_to_thread
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from api.assets_manifest import ADDRESS, FOLDER, Assets
from api.counts import Counts
from api.health import health, metrics, ready
from api.json import PREFIX, fault_document, openapi_config
from api.json import make_router as make_json_router
from api.logs import configure, log
from api.pages.biller import callback
from api.pages.faults import fault_page
from api.pages.home import root
from api.pages.provider import came_back
from api.pages.rendering import make_templates
from api.pages.routes import make_router
from api.problems import Refused
from api.runtime import Clock, Runtime
from api.security.access import PUBLIC, guard
from api.security.cookies import Cookies
from api.security.envelope import Envelope
from api.security.limits import RateLimit
from api.settings import Settings
from api.watching import watch
from engine.model.problem import EngineError
from engine.operations.ports import Ports, open_ports
from engine.settings import Environment

_COMPRESSION = CompressionConfig("gzip", exclude=r"\.woff2$")


def create_app(
    settings: Settings | None = None, ports: Ports | None = None, clock: Clock | None = None
) -> Litestar:
    """Open what the server needs and wire it. `settings` None: read the environment.

    Tests give `ports` of their own, and a `clock` that stands still. Raises EngineError when the
    store cannot be opened. The ports are closed when the server ends.
    """
    settings = settings or Settings.of(os.environ)
    counts = Counts()
    configure(settings.is_development, counts.event)
    _tell_unknown_settings()
    ports = ports or open_ports(settings.engine)
    runtime = _runtime(settings, ports, clock or _utc_now, counts)

    def on_fault(request: Request[Any, Any, Any], exception: Exception) -> Response[Any]:
        is_api = request.url.path.startswith(PREFIX)
        return (fault_document if is_api else fault_page)(runtime, request, exception)

    app = Litestar(
        route_handlers=route_handlers(settings.is_development),
        guards=[guard],
        exception_handlers={Exception: on_fault},
        lifespan=[_lifespan(runtime)],
        openapi_config=openapi_config(settings.base_url),
        logging_config=None,
        request_max_body_size=None,
    )
    app.state.runtime = runtime
    app.asgi_handler = Envelope(app.asgi_handler, settings.is_https, counts)
    return app


def route_handlers(is_development: bool) -> list[ControllerRouterHandler]:
    """Everything that is served; each route says in its `opt` who may use it.

    Style sheets and scripts alone are compressed: a page holds a token beside what was typed, and
    its length would tell of the token. Fonts are compressed as they are.
    """
    static = create_static_files_router(
        path=ADDRESS,
        directories=[FOLDER],
        cache_control=CacheControlHeader(public=True, max_age=31536000, immutable=True),
        opt=dict(PUBLIC),
        middleware=[DefineMiddleware(CompressionMiddleware, config=_COMPRESSION)],
    )
    pages, api = make_router(is_development), make_json_router()
    return [root, health, ready, metrics, callback, came_back, static, pages, api]


def _runtime(settings: Settings, ports: Ports, clock: Clock, counts: Counts) -> Runtime:
    assets = Assets(is_watched=settings.is_development)
    return Runtime(
        settings=settings,
        ports=ports,
        templates=make_templates(assets, settings.is_development),
        assets=assets,
        cookies=Cookies(settings.is_https),
        limit=RateLimit(settings.requests_per_minute),
        clock=clock,
        counts=counts,
    )


def _tell_unknown_settings() -> None:
    for name, meant in Environment(os.environ).unknown():
        log().warning("setting.unknown", name=name, meant=meant)


def _lifespan(runtime: Runtime) -> Any:
    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await sync_to_thread(_warm, runtime)
        async with watch(runtime):
            log().info("ready", base_url=runtime.settings.base_url)
            yield
        runtime.ports.close()

    return lifespan


def _warm(runtime: Runtime) -> None:
    """Compile the release in force before the first request waits for it, if there is one."""
    with suppress(EngineError, Refused):
        runtime.release(runtime.clock())


def _utc_now() -> datetime:
    return datetime.now(UTC)
