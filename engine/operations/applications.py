"""Drafts: list, start, view, save, dispute, discard. Submitting is in `submission.py`.

Every function raises `NotThere` for an application that is not the account's own, and every
change raises `NotOpen` once it has been submitted, but for what staff ask to be corrected.

`revision` is always the revision of the step's entry that the page was made from (0 for a step
never saved). A stale one gives `Conflict`, unless what is kept is already exactly what was sent:
then the request is a retry and gives what the first one gave.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from engine.answers import FieldError, Reading, entry_inside
from engine.decide.telling import before_answers, told
from engine.digits import clean_text
from engine.journey import Desk, closed_group, kept_texts, removed_item, saved_item, saved_step
from engine.journey.trial import NO_ENTRIES, Entries, Tryout, as_draft
from engine.model.account import Account
from engine.model.application import Application
from engine.model.lead import Lead
from engine.model.register import Answer
from engine.model.service import Service
from engine.model.words import Text
from engine.operations.asking import Snapshot, ask
from engine.operations.drafting import open_draft
from engine.operations.editing import GROUPS, PAGES, Edit, Refused, allowed
from engine.operations.entering import civil_date
from engine.operations.inviting import refused_address
from engine.operations.opening import (
    Opened,
    change,
    is_draft,
    may_change,
    open_own,
    own,
    read_view,
    view_own,
)
from engine.operations.ports import Ports
from engine.operations.results import (
    Conflict,
    NotOpen,
    NotThere,
    RegistersSilent,
    Rejected,
    Saved,
    Summary,
    View,
)

LONGEST_KEY = 100
LONGEST_DISPUTE = 1000
_OWN_ID = "[0-9a-f]{16}"
_ITEM_ID = re.compile(rf"({_OWN_ID}\.[a-z0-9_]+\.)?{_OWN_ID}")
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Started:
    """`is_new` is false when the same key had started it before."""

    application: Application
    is_new: bool


@dataclass(frozen=True, slots=True)
class NotOpenToYou:
    """A register that must hold a record of the person has none: `otherwise` says what to do.

    `lead`: to the service that is offered instead, if one is.
    """

    register: str
    otherwise: Text
    lead: Lead | None


def list_own(ports: Ports, account: Account, now: datetime) -> tuple[Summary, ...]:  # noqa: ARG001
    """The account's applications, the last changed first; without those that were erased."""
    with ports.store.read() as work:
        applications = work.applications.of_account(account.id)
    return tuple(summary(ports, one) for one in applications if one.erased_at is None)


def start(
    ports: Ports,
    account: Account,
    service: str,
    key: str,
    now: datetime,
    entries: Entries = NO_ENTRIES,
) -> Started | NotOpenToYou | RegistersSilent:
    """Open a draft under the active release. `key` (1 to 100 characters, made with the page)
    makes a double click or a retry give the same draft. Raises NotThere for an unknown service.

    `entries` are what was answered before there was an application: the draft begins with them,
    typed and not saved."""
    release = ports.releases.active(now)
    found = release.catalogue.services.get(service)
    if found is None or not 1 <= len(key) <= LONGEST_KEY:
        raise NotThere(f"no service {service}")
    said = ask(ports, release, found, account.person, None, now)
    closed = closed_to(found, said)
    if closed is not None:
        return closed
    desk = Desk(release.catalogue, said, civil_date(release.catalogue.portal, now))
    begun = as_draft(Tryout(desk, found, release.hash, is_of_person=True).cleaned(entries))
    with ports.store.begin() as work:
        person = work.accounts.lock(account.id).person  # a number may have been added by now
        reference, is_new = open_draft(work, release, service, account.id, person, key, now, begun)
        application = own(work, account, reference)
    if is_new:
        _log.info("application.started", reference=reference, service=service, release=release.hash)
    return Started(application, is_new)


def closed_to(service: Service, said: Snapshot) -> NotOpenToYou | RegistersSilent | None:
    """Why the registers do not let the person begin, if they do not."""
    for one in service.open_to:
        if said[one.register].answer is Answer.NO_RECORD:
            return NotOpenToYou(one.register, one.otherwise, one.leads_to)
    must_hold = (one.register for one in service.open_to)
    silent = tuple(name for name in must_hold if said[name].answer is Answer.SILENT)
    return RegistersSilent(silent) if silent else None


def view(ports: Ports, account: Account, reference: str, now: datetime) -> View:
    """The application with its decision so far. Moves a draft to the active release first."""
    return view_own(ports, account, reference, now)


def acknowledge_changes(ports: Ports, account: Account, reference: str, now: datetime) -> None:  # noqa: ARG001
    """Forget `View.changes`: the applicant has seen what a newer release changed."""
    with ports.store.begin() as work:
        own(work, account, reference, for_update=True)
        work.applications.set_changes(reference, None)


def save_step(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    texts: Mapping[str, str],
    revision: int,
    now: datetime,
) -> Saved | Rejected | Conflict:
    """Keep the texts typed on a step of fields, declaration or documents, and mark it saved; one of
    guidance takes none.

    `texts` maps field ids (and `documents.<id>.<detail>` on a documents step, `accepted` -> `yes`
    on a declaration) to what was typed; other keys are ignored, and a field left out is blank.
    With errors the texts are kept all the same. Raises OutOfOrder for a step not reachable.
    """

    def make(opened: Opened) -> Application:
        within = allowed(opened, step, texts)
        return saved_step(opened.desk, opened.application, step, within).application

    edit = Edit(ports, account, reference, step, revision, now)
    return edit.run(make, texts, kinds=PAGES)


