"""Requests that failed, as problem details (RFC 9457): the only shape of an error here."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response

from api.logs import log
from api.problems import Case, HttpProblem, problem_document, problem_of
from api.runtime import Runtime

PREFIX: Final = "/api/"
MEDIA_TYPE: Final = "application/problem+json"


def fault_document(
    runtime: Runtime, request: Request[Any, Any, Any], exception: Exception
) -> Response[dict[str, object]]:
    """The answer to a request under `PREFIX` that raised."""
    problem = problem_of(exception)
    if problem.is_ours:
        log().error("fault", kind=problem.name, exc_info=exception)
    request_id = str(request.scope["state"].get("request_id", ""))
    return Response(
        problem_document(problem, runtime.settings.base_url, request_id),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=_headers(problem),
    )


def _headers(problem: HttpProblem) -> dict[str, str]:
    """RFC 9110, 11.6.1: a 401 says how to authenticate."""
    if problem.case in {Case.UNAUTHENTICATED, Case.WRONG_CREDENTIALS}:
        return problem.headers | {"WWW-Authenticate": 'Bearer realm="mumaris"'}
    return problem.headers
