"""A service that has every kind of step, and applications for it: visiting a closed site."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from engine.definitions.catalogue import Catalogue
from engine.definitions.compile import compile_service
from engine.journey import Desk
from engine.model.application import Application, Evidence, StepEntry
from engine.model.citation import Rank, Source
from engine.model.fact import FactSource
from engine.model.lifecycle import Lifecycle, LifecycleState
from engine.model.portal import Holiday, Portal
from engine.model.register import Answer, Register, RegisterAnswer
from engine.model.service import FieldType, InFlight, OpenTo, Service, StepKind
from engine.model.types import Kind
from engine.model.value import ABSENT
from tests.support.declared import (
    SPAN,
    code,
    code_list,
    document,
    fact,
    field,
    group,
    request,
    rule_set,
    step,
    text,
)

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

STEPS = (
    step(
        "visit",
        field(FieldType.CHOICE, "visit.purpose", of="purposes"),
        field(FieldType.DATE, "visit.day", low="decision_date"),
        field(FieldType.NUMBER, "visit.guests", low="0", high="10"),
        field(
            FieldType.LONG_TEXT,
            "visit.reason",
            shown_when='visit.purpose = "other"',
            max_length=200,
        ),
        shows=("person.name", "person.is_minor", "visit.is_escorted"),
    ),
    step(
        "guests",
        field(FieldType.TEXT, "name", max_length=40),
        field(FieldType.YES_NO, "is_minor"),
        field(FieldType.DATE, "birth_date", shown_when="is_minor = true", high="decision_date"),
        field(FieldType.FILE, "card"),
        kind=StepKind.GROUP,
        shown_when="visit.guests > 0",
        group=group("guests", min_items=1, max_items=3),
    ),
    step(
        "contact",
        field(FieldType.EMAIL, "contact.email", prefill="person.email", is_required=False),
        field(
            FieldType.MOBILE,
            "contact.mobile",
            is_required=False,
            required_when="contact.email = null",
        ),
    ),
    step(
        "papers",
        kind=StepKind.DOCUMENTS,
        documents=(request("letter"), request("photo", max_files=2)),
    ),
    step("terms", kind=StepKind.DECLARATION, declaration=(text("I follow the rules"),)),
    step("check", kind=StepKind.CHECK),
)
"""Purpose, day and guests; each guest; how to reach the visitor; papers; terms; check."""

_PERSON = Register(
    "person",
    text("Register of persons"),
    "national_id",
    (
        fact("person.name", Kind.TEXT, FactSource.REGISTER),
        fact("person.is_minor", Kind.YES_NO, FactSource.REGISTER),
        fact("person.email", Kind.TEXT, FactSource.REGISTER, is_optional=True),
    ),
    SPAN,
)
_UNRELATED = Register(
    "vehicle",
    text("Register of vehicles"),
    "national_id",
    (fact("vehicle.plate", Kind.TEXT, FactSource.REGISTER),),
    SPAN,
)
_RULES = rule_set(
    "visit",
    reads=(
        ("visit.purpose", FactSource.APPLICANT),
        ("person.is_minor", FactSource.REGISTER),
        ("guests", FactSource.APPLICANT),
    ),
    derived=(("visit.is_escorted", "person.is_minor"),),
    documents=(
        document(
            "letter",
            'visit.purpose = "work"',
            fact("documents.letter.issue_date", Kind.DATE, FactSource.DOCUMENT),
        ),
        document("photo"),
        document("badge", effective_from=date(2030, 1, 1)),
    ),
)
_LISTS = {
    "purposes": code_list(
        "purposes",
        code("work"),
        code("other"),
        code("filming", last_date=date(2026, 11, 22)),
        code("study", first_date=date(2026, 11, 24)),
    )
}
_LIFECYCLE = Lifecycle(
    "draft", (LifecycleState("draft", text("Draft"), None, False, SPAN),), (), SPAN
)
_SERVICE = Service(
    id="visit",
    title=text("Visit the site"),
    summary=text("Visit"),
    audience=text("Visitors"),
    rules="visit",
    processing=None,
    open_to=(OpenTo("person", text("Register first"), SPAN),),
    ineligible_may_submit=False,
    steps=STEPS,
    reviewer_sees=(),
    lifecycle=_LIFECYCLE,
    draft_in_flight=InFlight.REBASE,
    issues=(),
    span=SPAN,
)
_SOURCES = {"law": Source("law", text("The law"), Rank.OFFICIAL, None, None, SPAN)}
PORTAL = Portal(
    name=text("Portal"),
    owner=text("Owner"),
    notice=text("Notice"),
    time_zone="Asia/Riyadh",
    weekend=(5, 6),
    holidays=(Holiday(text("National Day"), date(2026, 9, 23), date(2026, 9, 23)),),
    holidays_known_to=date(2027, 12, 31),
    currency="SAR",
    biller_code="129",
    biller_name=text("Owner"),
    payment_days=30,
    contact_phone="920000000",
    contact_hours=text("Sunday to Thursday"),
    person_register="person",
    privacy=(),
    accessibility=(),
)

VISITOR = RegisterAnswer(
    Answer.RECORD,
    {"person.name": "نورة العتيبي", "person.is_minor": False, "person.email": "n@demo.example"},
)
NOT_KNOWN = RegisterAnswer(Answer.NO_RECORD, {})
SILENT = RegisterAnswer(Answer.SILENT, {})
WITHOUT_EMAIL = RegisterAnswer(Answer.RECORD, {**VISITOR.attributes, "person.email": ABSENT})


@cache
def catalogue() -> Catalogue:
    """The release of one service."""
    return catalogue_of(_SERVICE)


def catalogue_of(service: Service) -> Catalogue:
    """The same release with a changed service. A definition at fault fails here, with its text."""
    registers = {one.id: one for one in (_PERSON, _UNRELATED)}
    program, problems = compile_service(service, _RULES, _LISTS, registers, _SOURCES)
    assert program is not None, "\n".join(problem.render() for problem in problems)
    return Catalogue(
        portal=PORTAL,
        sources=_SOURCES,
        lists=_LISTS,
        registers=registers,
        people={},
        services={service.id: service},
        rule_sets={_RULES.id: _RULES},
        programs={service.id: program},
        scenarios=(),
    )


def service() -> Service:
    return _SERVICE


def desk(answer: RegisterAnswer = VISITOR, decision_date: date = DAY) -> Desk:
    return Desk(catalogue(), {"person": answer}, decision_date)


def application(**steps: StepEntry) -> Application:
    """A draft with these steps kept; the others were never opened."""
    return Application(
        reference="V-1",
        account_id="account",
        person_key="1000000008",
        service="visit",
        release="release",
        state="draft",
        revision=0,
        created_at=NOW,
        changed_at=NOW,
        steps=steps,
        evidence=(),
    )


def saved(**answers: str) -> StepEntry:
    """A step saved with these texts; `visit__purpose` is the field `visit.purpose`."""
    texts = {name.replace("__", "."): typed for name, typed in answers.items()}
    return StepEntry(answers=texts, is_saved=True, revision=1)


def with_file(application: Application, slot: str) -> Application:
    file = Evidence(f"file-{slot}", slot, "scan.pdf", "application/pdf", 2048, "0" * 64, NOW)
    return replace(application, evidence=(*application.evidence, file))
