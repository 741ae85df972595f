"""Deciding, submitting, and what follows: status and invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

from litestar import get, post, put

from api.json.application_body import open_bodies
from api.json.applications import RETRY_AFTER_SECONDS
from api.json.call import Call, TheCall
from api.json.decision_body import DecisionBody, decision_body
from api.json.errors import field_faults
from api.json.operation import Reference, operation
from api.json.payment_body import InvoiceBody, StatusBody, invoice_body, status_body
from api.json.shapes import Member, Shape, Takes
from api.problems import Case, Declined
from engine.answers import FieldError
from engine.operations import applications, opinions, payments, submission
from engine.operations.results import NotThere, RegistersSilent, View
from engine.operations.submission import (
    Changed,
    Disagreed,
    Ineligible,
    NotComplete,
    Submitted,
)

_TAG: Final = "submission"
_SUBMIT: Final = Shape(
    "What the applicant agreed to.",
    (
        Member(
            "revision",
            Takes.WHOLE,
            "The revision of the application as it was shown; left out: as it is now.",
            7,
            is_required=False,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class SubmittedBody:
    """The application is submitted. `invoice` is null where nothing is due."""

    status: StatusBody
    invoice: InvoiceBody | None


@get(
    "/applications/{reference:str}/decision",
    **operation("read-decision", "Read the decision", tag=_TAG, errors=(404,)),
)
def read_decision(call: TheCall, reference: Reference) -> DecisionBody:
    """The decision so far: outcome, each rule with its reasons, fees, documents and the questions
    that can still change it. Once submitted it is the binding one, under its frozen release."""
    return decision_body(_view(call, reference))


@post(
    "/applications/{reference:str}/submission",
    status_code=200,
    **operation("submit", "Submit an application", tag=_TAG, body=_SUBMIT, errors=(404, 409)),
)
def submit(call: TheCall, reference: Reference) -> SubmittedBody:
    """Decide with binding force, freeze the quote, and bill it. Sending it again is a retry: it
    answers as the first one did and submits nothing twice."""
    revision = call.body(_SUBMIT).whole("revision")
    result = submission.submit(call.ports, call.account, reference, revision, call.now)
    match result:
        case Submitted():
            view = _view(call, reference)
            return SubmittedBody(status_body(view), _invoice(call, reference))
        case NotComplete(view=view):
            raise Declined(Case.NOT_COMPLETE, open=tuple(open_bodies(view)))
        case Ineligible(view=view):
            raise Declined(Case.INELIGIBLE, decision=decision_body(view))
        case RegistersSilent(registers=registers):
            raise Declined(Case.REGISTERS_SILENT, RETRY_AFTER_SECONDS, registers=registers)
        case Disagreed(incident=incident):
            raise Declined(Case.HELD_FOR_STAFF, incident=incident)
        case Changed(view=view):
            raise Declined(Case.APPLICATION_CHANGED, revision=view.application.revision)
        case _:
            assert_never(result)


@get(
    "/applications/{reference:str}/status",
    **operation("read-status", "Read the status", tag=_TAG, errors=(404,)),
)
def read_status(call: TheCall, reference: Reference) -> StatusBody:
    """The state, what happens next, and what has happened so far."""
    return status_body(_view(call, reference))


@get(
    "/applications/{reference:str}/invoice",
    **operation("read-invoice", "Read the invoice", tag=_TAG, errors=(404,)),
)
def read_invoice(call: TheCall, reference: Reference) -> InvoiceBody:
    """The bill to pay, or else the newest one; 404 while there is none."""
    found = _invoice(call, reference)
    if found is None:
        raise NotThere(f"no invoice for {reference}")
    return found


def _view(call: Call, reference: str) -> View:
    return applications.view(call.ports, call.account, reference, call.now)


def _invoice(call: Call, reference: str) -> InvoiceBody | None:
    found = payments.invoice_of(call.ports, call.account, reference)
    return None if found is None else invoice_body(found, call.release.catalogue.portal)


_RATING: Final = Shape(
    "What the owner of a submitted application thinks of the service.",
    (
        Member("stars", Takes.WHOLE, "From 1 to 5.", 4),
        Member(
            "comment",
            Takes.TEXT,
            "Without names and numbers of people: what looks like one is taken out.",
            "It took two days",
            is_required=False,
            longest=opinions.LONGEST,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class RatingBody:
    """The rating that is kept; a second one takes its place."""

    stars: int
    comment: str
    day: date


@put(
    "/applications/{reference:str}/rating",
    **operation("rate-service", "Rate the service", tag=_TAG, body=_RATING, errors=(404, 409)),
)
def rate(call: TheCall, reference: Reference) -> RatingBody:
    """Once the application is submitted; it has no bearing on it."""
    body = call.body(_RATING)
    comment = body.text("comment") if "comment" in body.values else ""
    language = call.account.language
    made = opinions.rate(
        call.ports, call.account, reference, body.whole("stars"), comment, language, call.now
    )
    if isinstance(made, FieldError):
        raise Declined(Case.WRONG_ANSWERS, errors=field_faults((made,), ""))
    return RatingBody(made.stars, made.comment, made.day)


ROUTES: Final = (rate, read_decision, submit, read_status, read_invoice)
