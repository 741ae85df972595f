"""Opening an application: whose it is, under which release, with what the registers say.

Shared by the use cases about applications; not a use case itself. Registers and releases are
read before a writing transaction begins, because either may take its time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from engine.answers import Reading, registers_read
from engine.decide.decision import decide
from engine.decide.telling import told
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.inflight import Change, ChangeKind, changes_between
from engine.journey import is_complete, steps_of
from engine.journey.corrections import widened
from engine.journey.saving import Desk
from engine.model.account import Account
from engine.model.application import Application
from engine.model.payment import Invoice
from engine.model.service import InFlight, Service
from engine.model.words import Text
from engine.operations.asking import Snapshot, ask, said_here
from engine.operations.entering import civil_date, note_deadlines
from engine.operations.own_applications import choices
from engine.operations.past import own_answers
from engine.operations.ports import Ports
from engine.operations.results import NotOpen, NotThere, View
from engine.release import Release
from engine.store.canonical import Json, read_snapshot
from engine.store.entries import Incident
from engine.store.protocols import Work

REPLACED = "replaced:"
"""Before the slot of a file that a correction put another in the place of."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a view says beside the application itself: rows of other tables, and unseen changes."""

    invoices: tuple[Invoice, ...]
    changes: tuple[Change, ...]
    incident: Incident | None


@dataclass(frozen=True, slots=True)
class Opened:
    """An application with what it is read with. `application` is as it was read last."""

    application: Application
    release: Release
    service: Service
    desk: Desk

    def read(self) -> Reading:
        return self.desk.read(self.application)

    @property
    def program(self) -> Program:
        return self.release.catalogue.programs[self.service.id]

    @property
    def is_open(self) -> bool:
        """Whether its applicant may change it now."""
        return may_change(self.application, self.service)

    @property
    def is_corrected(self) -> bool:
        """Whether only what staff have named may be changed."""
        return self.application.submission is not None


def may_change(application: Application, service: Service) -> bool:
    """A draft whole; what was submitted, as far as corrections or documents are asked for."""
    if application.submission is None:
        return is_draft(application, service)
    return service.lifecycle.state(application.state).is_open


def is_draft(application: Application, service: Service) -> bool:
    return application.submission is None and application.state == service.lifecycle.start


def own(work: Work, account: Account, reference: str, *, for_update: bool = False) -> Application:
    """The account's application; raises NotThere for another's, or an erased one, as for none."""
    application = work.applications.get(reference, for_update=for_update)
    if application is None or application.account_id != account.id or application.erased_at:
        raise NotThere(f"no application {reference}")
    return application


def open_own(ports: Ports, account: Account, reference: str, now: datetime) -> Opened:
    """Read the application, moved to the release in force when it is a draft that follows it."""
    return _read_own(ports, account, reference, now)[0]


def view_own(ports: Ports, account: Account, reference: str, now: datetime) -> View:
    """`read_view` of what `open_own` gives."""
    return _view(*_read_own(ports, account, reference, now))


def _read_own(
    ports: Ports, account: Account, reference: str, now: datetime
) -> tuple[Opened, Beside]:
    """All in one transaction, unless the draft has to be moved first."""
    with ports.store.read() as work:
        found = own(work, account, reference)
        release = ports.releases.release(found.release)
        service = release.catalogue.services[found.service]
        here = None
        if found.submission is None:
            here = said_here(work, release, service, found.person_key, reference, now)
        beside = _beside(work, found, service)
    if not is_draft(found, service):
        return open_under(ports, found, release, now, here), beside
    application, release = _moved(ports, found, release, now)
    if application is found:
        return open_under(ports, found, release, now, here), beside
    opened = open_under(ports, application, release, now)
    with ports.store.read() as work:
        return opened, _beside(work, application, opened.service)


def open_under(
    ports: Ports,
    application: Application,
    release: Release,
    now: datetime,
    here: Snapshot | None = None,
) -> Opened:
    """The application with its frozen snapshot and date, or with today's while it is a draft.

    `here` is what `said_here` gave of the draft just now.
    """
    catalogue = release.catalogue
    service = catalogue.services[application.service]
    if application.submission is not None:
        snapshot = read_snapshot(application.submission.snapshot)
        desk = Desk(catalogue, snapshot, application.submission.decision_date, ports.readings)
    else:
        snapshot = ask(ports, release, service, application.person_key, application, now, here)
        desk = Desk(catalogue, snapshot, civil_date(catalogue.portal, now), ports.readings)
    return Opened(application, release, service, desk)


def with_history(work: Work, opened: Opened, now: datetime) -> Opened:
    """The draft with own history as it is now, which stays so until the transaction ends.

    Call it before the draft itself is locked, so that two drafts of one person wait in one order.
    """
    if not is_draft(opened.application, opened.service):
        return opened
    catalogue = opened.release.catalogue
    own_now = own_answers(
        work,
        catalogue,
        registers_read(catalogue, opened.service),
        opened.application.person_key,
        opened.application.reference,
        now,
        for_update=True,
    )
    own_now |= choices(
        work, catalogue, opened.service, opened.application.person_key, for_update=True
    )
    desk = replace(opened.desk, snapshot={**opened.desk.snapshot, **own_now})
    return replace(opened, desk=desk) if own_now else opened


def view_of(work: Work, opened: Opened, reading: Reading | None = None) -> View:
    """`reading` is of the same application, when it was made already."""
    return _view(opened, _beside(work, opened.application, opened.service), reading)


