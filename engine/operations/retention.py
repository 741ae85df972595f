"""Erasing personal data when its time is up, as privacy.yaml of the release in force says.

Each erasure is a transaction of its own, recorded in the ledger with it; files are removed after
the transaction, and what an accident leaves of them is swept when the ports are opened. Running
it again, or twice at once, erases nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from engine.model.period import add_months
from engine.model.portal import Portal
from engine.model.privacy import After, DataKind, Holding, Privacy
from engine.operations.entering import civil_date
from engine.operations.opening import REPLACED
from engine.operations.ports import Ports
from engine.release import Release, engine_version
from engine.store.canonical import Json
from engine.store.chain import RecordKind
from engine.store.entries import Closing
from engine.store.payloads import PERSONAL
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")
TIME_IS_UP, REQUESTED = "time", "request"


@dataclass(frozen=True, slots=True)
class Due:
    """Data whose time is up: of an application or account, or all of a kind up to a day.

    `since` is from when the time was counted: for a kind as a whole, the end of the last day that
    is due.
    """

    holding: Holding
    subject: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased: `count` rows, files and payloads."""

    due: Due
    count: int


def due(ports: Ports, now: datetime) -> tuple[Due, ...]:
    """What `run` would erase now, in the order of privacy.yaml; nothing without such a file."""
    release = ports.releases.active(now)
    privacy = release.catalogue.privacy
    if privacy is None:
        return ()
    found: list[Due] = []
    for holding in privacy.holdings:
        before = _first_kept(release.catalogue.portal, holding.kept.months, now)
        found += _due(ports, privacy, holding, before)
    return tuple(found)


def run(ports: Ports, now: datetime) -> tuple[Erasure, ...]:
    """Erase what is due, and record each erasure; what came of it. The worker calls it daily."""
    release = ports.releases.active(now)
    done = (erase(ports, release, one, now) for one in due(ports, now))
    return tuple(one for one in done if one.count)


def erase(
    ports: Ports, release: Release, one: Due, now: datetime, request: str | None = None
) -> Erasure:
    """Erase one thing and record it, in one transaction. `request`: because its person asked."""
    with ports.store.begin() as work:
        count, files = _erase(work, one, release.catalogue.privacy, now)
        if count:
            payload, version = _payload(one, count, request), engine_version()
            work.ledger.append(
                RecordKind.ERASURE, one.subject, release.hash, version, None, payload, now
            )
    ports.forget()
    for file in files:
        ports.files.remove(file)
    _log.info("data.erased", subject=one.subject, kind=str(one.holding.kind), count=count)
    return Erasure(one, count)


def _payload(one: Due, count: int, request: str | None) -> Json:
    payload: dict[str, Json] = {
        "kind": str(one.holding.kind),
        "cause": TIME_IS_UP if request is None else REQUESTED,
        "how": str(one.holding.kept.then),
        "count": count,
        "since": one.since.isoformat(),
    }
    return payload if request is None else {**payload, "request": request}


def _first_kept(portal: Portal, months: int, now: datetime) -> datetime:
    """The instant from which on data of `months` is still kept.

    What was closed on day D is kept until the day D + months is over, in the portal's time zone.
    """
    today = civil_date(portal, now)
    last_due: date = add_months(today, -months)
    while add_months(last_due, months) >= today:
        last_due -= timedelta(days=1)
    midnight = datetime.combine(last_due + timedelta(days=1), time.min, ZoneInfo(portal.time_zone))
    return midnight.astimezone(UTC)


def _due(ports: Ports, privacy: Privacy, holding: Holding, before: datetime) -> Iterator[Due]:
    with ports.store.read() as work:
        match holding.kept.after:
            case After.CLOSED:
                for closing in closed(ports, work, holding.kind, before):
                    if holding.kind is not DataKind.DOCUMENTS or _has_documents(
                        work, closing.reference, holding, privacy
                    ):
                        yield Due(holding, closing.reference, closing.entered_at)
            case After.UNUSED:
                for account in work.erasing.unused_accounts(before):
                    if not _has_open(ports, work, account.account_id):
                        yield Due(holding, account.account_id, account.used_at)
            case After.ANSWERED:
                for request in work.data_requests.answered_before(before):
                    assert request.answered_at is not None, "it was found by that"
                    yield Due(holding, request.id, request.answered_at)
            case After.SENT | After.RECORDED:
                yield Due(holding, str(holding.kind), before)


def closed(ports: Ports, work: Work, kind: DataKind, before: datetime) -> Iterator[Closing]:
    """Applications that hold data of the kind and were closed before the instant."""
    for closing in work.erasing.holding(kind, before):
        catalogue = ports.releases.release(closing.release).catalogue
        if catalogue.services[closing.service].lifecycle.state(closing.state).is_final:
            yield closing


def _has_open(ports: Ports, work: Work, account_id: str) -> bool:
    for application in work.applications.of_account(account_id):
        service = ports.releases.release(application.release).catalogue.services[
            application.service
        ]
        if not service.lifecycle.state(application.state).is_final:
            return True
    return False


def _erase(
    work: Work, one: Due, privacy: Privacy | None, now: datetime
) -> tuple[int, tuple[str, ...]]:
    """How much was erased, and the ids of the files to remove."""
    subject, kind = one.subject, one.holding.kind
    match kind:
        case DataKind.DRAFT:
            files = tuple(id for id, _ in work.erasing.evidence(subject))
            work.applications.delete(subject)
            return 1, files
        case DataKind.ANSWERS:
            return work.erasing.drop_answers(subject, now), ()
        case DataKind.REGISTERS:
            return work.erasing.drop_snapshot(subject, now), ()
        case DataKind.DOCUMENTS:
            assert privacy is not None, "what is due is due by it"
            files = _files_of(work, subject, one.holding, privacy)
            issued = 0 if one.holding.only else work.issued.erase(subject)
            return work.erasing.drop_evidence(files) + issued, files
        case DataKind.DECISIONS:
            return work.ledger.erase(subject, PERSONAL) + work.erasing.drop_incidents(subject), ()
        case DataKind.PAYMENTS:
            return work.erasing.untie(subject, now), ()
        case DataKind.ACCOUNT:
            return work.erasing.blank_account(subject), ()
        case DataKind.MESSAGES:
            return work.erasing.drop_messages(one.since), ()
        case DataKind.LOOKS:
            return work.access_log.drop_before(one.since), ()
        case DataKind.REQUESTS:
            work.data_requests.delete(subject)
            return 1 + work.ledger.erase(subject, PERSONAL), ()


def _has_documents(work: Work, reference: str, holding: Holding, privacy: Privacy) -> bool:
    """Whether the application holds files that the entry is about, or was issued documents.

    What was issued goes with the entry about documents in general.
    """
    if _files_of(work, reference, holding, privacy):
        return True
    issued = work.issued.of_application(reference)
    return not holding.only and any(not one.printed.is_erased for one in issued)


def _files_of(work: Work, reference: str, holding: Holding, privacy: Privacy) -> tuple[str, ...]:
    """The files of an application that the entry is about, by what each was supplied for."""
    return tuple(
        id
        for id, slot in work.erasing.evidence(reference)
        if privacy.holding(DataKind.DOCUMENTS, document_of(slot)) is holding
    )


def document_of(slot: str) -> str | None:
    """The required document of a slot, also of one for an item, or of a file that was replaced; a
    file of a repeating group is for none."""
    head, _, name = slot.removeprefix(REPLACED).partition(".")
    return name.partition(".")[0] if head == "documents" else None
