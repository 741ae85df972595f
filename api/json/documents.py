"""The OpenAPI 3.1 document, as Litestar makes it from the routes, in JSON and YAML.

No page is served that draws it: such pages load scripts from elsewhere, which our policy refuses.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, Final, NoReturn

import yaml
from litestar import Litestar, Request, Response, Router, get
from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Server, Tag

from api.json import (
    application_body,
    applications,
    basis_body,
    candidate_body,
    candidates,
    charge_body,
    decision_body,
    errors,
    events,
    evidence,
    evidence_body,
    form_body,
    invitations,
    issued_body,
    operation,
    payment_body,
    price_body,
    record_body,
    records,
    report_body,
    saved_body,
    service_body,
    services,
    sessions,
    step_body,
    submission,
    trials,
    values,
)
from api.json.examples import examples
from api.json.faults import PREFIX
from api.security.access import PUBLIC
from engine.analysis import counts
from engine.analysis.impact import result

VERSION: Final = "1.0.0"
_UNUSED: Final = "/api/v1/openapi"
_TAGS: Final = {
    "sessions": "Sign in and out.",
    "services": "What can be applied for, and the form of each service. Public.",
    "applications": "The account's own applications.",
    "steps": "Answers, step by step, each save naming the revision that it was made from.",
    "evidence": "Files, by the slot that they belong to.",
    "submission": "The decision so far, the act of submitting, the status and the invoice.",
    "issued": "Documents that were issued: one's own, and checking any. The check is public.",
    "candidates": "For pipelines: proposing definitions, and reading what becomes of them.",
    "invoices": "All invoices of the account, with what was paid of them and is returned.",
}
_ABOUT: Final = """
Everything that an applicant can do on the portal, for programs; docs/guides/json-api.md says how.

- Texts that people see come in both languages: `{"ar": ..., "en": ...}`.
- Errors are problem details (RFC 9457) of type `application/problem+json`.
- Bodies are strict JSON: a repeated name, an unknown name and NaN are refused.
- Numbers are never floating-point: amounts are decimal texts, and answers keep their digits.
- A session's token is sent as `Authorization: Bearer`. Cookies are never read.
""".strip()


_MODULES: Final = (
    application_body,
    applications,
    basis_body,
    candidate_body,
    candidates,
    charge_body,
    decision_body,
    errors,
    events,
    evidence,
    evidence_body,
    form_body,
    invitations,
    issued_body,
    operation,
    payment_body,
    price_body,
    record_body,
    records,
    report_body,
    saved_body,
    service_body,
    services,
    sessions,
    step_body,
    submission,
    trials,
    values,
    counts,  # what an impact is made of
    result,
)


def openapi_config(base_url: str) -> OpenAPIConfig:
    """What the application makes its OpenAPI document with.

    Litestar would serve the document beside pages of its own. They stay behind a guard that lets
    nobody in; `ROUTES` serves the document instead.
    """
    return OpenAPIConfig(
        title="Mumaris",
        version=VERSION,
        description=_ABOUT,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        servers=[Server(url=base_url)],
        tags=[Tag(name=name, description=about) for name, about in _TAGS.items()],
        components=Components(
            security_schemes={
                operation.BEARER: SecurityScheme(
                    type="http", scheme="bearer", description="The token of a session."
                )
            }
        ),
        use_handler_docstrings=True,
        render_plugins=[JsonRenderPlugin()],
        openapi_router=Router(
            _UNUSED,
            route_handlers=[],
            guards=[_nobody],
            opt=dict(PUBLIC),
            include_in_schema=False,
        ),
    )


def _nobody(_: ASGIConnection[Any, Any, Any, Any], __: BaseRouteHandler) -> NoReturn:
    raise NotFoundException


@get("/openapi.json", opt=dict(PUBLIC), include_in_schema=False, sync_to_thread=True)
def openapi_json(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The document, made when it is first asked for."""
    kept = request.app.state.setdefault("openapi", {})
    if "json" not in kept:
        text = json.dumps(document_of(request.app), ensure_ascii=False, indent=2)
        kept["json"] = text.encode()
    return Response(kept["json"], media_type="application/vnd.oai.openapi+json")


@get("/openapi.yaml", opt=dict(PUBLIC), include_in_schema=False, sync_to_thread=True)
def openapi_yaml(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same in YAML."""
    kept = request.app.state.setdefault("openapi", {})
    if "yaml" not in kept:
        text = yaml.safe_dump(document_of(request.app), allow_unicode=True, sort_keys=False)
        kept["yaml"] = text.encode()
    return Response(kept["yaml"], media_type="application/vnd.oai.openapi")


def document_of(app: Litestar) -> dict[str, Any]:
    """The document; its schemas are described by the docstrings of what they are made from."""
    document: dict[str, Any] = app.openapi_schema.to_schema()
    paths: dict[str, Any] = document["paths"]
    document["paths"] = {path: one for path, one in paths.items() if path.startswith(PREFIX)}
    schemas: dict[str, Any] = document["components"]["schemas"]
    for name, about in _abouts():
        if name in schemas:
            schemas[name]["description"] = about
    for name, example in examples().items():
        schemas[name]["examples"] = [example]
    return document


def _abouts() -> Iterator[tuple[str, str]]:
    for module in _MODULES:
        for name, found in vars(module).items():
            if inspect.isclass(found) and (is_dataclass(found) or issubclass(found, str)):
                about = " ".join((inspect.getdoc(found) or "").split())
                yield name, about.replace("None", "null")  # as JSON has it


ROUTES: Final = (openapi_json, openapi_yaml)
