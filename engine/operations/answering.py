"""What an invited person does: follow the link, confirm who he is, answer or decline.

The link alone shows what is asked, not the application: that is shown once he has confirmed that
the address is his, by a code sent to it or by an account with that address. The browser that
confirmed is let in for a while. Nobody answers about an application of his own.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from engine.answers import FieldError, FieldReading, Reading
from engine.answers.invited import is_stage
from engine.journey.texts import asked_texts, typed_texts
from engine.model.account import Account
from engine.model.actor import InvitedActor
from engine.model.application import Application
from engine.model.invitation import Invitation, InvitationState
from engine.model.lifecycle import ANSWERED, Actor
from engine.model.words import Language
from engine.operations.binding import Stopped
from engine.operations.causes import Cause
from engine.operations.incidents import note_incident
from engine.operations.inviting import last_day
from engine.operations.limits import Attempt, Limit, seconds_to_wait
from engine.operations.opening import Opened, open_under
from engine.operations.ports import Ports
from engine.operations.reacting import network_of, react
from engine.operations.tokens import token_hash
from engine.phrases import phrase
from engine.store.protocols import Work

CODE_LASTS = timedelta(minutes=15)
LET_IN_FOR = timedelta(hours=2)
CODES = Limit(5, 60 * 60)  # sent to one invited person
TRIES = Limit(5, 15 * 60)  # of codes, by or for one invited person
_DIGITS = 6
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Seen:
    """An invitation that is still awaited, with its application.

    `reading` is of the application in which the person has answered what was typed so far.
    """

    invitation: Invitation
    actor: InvitedActor
    opened: Opened
    reading: Reading
    until: date

    @property
    def errors(self) -> tuple[FieldError, ...]:
        step = self.reading.step(self.actor.answering.id)
        asked = () if step is None else step.item_questions(self.invitation.id)
        return tuple(one.error for one in asked if one.error is not None)


@dataclass(frozen=True, slots=True)
class Gone:
    """The link is unknown, used or expired, or nobody is awaited any more."""


@dataclass(frozen=True, slots=True)
class NotConfirmed:
    """This browser has not confirmed whose it is."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The code is wrong or too old, or the account is not that of the invited person."""


@dataclass(frozen=True, slots=True)
class TooMany:
    retry_after_seconds: int


@dataclass(frozen=True, slots=True)
class Done:
    pass


def look(ports: Ports, token: str, now: datetime) -> Seen | Gone:
    """What the link says, for the page that asks to confirm; nothing of the application."""
    return _seen(ports, token, None, now)


def send_code(ports: Ports, token: str, now: datetime) -> Done | TooMany | Gone:
    """Mail a code of six digits to the invited person; an earlier one works no more."""
    seen = _seen(ports, token, None, now)
    if isinstance(seen, Gone):
        return seen
    if wait := seconds_to_wait(ports, (_attempt(CODES, "code", seen.invitation),), now):
        return TooMany(wait)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    portal = seen.opened.release.catalogue.portal
    with ports.store.begin() as work:
        work.invitations.set_code(seen.invitation, _code_hash(seen, code), now + CODE_LASTS)
        work.outbox.add(
            seen.invitation.email,
            " | ".join(phrase("actors.code-subject", one, code=code) for one in Language),
            "\n\n".join(
                phrase("actors.code-body", one, code=code, portal=portal.name) for one in Language
            )
            + "\n",
            now,
        )
    return Done()


def confirm(
    ports: Ports, token: str, code: str, browser: str, now: datetime
) -> Done | Refused | TooMany | Gone:
    """Let the holder of `browser` (a secret of it) in, for the code that was mailed."""
    seen = _seen(ports, token, None, now)
    if isinstance(seen, Gone):
        return seen
    if wait := seconds_to_wait(ports, (_attempt(TRIES, "try", seen.invitation),), now):
        return TooMany(wait)
    digits = "".join(str(int(one)) for one in code if one.isdecimal())
    with ports.store.begin() as work:
        if not work.invitations.takes_code(seen.invitation, _code_hash(seen, digits), now):
            _log.info("invitation.refused", reference=seen.invitation.reference)
            return Refused()
        work.invitations.let_in(seen.invitation, token_hash(browser), now + LET_IN_FOR)
    return Done()


def confirm_as(
    ports: Ports, token: str, account: Account, browser: str, now: datetime
) -> Done | Refused | Gone:
    """Let the account in whose address was invited, unless the application is its own."""
    seen = _seen(ports, token, None, now)
    if isinstance(seen, Gone):
        return seen
    if not is_account_of(seen, account):
        _log.info("invitation.refused", reference=seen.invitation.reference, account=account.id)
        return Refused()
    with ports.store.begin() as work:
        work.invitations.let_in(seen.invitation, token_hash(browser), now + LET_IN_FOR)
    return Done()


def is_account_of(seen: Seen, account: Account) -> bool:
    """Whether the account has the address that was invited, and is not the applicant's."""
    is_invited = account.email.lower() == seen.invitation.email.lower()
    return is_invited and account.person != seen.opened.application.person_key


def form(
    ports: Ports, token: str, browser: str | None, now: datetime
) -> Seen | NotConfirmed | Gone:
    """What is asked, for a browser that was let in."""
    seen = _seen(ports, token, None, now)
    if isinstance(seen, Gone):
        return seen
    with ports.store.read() as work:
        return seen if _is_let_in(work, seen, browser, now) else NotConfirmed()


