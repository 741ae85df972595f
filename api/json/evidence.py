"""Evidence: supply a file, send it back to its owner, remove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from urllib.parse import quote

from litestar import Response, delete, get, post
from litestar.params import QueryParameter
from litestar.response import Stream

from api.json.call import TheCall
from api.json.errors import field_faults
from api.json.evidence_body import EvidenceBody, evidence_body
from api.json.operation import FILE_TYPES, EvidenceId, Reference, StepId, operation
from api.json.shapes import Member, Shape, Takes
from api.json.step_body import StepBody, step_body
from api.problems import Case, Declined
from api.security.headers import FILE_POLICY
from engine.journey import next_step
from engine.model.words import Text
from engine.operations import applications, evidence, reusing
from engine.operations.evidence import Supplied
from engine.operations.results import Rejected, View
from engine.operations.reusing import Offer
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


@dataclass(frozen=True, slots=True)
class OfferBody:
    """Files that you supplied for the same document of another application. `since` is the day
    that their validity counts from."""

    slot: str
    reference: str
    service: Text
    since: date
    evidence: tuple[EvidenceBody, ...]


@dataclass(frozen=True, slots=True)
class ReusableBody:
    """What can be used again on a step."""

    items: tuple[OfferBody, ...]


@dataclass(frozen=True, slots=True)
class ReusedBody:
    """`step` is the step that asked for the files, as it stands now."""

    step: StepBody
    is_complete: bool
    next_step: str | None
    revision: int


_REUSE: Final = Shape(
    "What `list-reusable` offers.",
    (
        Member("slot", Takes.TEXT, "The slot that the offer is for.", "documents.identity"),
        Member("reference", Takes.TEXT, "The application that holds the files.", "R-7KQ4-2MXD-9T"),
    ),
)


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


@get(
    "/applications/{reference:str}/steps/{step:str}/reusable",
    **operation("list-reusable", "List what can be used again", tag=_TAG, errors=(404, 409)),
)
def list_reusable(call: TheCall, reference: Reference, step: StepId) -> ReusableBody:
    """What you supplied for other applications that a step asks for and that is still valid: for
    each place that is empty the newest."""
    view = applications.view(call.ports, call.account, reference, call.now)
    found = reusing.offers(call.ports, call.account, view, step)
    return ReusableBody(tuple(_offer(one) for one in found))


@post(
    "/applications/{reference:str}/evidence/reuse",
    **operation("reuse-evidence", "Use files again", tag=_TAG, body=_REUSE, errors=(404, 409)),
)
def reuse(call: TheCall, reference: Reference) -> ReusedBody:
    """Take what `list-reusable` offers for a slot, with what was said of it. 404 once it is not
    offered any more."""
    body = call.body(_REUSE)
    slot = body.text("slot")
    view = reusing.reuse(
        call.ports, call.account, reference, slot, body.text("reference"), call.now
    )
    return ReusedBody(
        step=step_body(view, _step_of(view, slot)),
        is_complete=view.is_complete,
        next_step=next_step(view.reading),
        revision=view.application.revision,
    )


def _offer(offer: Offer) -> OfferBody:
    files = tuple(evidence_body(one) for one in offer.files)
    return OfferBody(offer.slot, offer.reference, offer.service, offer.since, files)


def _step_of(view: View, slot: str) -> str:
    """The step that a file was just supplied on."""
    found = slot_of(view.reading, slot)
    assert found is not None, "a file was just supplied to the slot"
    return found.step


ROUTES: Final = (supply, read, remove, list_reusable, reuse)