def keep_text(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    texts: Mapping[str, str],
    revision: int,
    now: datetime,
) -> Saved | Conflict:
    """Keep what was typed without saving the step: the language was switched half-way."""

    def make(opened: Opened) -> Application:
        within = allowed(opened, step, texts)
        return kept_texts(opened.desk, opened.application, step, within).application

    edit = Edit(ports, account, reference, step, revision, now)
    result = edit.run(make, texts, kinds=PAGES, judge=False)
    assert not isinstance(result, Rejected)
    return result


def new_item_id() -> str:
    """An id for an item not saved yet; put it in the form, so that a double click makes one."""
    return secrets.token_hex(8)


def save_item(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    item: str,
    texts: Mapping[str, str],
    revision: int,
    now: datetime,
) -> Saved | Rejected | Conflict:
    """Add the item (an id from `new_item_id`) or replace its texts; the group opens again.

    Its files are supplied apart, to the slot `<group>.<item>.<field>` (`evidence.supply`), after
    the item is saved; a file that misses is no error here, but `Saved.is_done` is false then.
    `texts` is keyed by the group's field ids. An item inside an item has `<item>.<group>.` before
    its own id. Raises NotThere for an id that `new_item_id` does not make, or inside an item that
    is not there.
    """
    if not _ITEM_ID.fullmatch(item):
        raise NotThere(f"no item {item}")

    def make(opened: Opened) -> Application:
        try:
            saved = saved_item(opened.desk, opened.application, step, item, texts)
        except KeyError:
            raise NotThere(f"no item {item}") from None
        if isinstance(saved, FieldError):
            raise Refused(opened, (saved,))
        error = refused_address(opened, saved.application, account, step, item)
        if error is not None:
            raise Refused(opened, (error,))
        return saved.application

    edit = Edit(ports, account, reference, step, revision, now)
    return edit.run(make, texts, kinds=GROUPS, item=item)


def remove_item(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    item: str,
    revision: int,
    now: datetime,
) -> Saved | Conflict:
    """Remove the item, what it holds and its files. Removing one that is gone is a retry."""

    def make(opened: Opened) -> Application:
        reading = opened.read().step(step)
        if reading is None or reading.item(item) is None:
            return opened.application
        return removed_item(opened.desk, opened.application, step, item).application

    edit = Edit(ports, account, reference, step, revision, now)
    result = edit.run(make, {}, kinds=GROUPS, judge=False)
    assert not isinstance(result, Rejected)
    return result


def close_group(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    revision: int,
    now: datetime,
    inside: str = "",
) -> Saved | Rejected | Conflict:
    """ "That is all": the group is complete. Rejected while an item has errors, misses a file, or
    there are too few or too many; the group stays open then.

    `inside` is `<item>.<group>` for a group inside an item: that one is complete then, and no
    other. Raises NotThere when there is none such.
    """

    def make(opened: Opened) -> Application:
        entry = opened.application.step(step)
        if entry.is_complete or (inside and entry_inside(entry, inside).is_complete):
            return opened.application
        try:
            closed = closed_group(opened.desk, opened.application, step, inside)
        except KeyError:
            raise NotThere(f"no group {inside}") from None
        if not isinstance(closed, Reading):
            raise Refused(opened, closed)
        return closed.application

    edit = Edit(ports, account, reference, step, revision, now)
    return edit.run(make, {}, kinds=GROUPS)


def dispute(
    ports: Ports, account: Account, reference: str, fact: str, text: str, now: datetime
) -> View:
    """Say what is wrong with a read-only fact that the service shows; a blank text takes it back.

    At most 1000 characters are kept. Raises NotThere for a fact that no step shows.
    """
    words = clean_text(text)[:LONGEST_DISPUTE]

    def make(opened: Opened) -> Application:
        if opened.is_corrected:
            raise NotOpen(f"application {reference} takes corrections alone")
        if not any(fact in step.shows for step in opened.service.steps):
            raise NotThere(f"no step shows {fact}")
        others = {name: said for name, said in opened.application.disputes.items() if name != fact}
        disputes = {**others, fact: words} if words else others
        return replace(opened.application, disputes=disputes)

    opened = open_own(ports, account, reference, now)
    return read_view(ports, change(ports, account, opened, now, make))


def discard(ports: Ports, account: Account, reference: str, now: datetime) -> None:
    """Delete a draft with its answers and files. Deleting it again raises NotThere."""
    opened = open_own(ports, account, reference, now)
    with ports.store.begin() as work:
        application = own(work, account, reference, for_update=True)
        if not is_draft(application, opened.service):
            raise NotOpen(f"application {reference} cannot be discarded")
        work.applications.delete(reference)
    ports.forget()
    for file in application.evidence:
        ports.files.remove(file.id)
    _log.info("application.discarded", reference=reference)


def summary(ports: Ports, application: Application) -> Summary:
    """One line of the account's list."""
    release = ports.releases.release(application.release)
    service = release.catalogue.services[application.service]
    submission = application.submission
    state = service.lifecycle.state(application.state)
    program = release.catalogue.programs[service.id]
    day = civil_date(release.catalogue.portal, application.changed_at)
    return Summary(
        reference=application.reference,
        service=service.id,
        title=service.title,
        state=state,
        is_open=may_change(application, service),
        created_at=application.created_at,
        changed_at=application.changed_at,
        submitted_at=None if submission is None else submission.submitted_at,
        next=told(state.next, program, release.catalogue, before_answers(program, day)),
    )
