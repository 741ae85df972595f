"""One record: of whatever kind, and a decision with everything that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import get

from api.pages.backoffice.audit.code import Code, code_of
from api.pages.backoffice.audit.frame import AUDIT, audit_page, zone_of
from api.pages.backoffice.audit.records import Row, row_of
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.calendar import format_date, format_moment
from engine.decide.explain import explain
from engine.decide.naming import Naming
from engine.model.payment import Invoice
from engine.money import format_money
from engine.operations import access
from engine.operations.audit.decided import Decided, FactLine, decided, history_of, record
from engine.operations.audit.telling import tell
from engine.operations.results import NotThere
from engine.store.chain import RecordKind
from engine.store.searching import Found


@dataclass(frozen=True, slots=True)
class FactRow:
    name: str
    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Bill:
    number: str
    stage: str
    state: str
    total: str
    issued: str
    paid: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that moved for a bill: a payment, or a refund of one, with what became of it."""

    when: str
    what: str
    id: str
    amount: str
    said: str


@dataclass(frozen=True, slots=True)
class Did:
    """One transition: who made it, and what they said."""

    when: str
    transition: str
    target: str
    by: str
    who: str
    said: str
    is_override: bool


@dataclass(frozen=True, slots=True)
class HeaderRow:
    label: str
    value: str
    address: str | None = None
    is_id: bool = False


@get("/staff/audit/records/{sequence:str}", opt=dict(AUDIT), sync_to_thread=True)
def record_page(visit: TheVisit, sequence: InPath) -> Page:
    if not (sequence.isascii() and sequence.isdigit() and len(sequence) < 12):
        raise NotThere(f"there is no record {sequence}")
    found = record(visit.ports, int(sequence))
    person = access.person_of(visit.ports, found)
    if person is not None:
        subject = found.record.header.subject
        access.note(visit.ports, visit.account, person, subject, "record", visit.now)
    told = tell(found.record, zone_of(visit), visit.language)
    one = decided(visit.ports, found)
    shared: dict[str, Any] = {
        "sequence": sequence,
        "told": told,
        "header": _header(visit, found),
        "row": row_of(visit, found),
    }
    if one is None:
        history = history_of(visit.ports, found.record.header.subject)
        return audit_page(
            visit,
            "audit",
            "backoffice/audit/record.html",
            history=_others(visit, history, found),
            **shared,
        )
    return audit_page(
        visit, "audit", "backoffice/audit/decision.html", **_decision(visit, one), **shared
    )


def _decision(visit: Visit, one: Decided) -> dict[str, Any]:
    catalogue = one.release.catalogue
    naming = Naming(catalogue.programs[one.service], catalogue, visit.language)
    texts: dict[str, list[Code]] = {
        text.id: [code_of(excerpt) for excerpt in text.excerpts] for text in one.rules
    }
    return {
        "service": catalogue.services[one.service].title.in_(visit.language),
        "decision": explain(one.decision, catalogue, visit.language),
        "facts": [_fact(visit, naming, line) for line in one.facts],
        "texts": texts,
        "differences": one.again.differences,
        "did": _did(visit, one),
        "moved": _moved(visit, one),
        "bills": [_bill(visit, invoice) for invoice in one.invoices],
        "history": _others(visit, one.history, one.found),
    }


def _moved(visit: Visit, one: Decided) -> list[Moved]:
    zone, language = zone_of(visit), visit.language
    rows = [
        (
            payment.paid_at,
            visit.say("audit.payment"),
            payment.id,
            payment.amount,
            visit.say(f"audit.channel-{payment.channel}"),
        )
        for payment in one.payments
    ]
    rows += [
        (
            refund.requested_at,
            visit.say("audit.refund"),
            refund.id,
            refund.amount,
            "; ".join(
                (
                    visit.say(f"paying.reason-{refund.reason}"),
                    visit.say(f"audit.refund-{refund.state}"),
                )
            ),
        )
        for refund in one.refunds
    ]
    return [
        Moved(format_moment(at, zone, language), what, id, format_money(amount, language), said)
        for at, what, id, amount, said in sorted(rows, key=lambda row: row[0])
    ]


def _did(visit: Visit, one: Decided) -> list[Did]:
    """What happened to the application, with the words of the release that it is under."""
    lifecycle = one.release.catalogue.services[one.service].lifecycle
    states = {state.id: state.label.in_(visit.language) for state in lifecycle.states}
    accounts = {happening.account for happening in one.happenings if happening.account}
    names = access.addresses_of(visit.ports, accounts)
    rows = []
    for happening in one.happenings:
        reasons = happening.reasons.in_(visit.language) if happening.reasons else ""
        said = (reasons, happening.statement or "", happening.note or "")
        rows.append(
            Did(
                when=format_moment(happening.at, zone_of(visit), visit.language),
                transition=happening.transition,
                target=states.get(happening.target, happening.target),
                by=visit.say(f"audit.by-{happening.by.value.replace('_', '-')}"),
                who=names.get(happening.account or "", happening.account or ""),
                said="; ".join(text for text in said if text),
                is_override=happening.is_override,
            )
        )
    return rows


def _header(visit: Visit, found: Found) -> list[HeaderRow]:
    header = found.record.header
    is_application = header.kind is RecordKind.DECISION and found.record.payload is not None
    about = visit.url("review", reference=header.subject) if is_application else None
    rows = [
        HeaderRow(
            visit.say("audit.recorded"),
            format_moment(header.recorded_at, zone_of(visit), visit.language),
        ),
        HeaderRow(visit.say("audit.about"), header.subject, about, is_id=True),
        HeaderRow(
            visit.say("audit.release"),
            header.release[:12],
            visit.url("publications") + f"#r-{header.release[:12]}",
            is_id=True,
        ),
        HeaderRow(visit.say("audit.engine"), header.engine, is_id=True),
    ]
    if header.decision_date is not None:
        day = format_date(header.decision_date, visit.language)
        rows.append(HeaderRow(visit.say("audit.decision-date"), day))
    rows.append(HeaderRow(visit.say("audit.hash"), found.record.hash, is_id=True))
    rows.append(HeaderRow(visit.say("audit.previous"), header.previous, is_id=True))
    return rows


def _fact(visit: Visit, naming: Naming, line: FactLine) -> FactRow:
    type_, unit = naming.type_and_unit(line.name)
    return FactRow(
        line.name,
        naming.fact(line.name),
        naming.state(line.state, type_, unit),
        visit.say(f"audit.source-{line.source.value.replace('_', '-')}"),
    )


def _bill(visit: Visit, invoice: Invoice) -> Bill:
    zone = zone_of(visit)
    paid_at = invoice.paid_at
    return Bill(
        number=invoice.bill_number,
        stage=visit.say(f"audit.stage-{invoice.stage.value.replace('_', '-')}"),
        state=visit.say(f"audit.bill-{invoice.state.value.replace('_', '-')}"),
        total=format_money(invoice.total, visit.language),
        issued=format_moment(invoice.issued_at, zone, visit.language),
        paid="" if paid_at is None else format_moment(paid_at, zone, visit.language),
    )


def _others(visit: Visit, history: tuple[Found, ...], found: Found) -> list[tuple[Row, bool]]:
    """The records about the same, the oldest first, with whether each is the one shown."""
    shown = found.record.header.sequence
    return [(row_of(visit, one), one.record.header.sequence == shown) for one in history]


ROUTES = (record_page,)
