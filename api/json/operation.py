"""What the OpenAPI document says of one operation, and what the doorway asks before it.

Both come from the same declaration: an operation that needs a session says so, one that takes a
body is given no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Example,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)
from litestar.params import HeaderParameter, PathParameter

from api.json.application_body import OpenBody
from api.json.candidate_body import DefinitionProblem
from api.json.decision_body import DecisionBody
from api.json.doorway import TAKES_A_FILE, TAKES_AN_ARCHIVE, TAKES_JSON
from api.json.errors import ErrorBody
from api.json.faults import MEDIA_TYPE
from api.json.saved_body import KeptStep
from api.json.shapes import Shape
from api.json.values import media_types
from api.security.access import PUBLIC
from engine.model.scope import Scope
from engine.model.words import Text

BEARER: Final = "session"
"""The name of the security scheme."""

ServiceId = Annotated[str, PathParameter(description="The id of a service.", max_length=300)]
Reference = Annotated[
    str, PathParameter(description="The reference number of an application.", max_length=300)
]
StepId = Annotated[str, PathParameter(description="The id of a step.", max_length=300)]
ItemId = Annotated[
    str,
    PathParameter(
        description="The id of an item of a group: 16 hexadecimal digits, chosen by its maker. "
        "Of one inside an item, after the id of its group and a dot.",
        max_length=300,
    ),
]
InnerGroupId = Annotated[
    str,
    PathParameter(
        description="The id of a group inside an item: `<item>.<group>`.", max_length=300
    ),
]
EvidenceId = Annotated[str, PathParameter(description="The id of a supplied file.", max_length=300)]
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        description="Visible ASCII, new for each thing that is made. The same key sent again "
        "makes nothing new and answers as it did.",
        min_length=1,
        max_length=100,
    ),
]


@dataclass(frozen=True, slots=True)
class ProblemBody:
    """A problem document (RFC 9457). `type` is the address of an explanation; its part after `#`
    is the stable name to act on. Members that a problem has no use for are left out."""

    type: str
    title: str
    status: int
    detail: str
    titles: Text
    details: Text
    request: str
    errors: tuple[ErrorBody, ...] | None = None
    step: str | None = None
    item: str | None = None
    slot: str | None = None
    revision: int | None = None
    is_kept: bool | None = None
    mine: dict[str, str] | None = None
    theirs: KeptStep | None = None
    open: tuple[OpenBody, ...] | None = None
    decision: DecisionBody | None = None
    incident: str | None = None
    register: str | None = None
    otherwise: Text | None = None
    registers: tuple[str, ...] | None = None
    problems: tuple[DefinitionProblem, ...] | None = None


_WORDS: Final = {
    400: "The request, or its JSON, cannot be read.",
    401: "No session: `unauthenticated`, or `wrong-credentials`.",
    403: "The account's role does not hold the scope of this operation, or needs a second factor.",
    404: "There is no such thing for this account.",
    409: "The application is not in a state for it; the `type` says why.",
    413: "The body is too large.",
    415: "The body is of another content type.",
    422: "The body or the answers are wrong, or nothing allows it; the `type` says why.",
    429: "Too many requests; `Retry-After` says when to come back.",
    503: "A register or the store does not answer; the same request may be sent again.",
}
FILE_TYPES: Final = media_types(("pdf", "jpeg", "png"))
_FILE: Final = Schema(type=OpenAPIType.STRING, content_media_type="application/octet-stream")


def operation(
    id: str,
    summary: str,
    *,
    tag: str,
    errors: tuple[int, ...] = (),
    body: Shape | None = None,
    takes_file: bool = False,
    takes_archive: bool = False,
    is_public: bool = False,
    scope: Scope = Scope.APPLY,
    has_location: bool = False,
    sends: tuple[str, ...] = (),
    again: type | None = None,
) -> dict[str, Any]:
    """Arguments of a route decorator. `errors` are statuses beside those that all such have.
    `scope` is what the account must hold, where there is one.

    `sends` are the media types of a file that is answered with; none: JSON. `again` is the body
    of a 200 beside a 201, for what had been made before.
    """
    opt: dict[str, Any] = dict(PUBLIC) if is_public else {"scope": scope}
    statuses = {400, 503, *errors} | (set() if is_public else {401, 403})
    arguments: dict[str, Any] = {}
    request: RequestBody | None = None
    if body is not None:
        request = _json_body(body)
        opt |= TAKES_JSON
    if takes_file:
        request = _file_body()
        opt |= TAKES_A_FILE
    if takes_archive:
        request = RequestBody(content={"application/zip": OpenAPIMediaType(_FILE)}, required=True)
        opt |= TAKES_AN_ARCHIVE
    if request is not None:
        statuses |= {413, 415, 422, 429}
    if request is not None or sends:
        arguments["operation_class"] = _described(request, sends)
    if has_location:
        arguments["response_headers"] = [
            ResponseHeader(
                "Location",
                documentation_only=True,
                value="",  # it is a text
                description="The address of what was made.",
                required=True,
            )
        ]
    responses = {status: _response(status) for status in sorted(statuses)}
    if again is not None:
        words = "It had been made before, by the same key."
        responses[200] = ResponseSpec(again, generate_examples=False, description=words)
    return arguments | {
        "operation_id": id,
        "summary": summary,
        "tags": [tag],
        "opt": opt,
        "security": [] if is_public else [{BEARER: []}],
        "responses": responses,
        "sync_to_thread": True,
    }


def _response(status: int) -> ResponseSpec:
    return ResponseSpec(
        data_container=ProblemBody,
        generate_examples=False,
        description=_WORDS[status],
        media_type=MEDIA_TYPE,
    )


def _described(request: RequestBody | None, sends: tuple[str, ...]) -> type[Operation]:
    """An operation with bodies that Litestar does not read or write itself."""

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            self.request_body = request
            if sends and self.responses is not None:
                self.responses["200"] = OpenAPIResponse(
                    description="The content.",
                    content={kind: OpenAPIMediaType() for kind in sends},
                )

    return Described


def _json_body(shape: Shape) -> RequestBody:
    example: Mapping[str, Any] = {member.name: member.example for member in shape.members}
    return RequestBody(
        content={
            "application/json": OpenAPIMediaType(
                schema=shape.schema(), examples={"example": Example(value=example)}
            )
        },
        required=not shape.is_optional,
    )


def _file_body() -> RequestBody:
    form = Schema(
        type=OpenAPIType.OBJECT,
        properties={"file": _FILE},
        required=["file"],
    )
    raw = {kind: OpenAPIMediaType() for kind in FILE_TYPES}
    return RequestBody(
        content=raw | {"multipart/form-data": OpenAPIMediaType(schema=form)}, required=True
    )
