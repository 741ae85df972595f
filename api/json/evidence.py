"""Evidence: supply a file, send it back to its owner, remove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote

from litestar import Response, delete, get, post
from litestar.params import QueryParameter
from litestar.response import Stream

from api.json.call import TheCall
from api.json.errors import field_faults
from api.json.evidence_body import EvidenceBody, evidence_body
from api.json.operation import FILE_TYPES, EvidenceId, Reference, operation
from api.json.step_body import StepBody, step_body
from api.problems import Case, Declined
from api.security.headers import FILE_POLICY
from engine.journey import next_step
from engine.operations import evidence
from engine.operations.evidence import Supplied
from engine.operations.results import Rejected, View
from engine.operations.slots import slot_of

_TAG: Final = "evidence"


@dataclass(frozen=True, slots=True)
class SuppliedBody:
    """A file is kept. `step` is the step that asks for it, as it stands now."""

    evidence: EvidenceBody
    step: StepBody
    is_complete: bool
    next_step: str | None
    revision: int


@post(
    "/applications/{reference:str}/evidence",
    **operation(
        "supply-evidence",
        "Supply a file",
        tag=_TAG,
        takes_file=True,
        errors=(404, 409),
        has_location=True,
    ),
)
def supply(
    call: TheCall,
    reference: Reference,
    slot: Annotated[
        str,
        QueryParameter(
            description="Where the file belongs: a `slot` of the application.", max_length=300
        ),
    ],
    name: Annotated[
        str | None,
        QueryParameter(
            description="The file's name; null: that of the body's own headers.", max_length=1000
        ),
    ] = None,
) -> Response[SuppliedBody]:
    """Send the bytes of a file as the body, with its media type, or as the one file part of a
    multipart form. Its content says what it is: PDF, JPEG or PNG, as the slot takes.

    Where a slot takes one file, a new one replaces it. The same content again is a retry.
    """
    assert call.upload is not None, "the doorway reads a file for a route that takes one"
    named = name or call.upload.name or "file"
    result = evidence.supply(
        call.ports, call.account, reference, slot, named, call.upload.stream, call.now
    )
    match result:
        case Supplied(view=view, evidence=kept):
            address = f"/api/v1/applications/{reference}/evidence/{kept.id}"
            body = SuppliedBody(
                evidence=evidence_body(kept),
                step=step_body(view, _step_of(view, slot)),
                is_complete=view.is_complete,
                next_step=next_step(view.reading),
                revision=view.application.revision,
            )
            return Response(body, status_code=201, headers={"Location": address})
        case Rejected(errors=errors):
            raise Declined(Case.FILE_REFUSED, slot=slot, errors=field_faults(errors, None))


@get(
    "/applications/{reference:str}/evidence/{evidence_id:str}",
    **operation("read-evidence", "Read a file", tag=_TAG, errors=(404,), sends=FILE_TYPES),
)
def read(call: TheCall, reference: Reference, evidence_id: EvidenceId) -> Stream:
    """The content as it is kept, with its own media type, for the application's owner alone."""
    opened = evidence.open_file(call.ports, call.account, reference, evidence_id)
    name = quote(opened.evidence.name, safe="")
    return Stream(
        opened.chunks,
        media_type=opened.evidence.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": FILE_POLICY,
        },
    )


@delete(
    "/applications/{reference:str}/evidence/{evidence_id:str}",
    **operation("remove-evidence", "Remove a file", tag=_TAG, errors=(404, 409, 429)),
)
def remove(call: TheCall, reference: Reference, evidence_id: EvidenceId) -> None:
    """Remove a file from a draft. Removing one that is gone is 404."""
    evidence.remove(call.ports, call.account, reference, evidence_id, call.now)


def _step_of(view: View, slot: str) -> str:
    """The step that a file was just supplied on."""
    found = slot_of(view.reading, slot)
    assert found is not None, "a file was just supplied to the slot"
    return found.step


ROUTES: Final = (supply, read, remove)
