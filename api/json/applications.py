"""Applications: list, start, read, dispute a fact, discard."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from litestar import Response, delete, get, post, put
from litestar.params import PathParameter

from api.json.application_body import (
    ApplicationBody,
    ApplicationLine,
    application_body,
    application_line,
)
from api.json.call import TheCall
from api.json.operation import IdempotencyKey, Reference, operation
from api.json.shapes import Member, Shape, Takes
from api.json.step_body import FactBody, Speaker, fact_body
from api.problems import Case, Declined
from engine.model.words import Text
from engine.operations import applications
from engine.operations.applications import LONGEST_DISPUTE, NotOpenToYou, Started
from engine.operations.results import NotThere, RegistersSilent
from engine.operations.upcoming import openings

RETRY_AFTER_SECONDS: Final = 60
_TAG: Final = "applications"
_START: Final = Shape(
    "What to apply for.",
    (Member("service", Takes.TEXT, "The id of a service.", "parking-permit", longest=100),),
)
_DISPUTE: Final = Shape(
    "What is wrong with a fact.",
    (
        Member(
            "text",
            Takes.TEXT,
            "In the applicant's own words; left out or blank, the dispute is taken back.",
            "I moved to another zone last year",
            is_required=False,
            longest=LONGEST_DISPUTE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ApplicationList:
    """The account's applications, the last changed first."""

    applications: tuple[ApplicationLine, ...]


@get("/applications", **operation("list-applications", "List applications", tag=_TAG))
def list_applications(call: TheCall) -> ApplicationList:
    """The account's own, whether begun here or on the pages."""
    own = applications.list_own(call.ports, call.account, call.now)
    return ApplicationList(tuple(application_line(one) for one in own))


@dataclass(frozen=True, slots=True)
class OpeningBody:
    """The service opens for the account's person on `opens_date`, which may be past."""

    service: str
    title: Text
    opens_date: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class OpeningList:
    """The first one first."""

    openings: tuple[OpeningBody, ...]


@get("/openings", **operation("list-openings", "List what opens", tag=_TAG))
def list_openings(call: TheCall) -> OpeningList:
    """Services that say from when a person can apply, of which that is known by registers."""
    found = openings(call.ports, call.account, call.now)
    return OpeningList(
        tuple(
            OpeningBody(one.service.id, one.service.title, one.opens_date, one.is_open)
            for one in found
        )
    )


@post(
    "/applications",
    **operation(
        "start-application",
        "Start an application",
        tag=_TAG,
        body=_START,
        errors=(404,),
        has_location=True,
        again=ApplicationBody,
    ),
)
def start(call: TheCall, key: IdempotencyKey = None) -> Response[ApplicationBody]:
    """Open a draft: 201, or 200 with the draft that the same Idempotency-Key opened before.

    Without a key every request opens another draft.
    """
    service = call.body(_START).text("service")
    known = key or secrets.token_urlsafe(16)
    match applications.start(call.ports, call.account, service, known, call.now):
        case Started(application=application, is_new=is_new):
            if application.service != service:
                raise Declined(Case.KEY_REUSED)
            view = applications.view(call.ports, call.account, application.reference, call.now)
            return Response(
                application_body(view),
                status_code=201 if is_new else 200,
                headers={"Location": f"/api/v1/applications/{application.reference}"},
            )
        case NotOpenToYou(register=register, otherwise=otherwise, lead=lead):
            leads_to = None if lead is None else lead.service
            raise Declined(
                Case.NOT_OPEN_TO_YOU, register=register, otherwise=otherwise, leads_to=leads_to
            )
        case RegistersSilent(registers=registers):
            raise Declined(Case.REGISTERS_SILENT, RETRY_AFTER_SECONDS, registers=registers)


@get(
    "/applications/{reference:str}",
    **operation("read-application", "Read an application", tag=_TAG, errors=(404,)),
)
def read(call: TheCall, reference: Reference) -> ApplicationBody:
    """State, steps, answers, files, and what is left to do. A draft is moved to the release in
    force first; what that changed stands in `changes`."""
    return application_body(applications.view(call.ports, call.account, reference, call.now))


@delete(
    "/applications/{reference:str}",
    **operation("discard-application", "Discard a draft", tag=_TAG, errors=(404, 409, 429)),
)
def discard(call: TheCall, reference: Reference) -> None:
    """Delete a draft with its answers and files. What was submitted stays."""
    applications.discard(call.ports, call.account, reference, call.now)


@delete(
    "/applications/{reference:str}/changes",
    **operation("acknowledge-changes", "Acknowledge what changed", tag=_TAG, errors=(404, 429)),
)
def acknowledge(call: TheCall, reference: Reference) -> None:
    """The applicant has seen `changes`: forget them."""
    applications.acknowledge_changes(call.ports, call.account, reference, call.now)


@put(
    "/applications/{reference:str}/disputes/{fact:str}",
    **operation("dispute-fact", "Dispute a fact", tag=_TAG, body=_DISPUTE, errors=(404, 409)),
)
def dispute(
    call: TheCall,
    reference: Reference,
    fact: Annotated[
        str,
        PathParameter(description="The name of a fact that a step shows.", max_length=300),
    ],
) -> FactBody:
    """Say that what a register holds, and a step shows, is wrong. Nothing is decided by it; a
    reviewer sees it."""
    body = call.body(_DISPUTE)
    text = body.text("text") if "text" in body.values else ""
    before = applications.view(call.ports, call.account, reference, call.now)
    is_shown = any(fact in step.shows for step in before.service.steps)
    if (
        not is_shown
        or not fact_body(Speaker(before.release.catalogue, before.reading), fact).can_dispute
    ):
        raise NotThere(f"nothing to dispute in {fact}")
    view = applications.dispute(call.ports, call.account, reference, fact, text, call.now)
    return fact_body(Speaker(view.release.catalogue, view.reading), fact)


ROUTES: Final = (list_applications, list_openings, start, read, discard, acknowledge, dispute)
