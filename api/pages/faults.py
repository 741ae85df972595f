"""Pages for requests that failed: friendly, in the language of the address, with a way on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response

from api.logs import log
from api.pages.addresses import SIGN_IN_PAGES, address, in_language
from api.pages.doorway import SignInNeeded
from api.pages.frame import make_frame
from api.pages.rendering import render
from api.pages.visit import Visit
from api.problems import Refused, problem_of
from api.runtime import Runtime
from engine.model.portal import Portal
from engine.model.words import Language
from engine.operations.results import OutOfOrder
from engine.store.protocols import StoreUnavailable

AnyRequest = Request[Any, Any, Any]


def fault_page(runtime: Runtime, request: AnyRequest, exception: Exception) -> Response[bytes]:
    """The answer to a page request that raised: a redirect where one helps, else an error page."""
    language = _language(request)
    match exception:
        case SignInNeeded(path=path, awaits=awaits):
            asking = address(language, SIGN_IN_PAGES[awaits])
            return _go(request, f"{asking}?{urlencode({'next': path})}")
        case OutOfOrder(step=step) if step and "reference" in request.path_params:
            reference = request.path_params["reference"]
            target = address(language, "step", reference=reference, step=step)
            return _go(request, f"{target}?first=yes")
    problem = problem_of(exception)
    reference = str(request.scope["state"].get("request_id", ""))
    if problem.is_ours:
        log().error("fault", kind=problem.kind, exc_info=exception)
    visit = request.scope["state"].get("visit")
    frame = make_frame(
        _portal(runtime),
        language,
        in_language(request.url.path, language) if request.method == "GET" else f"/{language}/",
        visit.whole_account if isinstance(visit, Visit) else None,
        is_development=runtime.settings.is_development,
    )
    body = render(
        runtime.templates,
        "portal/fault.html",
        language,
        frame=frame,
        csrf_token=visit.csrf_token if isinstance(visit, Visit) else str,
        problem=problem,
        title=problem.title(language),
        advice=problem.advice(language),
        reference=reference if problem.is_ours else "",
    )
    return Response(
        body,
        status_code=problem.status,
        media_type=MediaType.HTML,
        headers=problem.headers,
    )


def preferred_language(request: AnyRequest) -> Language:
    """Arabic, unless the browser asks for English and not for Arabic before it."""
    best = request.headers.get("accept-language", "")
    ranked = []
    for place, entry in enumerate(best.split(",")[:20]):
        tag, _, weight = entry.strip().partition(";q=")
        code = tag.strip().lower().partition("-")[0]
        if code in set(Language):
            ranked.append((-_weight(weight), place, Language(code)))
    return min(ranked)[2] if ranked else Language.AR


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _language(request: AnyRequest) -> Language:
    first = request.url.path.removeprefix("/").partition("/")[0]
    return Language(first) if first in set(Language) else preferred_language(request)


def _portal(runtime: Runtime) -> Portal | None:
    """As it was known last, for the store may be what failed; None before the first release."""
    known = runtime.ports.releases.known()
    if known is not None:
        return known.catalogue.portal
    try:
        return runtime.release(runtime.clock()).catalogue.portal
    except (Refused, StoreUnavailable):
        return None


def _go(request: AnyRequest, target: str) -> Response[bytes]:
    """Send the browser there; a request of htmx is told to load it as a whole page."""
    is_htmx = "hx-request" in request.headers
    return Response(
        b"",
        status_code=200 if is_htmx else 303,
        headers={"HX-Redirect" if is_htmx else "Location": target},
        media_type=MediaType.HTML,
    )
