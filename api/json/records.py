"""Record pages and public look-ups: reading without applying."""

from __future__ import annotations

from typing import Final

from litestar import get, post

from api.json.call import TheCall
from api.json.errors import field_faults
from api.json.operation import ServiceId, operation
from api.json.record_body import RecordBody, record_body
from api.json.shapes import Member, Shape, Takes
from api.json.texts import asked_fields, typed_texts
from api.problems import Case, Declined, Refused
from engine.forms.record import answer_view, record_view
from engine.operations import consulting
from engine.operations.consulting import Consulted, TooOften, Unanswered

_TAG: Final = "services"
_ANSWERS: Final = Shape(
    "What is asked for, by the id of the field, as the schema of the first step says.",
    (
        Member(
            "answers",
            Takes.ANSWERS,
            "Texts, numbers, true, false, lists of codes; null is a blank answer.",
            {"permit.number": "P-0123"},
        ),
    ),
)


@get(
    "/services/{service:str}/record",
    **operation("read-record", "Read one's own record", tag=_TAG, errors=(404,)),
)
def read_record(call: TheCall, service: ServiceId) -> RecordBody:
    """What registers and rules say today of the person who is signed in, by a service of the kind
    `record`. Nothing is kept; a register that does not answer is in `silent`."""
    found = consulting.read_record(call.ports, call.account, service, call.now)
    sections = consulting.record_page(found.release, service).sections
    return record_body(found, sections, record_view)


@post(
    "/services/{service:str}/look-up",
    status_code=200,
    **operation(
        "look-up", "Ask a public look-up", tag=_TAG, body=_ANSWERS, errors=(404,), is_public=True
    ),
)
def look_up(call: TheCall, service: ServiceId) -> RecordBody:
    """Ask for a record by a service of the kind `lookup`, without an account.

    The answer says what the service lists and nothing else. `otherwise` is said where there is no
    such record; where a register does not answer it is in `silent`, and nothing is said. One
    client may ask so often and then gets 429.
    """
    release = call.release
    asking = consulting.public_lookup(release, service).asking
    fields = asked_fields(asking, release.catalogue.programs[service])
    texts = typed_texts(call.body(_ANSWERS).answers("answers"), fields)
    match consulting.look_up(call.ports, service, texts, call.client, call.now):
        case TooOften(seconds):
            raise Refused(429, seconds)
        case Unanswered(errors=errors, uncovered=uncovered):
            raise Declined(Case.WRONG_ANSWERS, errors=field_faults(errors or uncovered))
        case Consulted() as found:
            lookup = consulting.public_lookup(found.release, service)
            sections = () if found.reading.silent else lookup.sections
            return record_body(found, sections, answer_view)


ROUTES: Final = (read_record, look_up)