def _view(opened: Opened, beside: Beside, reading: Reading | None = None) -> View:
    application = opened.application
    reading = reading or opened.read()
    program = opened.release.catalogue.programs[opened.service.id]
    day = opened.desk.decision_date
    state = opened.service.lifecycle.state(application.state)
    states = Evaluation(program, reading.facts, day).fact
    return View(
        application=application,
        release=opened.release,
        service=opened.service,
        state=state,
        snapshot=opened.desk.snapshot,
        reading=reading,
        facts=reading.facts,
        decision_date=day,
        decision=decide(program, reading.facts, day, opened.release.hash),
        steps=steps_of(reading),
        is_complete=is_complete(reading),
        is_open=opened.is_open,
        invoices=beside.invoices,
        changes=beside.changes,
        incident=beside.incident,
        next=told(state.next, program, opened.release.catalogue, states),
    )


def _beside(work: Work, application: Application, service: Service) -> Beside:
    """Nothing was ever billed of what was never submitted."""
    reference = application.reference
    is_open = may_change(application, service)
    return Beside(
        () if application.submission is None else work.invoices.of_application(reference),
        _read_changes(work.applications.changes(reference)),
        work.incidents.last_of(reference) if is_open else None,
    )


def read_view(ports: Ports, opened: Opened) -> View:
    with ports.store.read() as work:
        return view_of(work, opened)


def change(
    ports: Ports,
    account: Account,
    opened: Opened,
    now: datetime,
    make: Callable[[Opened], Application],
) -> Opened:
    """Change the application in one transaction, under its lock; remove files that a draft lets
    go of. What was submitted once keeps them, as files that were replaced.

    `make` gets the application as it is kept now. Raises NotOpen when it cannot be changed any
    more, and whatever `make` raises; nothing is changed then.
    """
    while (changed := _try(ports, account, opened, now, make)) is None:
        # Another request has moved the draft to a newer release since it was opened.
        with ports.store.read() as work:
            moved = own(work, account, opened.application.reference)
        opened = open_under(ports, moved, ports.releases.release(moved.release), now)
    before, after = changed
    kept = {file.id for file in after.evidence}
    for file in before.evidence:
        if file.id not in kept:
            ports.files.remove(file.id)
    return replace(opened, application=after)


def _try(
    ports: Ports,
    account: Account,
    opened: Opened,
    now: datetime,
    make: Callable[[Opened], Application],
) -> tuple[Application, Application] | None:
    """The application before and after; None when it is no longer under the release opened."""
    with ports.store.begin() as work:
        before = own(work, account, opened.application.reference, for_update=True)
        if before.release != opened.release.hash:
            return None
        if not may_change(before, opened.service):
            raise NotOpen(f"application {before.reference} cannot be changed now")
        opened = replace(opened, application=before)
        after = make(opened)
        if opened.is_corrected:
            after = _corrected(opened, after)
        if after != before:
            after = replace(after, revision=before.revision + 1, changed_at=now)
            work.applications.update(before, after)
    return before, after


def _corrected(opened: Opened, after: Application) -> Application:
    """With the files that were replaced, and whatever the change uncovered named too."""
    before = opened.application
    kept = {file.id for file in after.evidence}
    gone = (file for file in before.evidence if file.id not in kept)
    replaced = tuple(replace(file, slot=f"{REPLACED}{file.slot}") for file in gone)
    after = replace(after, evidence=(*after.evidence, *replaced))
    names = widened(opened.desk.read(after), before.corrections)
    return replace(after, corrections=names)


def _moved(
    ports: Ports, application: Application, kept: Release, now: datetime
) -> tuple[Application, Release]:
    """The draft under the release in force, if that one still has the service and wants it."""
    active = ports.releases.active(now)
    service = active.catalogue.services.get(application.service)
    if active.hash == kept.hash or service is None or service.draft_in_flight is InFlight.KEEP:
        return application, kept
    day = civil_date(active.catalogue.portal, now)
    changes = changes_between(kept.catalogue, active.catalogue, service.id, day)
    with ports.store.begin() as work:
        before = work.applications.get(application.reference, for_update=True)
        if before is None:
            raise NotThere(f"no application {application.reference}")
        if before.release == kept.hash and before.submission is None:
            after = replace(before, release=active.hash, state=service.lifecycle.start)
            after = replace(after, revision=before.revision + 1)
            work.applications.update(before, after)
            note_deadlines(work, active, after, before.created_at)
            if changes:
                unseen = _read_changes(work.applications.changes(before.reference))
                written = _write_changes((*unseen, *changes))
                work.applications.set_changes(before.reference, written)
            return after, active
    return before, ports.releases.release(before.release)


def _write_changes(changes: tuple[Change, ...]) -> Json:
    unique = dict.fromkeys(changes)
    return [
        {
            "kind": str(one.kind),
            "step": one.step,
            "field": one.field,
            "ar": one.label.ar,
            "en": one.label.en,
        }
        for one in unique
    ]


def _read_changes(kept: Json) -> tuple[Change, ...]:
    if not isinstance(kept, list):
        return ()
    rows = (row for row in kept if isinstance(row, dict))
    return tuple(
        Change(
            ChangeKind(str(row["kind"])),
            str(row["step"]),
            None if row["field"] is None else str(row["field"]),
            Text(str(row["ar"]), str(row["en"])),
        )
        for row in rows
    )
