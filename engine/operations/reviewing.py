"""An application as staff study it: everything that is known of it, in one read.

Whoever looks is noted in the access log before anything is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.inflight import Change, changes_between
from engine.journey.corrections import Correctable, correctable
from engine.model.account import Account
from engine.model.application import Application
from engine.model.history import Happening
from engine.model.payment import Invoice
from engine.model.review import Claim, Note
from engine.operations import access
from engine.operations.acting import Act, acts
from engine.operations.asking import ask
from engine.operations.claims import is_own
from engine.operations.comparing import Compared, compare
from engine.operations.evidence import OpenFile, opened_file
from engine.operations.opening import Opened, open_under, view_of
from engine.operations.ports import Ports
from engine.operations.queue import Line, line_of
from engine.operations.results import NotThere, View
from engine.store.entries import PastEntry
from engine.store.protocols import Work

__all__ = ["Act", "Change", "Compared", "PastEntry", "Review", "open_file", "review"]


@dataclass(frozen=True, slots=True)
class Review:
    """`acts` are what this member of staff may do now; none on an application of his own.

    `earlier` are the person's other applications that were submitted. `changes` are what the
    release in force asks otherwise; None when the service is not in it any more. `emails` are the
    addresses of the accounts that are named here.
    """

    view: View
    line: Line
    claim: Claim | None
    is_own: bool
    acts: tuple[Act, ...]
    correctable: tuple[Correctable, ...]
    compared: tuple[Compared, ...]
    history: tuple[Happening, ...]
    notes: tuple[Note, ...]
    invoices: tuple[Invoice, ...]
    earlier: tuple[PastEntry, ...]
    changes: tuple[Change, ...] | None
    is_under_active_release: bool
    emails: Mapping[str, str]


def review(ports: Ports, account: Account, reference: str, now: datetime) -> Review:
    """Raises NotThere for an application that was never submitted, or was erased."""
    opened = _opened(ports, reference, now)
    access.note(ports, account, opened.application.account_id, reference, "application", now)
    compared = _compared(ports, opened, now)
    active = ports.releases.active(now)
    with ports.store.read() as work:
        view = view_of(work, opened)
        waiting = work.queue.of_application(reference, now)
        assert waiting is not None, "it was submitted"
        claim = work.claims.get(reference)
        history = work.history.of_application(reference)
        notes = work.notes.of_application(reference)
        emails = _emails(work, account, opened.application, history, notes, claim)
        return Review(
            view=view,
            line=line_of(ports, account, waiting, emails, now),
            claim=claim if claim and claim.holds_at(now) else None,
            is_own=is_own(account, opened.application),
            acts=acts(work, opened, account),
            correctable=correctable(view.reading),
            compared=compared,
            history=history,
            notes=notes,
            invoices=work.invoices.of_application(reference),
            earlier=_earlier(work, opened, frozenset(active.catalogue.services)),
            changes=_changes(ports, opened, now),
            is_under_active_release=active.hash == opened.release.hash,
            emails=emails,
        )


def open_file(
    ports: Ports, account: Account, reference: str, evidence: str, now: datetime
) -> OpenFile:
    """A file of an application, for staff who study it. Raises NotThere."""
    application = _opened(ports, reference, now).application
    access.note(ports, account, application.account_id, reference, "file", now)
    return opened_file(ports, application, evidence)


def _opened(ports: Ports, reference: str, now: datetime) -> Opened:
    with ports.store.read() as work:
        application = work.applications.get(reference)
    if application is None or application.submission is None or application.erased_at:
        raise NotThere(f"no application {reference}")
    return open_under(ports, application, ports.releases.release(application.release), now)


def _compared(ports: Ports, opened: Opened, now: datetime) -> tuple[Compared, ...]:
    said = ask(ports, opened.release, opened.service, opened.application.person_key, None, now)
    registers = opened.release.catalogue.registers
    return compare(opened.program, registers, opened.desk.snapshot, said)


def _changes(ports: Ports, opened: Opened, now: datetime) -> tuple[Change, ...] | None:
    active = ports.releases.active(now)
    if opened.service.id not in active.catalogue.services:
        return None
    old, day = opened.release.catalogue, opened.desk.decision_date
    return changes_between(old, active.catalogue, opened.service.id, day)


def _earlier(work: Work, opened: Opened, services: frozenset[str]) -> tuple[PastEntry, ...]:
    application = opened.application
    found = work.applications.past(application.person_key, services | {application.service})
    others = [one for one in found if one.submitted_at and one.reference != application.reference]
    return tuple(sorted(others, key=lambda one: str(one.submitted_at), reverse=True))


def _emails(
    work: Work,
    account: Account,
    application: Application,
    history: tuple[Happening, ...],
    notes: tuple[Note, ...],
    claim: Claim | None,
) -> dict[str, str]:
    ids = {account.id, application.account_id}
    ids |= {one.account for one in history if one.account is not None}
    ids |= {one.account for one in notes} | {one.taken_from for one in notes if one.taken_from}
    ids |= {claim.account} if claim else set()
    found = {id: work.accounts.get(id) for id in sorted(ids)}
    return {id: one.account.email for id, one in found.items() if one is not None}
