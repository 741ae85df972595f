"""Requests of people about their own data: taken, extended once with a reason, and answered.

Each act is a record of the ledger. Granting a request for erasure erases at once what no law
demands to keep of the person's closed applications; what is under way stays, and the rest goes
in its own time (`retention.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from engine.answers import FieldError
from engine.digits import clean_text
from engine.model.account import Account
from engine.model.data_request import Channel, DataRequest, RequestKind, RequestState
from engine.model.privacy import After, Answering, Basis, Privacy
from engine.operations import retention
from engine.operations.entering import civil_date
from engine.operations.mails import mail
from engine.operations.ports import Ports
from engine.operations.references import new_data_request
from engine.operations.results import NotThere
from engine.operations.retention import Due, Erasure
from engine.phrases import phrase_text
from engine.release import Release, engine_version
from engine.store.canonical import Json
from engine.store.chain import RecordKind
from engine.store.protocols import Work

__all__ = [
    "Channel",
    "DataRequest",
    "RequestKind",
    "RequestState",
    "answer",
    "ask",
    "extend",
    "get",
    "mine",
    "record_for",
    "waiting",
]

LONGEST_TEXT = 4000
_ANSWERED_SHOWN = 50
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Waiting:
    """`open` by the day they are due; `answered` the last fifty, the newest first."""

    open: tuple[DataRequest, ...]
    answered: tuple[DataRequest, ...]


def ask(
    ports: Ports, account: Account, kind: RequestKind, text: str, now: datetime
) -> DataRequest | FieldError:
    """The account's own request. Asked again while it waits, it is the same request."""
    return _take(ports, account, account, kind, Channel.PORTAL, text, now)


def record_for(
    ports: Ports,
    by: Account,
    address: str,
    kind: RequestKind,
    channel: Channel,
    text: str,
    now: datetime,
) -> DataRequest | FieldError:
    """A request that came in otherwise, recorded by staff for the account of an address."""
    with ports.store.read() as work:
        found = work.accounts.by_email(address.strip().lower())
    if found is None or found.account.is_staff:
        return _error("address", "no-account")
    return _take(ports, found.account, by, kind, channel, text, now)


def extend(
    ports: Ports, by: Account, id: str, reason: str, now: datetime
) -> DataRequest | FieldError:
    """Put off the answer once, and tell the person why. A second time changes nothing."""
    reason = clean_text(reason)[:LONGEST_TEXT]
    if not reason:
        return _error("reason", "missing")
    release, answering = _answering(ports, now)
    with ports.store.begin() as work:
        request = _locked(work, id)
        if request.state is not RequestState.RECEIVED:
            return request
        later = replace(
            request,
            state=RequestState.EXTENDED,
            due_date=request.due_date + timedelta(days=answering.extension_days),
            extended_because=reason,
        )
        work.data_requests.update(later)
        _record(work, release, later, by, reason, now)
        _tell(work, release, later, "request-extended", now)
    return later


def answer(
    ports: Ports, by: Account, id: str, text: str, now: datetime, *, is_granted: bool
) -> DataRequest | FieldError:
    """Answer a request, and tell the person that it was. One that was answered stays as it is."""
    text = clean_text(text)[:LONGEST_TEXT]
    if not text:
        return _error("answer", "missing")
    release, _ = _answering(ports, now)
    waiting = get(ports, id)
    if waiting.state.is_open and is_granted and waiting.kind is RequestKind.ERASURE:
        _erase(ports, release, waiting, now)  # first: done twice it erases nothing more
    with ports.store.begin() as work:
        request = _locked(work, id)
        if not request.state.is_open:
            return request
        answered = replace(
            request,
            state=RequestState.GRANTED if is_granted else RequestState.REFUSED,
            answered_at=now,
            answered_by=by.id,
            answer=text,
        )
        work.data_requests.update(answered)
        _record(work, release, answered, by, text, now)
        _tell(work, release, answered, "request-answered", now)
    return answered


