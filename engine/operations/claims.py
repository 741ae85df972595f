"""Claims: an application is in one member of staff's hands at a time.

A claim lasts as long as the portal declares and is renewed by acting. It is given back, or it
runs out; an approver may take it over before, which is noted for everybody to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from engine.digits import clean_text
from engine.model.account import Account
from engine.model.application import Application
from engine.model.portal import Portal
from engine.model.review import Claim, Note
from engine.model.scope import SCOPES, Scope
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.protocols import Work

LONGEST_NOTE = 4_000
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody else has the application in hand; nothing was done."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """Nobody works on an application of his own; nothing was done."""


def is_own(account: Account, application: Application) -> bool:
    """Whether the account's person is the applicant, from whichever account he applied."""
    is_same_person = account.person_key is not None and account.person_key == application.person_key
    return account.id == application.account_id or is_same_person


def hold(
    work: Work, portal: Portal, reference: str, account: Account, now: datetime
) -> Held | None:
    """Claim the application, or renew the account's claim, in the transaction of an act.

    None: it is in the account's hands.
    """
    claim = _claim(portal, reference, account, now)
    if work.claims.take(claim):
        return None
    other = work.claims.get(reference)
    assert other is not None, "a claim that could not be made meets another"
    return Held(other)


def claim(
    ports: Ports, account: Account, reference: str, now: datetime
) -> Claim | Held | OwnApplication:
    """Take the application in hand. Asking again renews the claim."""
    portal = ports.releases.active(now).catalogue.portal
    with ports.store.begin() as work:
        if _is_refused(work, account, reference):
            return OwnApplication()
        held = hold(work, portal, reference, account, now)
    return held or _claim(portal, reference, account, now)


def take_over(
    ports: Ports, account: Account, reference: str, now: datetime
) -> Claim | Held | OwnApplication:
    """Take the application out of another's hands: an approver may, and it is noted."""
    portal = ports.releases.active(now).catalogue.portal
    made = _claim(portal, reference, account, now)
    with ports.store.begin() as work:
        if _is_refused(work, account, reference):
            return OwnApplication()
        if (held := hold(work, portal, reference, account, now)) is None:
            return made
        if Scope.DECIDE not in SCOPES[account.role]:
            return held
        work.claims.seize(made)
        _add_note(work, reference, account, "", now, taken_from=held.claim.account)
    _log.info("claim.taken-over", reference=reference, account=account.id)
    return made


def release(ports: Ports, account: Account, reference: str) -> None:
    """Give the application back; another's claim stays."""
    with ports.store.begin() as work:
        work.claims.release(reference, account.id)


def add_note(ports: Ports, account: Account, reference: str, text: str, now: datetime) -> bool:
    """Keep an internal note; whether there was anything to keep. The applicant never sees it."""
    words = clean_text(text)[:LONGEST_NOTE]
    if not words:
        return False
    with ports.store.begin() as work:
        if _is_refused(work, account, reference):
            return False
        _add_note(work, reference, account, words, now)
    return True


def _claim(portal: Portal, reference: str, account: Account, now: datetime) -> Claim:
    return Claim(reference, account.id, now, now + timedelta(minutes=portal.claim_minutes))


def _is_refused(work: Work, account: Account, reference: str) -> bool:
    """Locks the application. Raises NotThere for one that was never submitted."""
    application = work.applications.get(reference, for_update=True)
    if application is None or application.submission is None:
        raise NotThere(f"no application {reference}")
    if is_own(account, application):
        _log.warning("act.refused", reference=reference, account=account.id, reason="own")
        return True
    return False


def _add_note(
    work: Work,
    reference: str,
    account: Account,
    text: str,
    now: datetime,
    taken_from: str | None = None,
) -> None:
    number = len(work.notes.of_application(reference)) + 1
    work.notes.add(Note(reference, number, account.id, now, text, taken_from))
