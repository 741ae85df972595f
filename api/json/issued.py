"""Issued documents: reading one's own, and checking any."""

from __future__ import annotations

from typing import Annotated, Final

from litestar import Response, get
from litestar.params import PathParameter

from api.json.call import TheCall
from api.json.issued_body import CheckedBody, IssuedList, checked_body, issued_body
from api.json.operation import Reference, operation
from api.problems import Refused
from api.security.headers import FILE_POLICY
from engine.operations import documents, issuing
from engine.operations.results import NotThere

_TAG: Final = "issued"
_PDF: Final = "application/pdf"
Code = Annotated[str, PathParameter(description="The code of a document.", max_length=300)]


@get(
    "/applications/{reference:str}/issued",
    **operation("list-issued", "List issued documents", tag=_TAG, errors=(404,)),
)
def list_issued(call: TheCall, reference: Reference) -> IssuedList:
    """What the application came to: cards and certificates, with the address of each as PDF."""
    found = issuing.issued_for(call.ports, call.account, reference)
    return IssuedList(tuple(issued_body(one, call.today) for one in found))


@get(
    "/issued/{code:str}",
    media_type=_PDF,
    **operation("read-issued", "Read an issued document", tag=_TAG, errors=(404,), sends=(_PDF,)),
)
def read_issued(call: TheCall, code: Code) -> Response[bytes]:
    """The document as PDF, in both languages, for whom it was issued to alone; the same bytes each
    time. 404 once it was revoked."""
    base_url = call.runtime.settings.base_url
    content = documents.issued_pdf(call.ports, call.account, code, base_url)
    return Response(
        content,
        media_type=_PDF,
        headers={
            "Content-Disposition": f'attachment; filename="{code}.pdf"',
            "Content-Security-Policy": FILE_POLICY,
        },
    )


@get(
    "/check/{code:str}",
    **operation("check-document", "Check a document", tag=_TAG, errors=(404, 429), is_public=True),
)
def check_document(call: TheCall, code: Code) -> CheckedBody:
    """Whether a document is valid, not yet valid, expired or revoked, for anybody who has its code.

    404 where there is none: mistyped, forged or never issued, which is not said. Small letters,
    spaces and Arabic digits do not matter.
    """
    seconds = call.runtime.limit.seconds_to_wait(f"check {call.client}", call.now)
    if seconds:
        raise Refused(429, seconds)
    checked = issuing.check(call.ports, code, call.now)
    if checked is None:
        raise NotThere("no such document")
    return checked_body(checked)


ROUTES: Final = (list_issued, read_issued, check_document)