def get(ports: Ports, id: str) -> DataRequest:
    """Raises NotThere."""
    with ports.store.read() as work:
        found = work.data_requests.get(id)
    if found is None:
        raise NotThere(f"there is no request {id}")
    return found


def mine(ports: Ports, account: Account) -> tuple[DataRequest, ...]:
    """The account's own requests, the newest first."""
    with ports.store.read() as work:
        return work.data_requests.of_account(account.id)


def waiting(ports: Ports) -> Waiting:
    with ports.store.read() as work:
        return Waiting(work.data_requests.open(), work.data_requests.answered(_ANSWERED_SHOWN))


def _take(
    ports: Ports,
    account: Account,
    by: Account,
    kind: RequestKind,
    channel: Channel,
    text: str,
    now: datetime,
) -> DataRequest | FieldError:
    text = clean_text(text)[:LONGEST_TEXT]
    if kind is RequestKind.CORRECTION and not text:
        return _error("text", "missing")
    release, answering = _answering(ports, now)
    today = civil_date(release.catalogue.portal, now)
    request = DataRequest(
        id=new_data_request(),
        account_id=account.id,
        kind=kind,
        channel=channel,
        text=text,
        state=RequestState.RECEIVED,
        received_at=now,
        due_date=today + timedelta(days=answering.days),
    )
    with ports.store.begin() as work:
        for one in work.data_requests.of_account(account.id):
            if one.state.is_open and (one.kind, one.text) == (kind, text):
                return one
        work.data_requests.add(request)
        _record(work, release, request, by, text, now)
    _log.info("data.requested", request=request.id, account=account.id, kind=str(kind))
    return request


def _erase(
    ports: Ports, release: Release, request: DataRequest, now: datetime
) -> tuple[Erasure, ...]:
    """Erase what the person's closed applications hold, and what no law demands to keep."""
    privacy = release.catalogue.privacy
    assert privacy is not None, "a request was taken under it"
    done = []
    for holding in privacy.holdings:
        if holding.kept.after is After.CLOSED and holding.basis is not Basis.LAW:
            with ports.store.read() as work:
                found = tuple(retention.closed(ports, work, holding.kind, now))
            for one in found:
                if one.account_id == request.account_id:
                    due = Due(holding, one.reference, one.entered_at)
                    done.append(retention.erase(ports, release, due, now, request.id))
    return tuple(done)


def _answering(ports: Ports, now: datetime) -> tuple[Release, Answering]:
    """The release in force with its times; raises NotThere when it takes no requests."""
    release = ports.releases.active(now)
    privacy: Privacy | None = release.catalogue.privacy
    if privacy is None:
        raise NotThere("there is no privacy.yaml, so nothing says when a request is answered")
    return release, privacy.answering


def _locked(work: Work, id: str) -> DataRequest:
    found = work.data_requests.get(id, for_update=True)
    if found is None:
        raise NotThere(f"there is no request {id}")
    return found


def _record(
    work: Work, release: Release, request: DataRequest, by: Account, text: str, now: datetime
) -> None:
    payload: Json = {
        "request": request.id,
        "account": request.account_id,
        "kind": str(request.kind),
        "act": str(request.state),
        "channel": str(request.channel),
        "due_date": request.due_date.isoformat(),
        "by": by.id,
        "text": text,
    }
    version = engine_version()
    work.ledger.append(
        RecordKind.DATA_REQUEST, request.id, release.hash, version, None, payload, now
    )


def _tell(work: Work, release: Release, request: DataRequest, kind: str, now: datetime) -> None:
    """Mail the person that there is something to read; what it is stands behind the sign-in."""
    found = work.accounts.get(request.account_id)
    if found is not None and found.account.is_active:
        mail(work, release.catalogue.portal, found.account, kind, None, now)


def _error(field: str, code: str) -> FieldError:
    return FieldError(field, code, phrase_text(f"privacy.error-{code}"))