def answer(
    ports: Ports, token: str, browser: str | None, texts: Mapping[str, str], now: datetime
) -> Done | Seen | NotConfirmed | Gone:
    """Keep the answers, which ends the invitation. `Seen`: with what is wrong or left to ask."""
    seen = _seen(ports, token, texts, now)
    if isinstance(seen, Gone):
        return seen
    step = seen.reading.step(seen.actor.answering.id)
    item = None if step is None else step.item(seen.invitation.id)
    if item is not None and item.is_whole:
        answered = _tried(seen.reading.application, seen.invitation.id)
        return _settle(ports, seen, browser, replace(answered, settled_at=now), now)
    with ports.store.read() as work:
        return seen if _is_let_in(work, seen, browser, now) else NotConfirmed()


def decline(
    ports: Ports, token: str, browser: str | None, now: datetime
) -> Done | NotConfirmed | Gone:
    """End the invitation without an answer; the applicant may invite another."""
    seen = _seen(ports, token, None, now)
    if isinstance(seen, Gone):
        return seen
    declined = replace(seen.invitation, state=InvitationState.DECLINED, settled_at=now)
    return _settle(ports, seen, browser, declined, now)


def _settle(
    ports: Ports, seen: Seen, browser: str | None, settled: Invitation, now: datetime
) -> Done | NotConfirmed | Gone:
    """Write what became of the invitation, and let the lifecycle hear of it, in one transaction."""
    opened, reference = seen.opened, settled.reference
    with network_of(ports, opened) as network, ports.store.begin() as work:
        application = work.applications.get(reference, for_update=True)
        if application is None or seen.invitation not in application.invitations:
            return Gone()  # settled meanwhile, in another tab
        if not is_stage(application, seen.actor, opened.service.lifecycle):
            return Gone()
        if not _is_let_in(work, seen, browser, now):
            return NotConfirmed()
        work.invitations.settle(settled)
        application = work.applications.get(reference)
        assert application is not None, "it is locked"
        opened = replace(opened, application=application)
        cause = Cause(ANSWERED, Actor.INVITED)
        reacted = react(work, ports, opened, network, cause, now)
        if isinstance(reacted, Stopped):
            note_incident(work, opened, reacted, now)
    _log.info(f"invitation.{settled.state}", reference=reference, invitation=settled.id)
    return Done()


# Reading ----------------------------------------------------------------------------------------


def _seen(ports: Ports, token: str, texts: Mapping[str, str] | None, now: datetime) -> Seen | Gone:
    """The invitation of the link. `texts` None: nothing is typed yet."""
    with ports.store.read() as work:
        invitation = work.invitations.by_link(token_hash(token), now)
        application = None if invitation is None else work.applications.get(invitation.reference)
    if invitation is None or application is None:
        return Gone()
    opened = open_under(ports, application, ports.releases.release(application.release), now)
    actor = opened.service.actor(invitation.actor)
    if actor is None or not is_stage(application, actor, opened.service.lifecycle):
        return Gone()
    with ports.store.read() as work:
        until = last_day(work, opened, actor)
    if until is None:
        return Gone()
    return Seen(invitation, actor, opened, _read(opened, actor, invitation, texts), until)


def _read(
    opened: Opened, actor: InvitedActor, invitation: Invitation, texts: Mapping[str, str] | None
) -> Reading:
    """The application as if the person had answered so; asked again for what this uncovers."""
    before = opened.desk.read(_answered(opened.application, invitation, {}))
    if texts is None:
        return before
    asked = _questions(before, actor, invitation)
    typed = typed_texts(asked, {}, texts)
    after = opened.desk.read(_answered(opened.application, invitation, typed))
    kept = asked_texts(asked, _questions(after, actor, invitation), {}, texts)
    return opened.desk.read(_answered(opened.application, invitation, kept))


def _questions(
    reading: Reading, actor: InvitedActor, invitation: Invitation
) -> tuple[FieldReading, ...]:
    step = reading.step(actor.answering.id)
    return () if step is None else step.item_questions(invitation.id)


def _answered(
    application: Application, invitation: Invitation, texts: Mapping[str, str]
) -> Application:
    answered = replace(invitation, state=InvitationState.ANSWERED, answers=texts)
    others = (one if one.id != answered.id else answered for one in application.invitations)
    return replace(application, invitations=tuple(others))


def _tried(application: Application, id: str) -> Invitation:
    return next(one for one in application.invitations if one.id == id)


# Confirming -------------------------------------------------------------------------------------


def _is_let_in(work: Work, seen: Seen, browser: str | None, now: datetime) -> bool:
    return browser is not None and work.invitations.is_let_in(
        seen.invitation, token_hash(browser), now
    )


def _attempt(limit: Limit, what: str, invitation: Invitation) -> Attempt:
    return Attempt(limit, (f"invitation-{what}", invitation.reference, invitation.id))


def _code_hash(seen: Seen, code: str) -> str:
    """Of this invitation's code alone, so that equal codes of two are not told to be equal."""
    return token_hash(f"{seen.invitation.reference}:{seen.invitation.id}:{code}")
