"""Inviting people to say something of an application, and whom an applicant may name.

Whoever was named on the generated step is invited when the application enters the stage in which
answers are awaited. A link is mailed; of the token the store holds the SHA-256 alone. It works
until its holder has answered or declined, or the stage is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from engine.answers import FieldError, Reading
from engine.answers.invited import is_replaceable
from engine.calendar import format_date
from engine.decide.telling import told
from engine.expressions.evaluate import Evaluation
from engine.model.account import Account
from engine.model.actor import EMAIL, NAME, InvitedActor
from engine.model.application import Application
from engine.model.invitation import Invitation, InvitationState
from engine.model.words import Language
from engine.operations.credentials import read_email
from engine.operations.entering import civil_date
from engine.operations.opening import Opened, open_own, own
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.operations.tokens import new_token, token_hash
from engine.phrases import phrase, phrase_text
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the applicant names; `id` is that of the item or, of one who takes the place
    of another, one of its own."""

    id: str
    name: str
    email: str


def invite_all(
    work: Work, ports: Ports, opened: Opened, actor: InvitedActor, reading: Reading, now: datetime
) -> None:
    """Invite everybody named on the actor's step, once each."""
    known = {one.id for one in work.invitations.of_application(opened.application.reference)}
    for item in opened.application.step(actor.inviting.id).items:
        if item.id not in known:
            email = item.answers[EMAIL].strip()
            invite(
                work, ports, opened, actor, Named(item.id, item.answers[NAME], email), reading, now
            )


def invite(
    work: Work,
    ports: Ports,
    opened: Opened,
    actor: InvitedActor,
    named: Named,
    reading: Reading,
    now: datetime,
) -> None:
    """Keep the invitation and mail its link, which expires with the deadline of the stage."""
    reference = opened.application.reference
    expires_at = work.deadlines.of_application(reference)[actor.silence]
    invitation = Invitation(
        id=named.id,
        reference=reference,
        actor=actor.id,
        name=named.name,
        email=named.email,
        state=InvitationState.INVITED,
        invited_at=now,
    )
    token = new_token()
    work.invitations.add(invitation, token_hash(token), expires_at)
    _mail(work, ports, opened, actor, invitation, token, reading, now)
    _log.info("invitation.sent", reference=reference, actor=actor.id, invitation=named.id)


def last_day(work: Work, opened: Opened, actor: InvitedActor) -> date | None:
    """The last day on which these people may answer; None once they are awaited no more."""
    due = work.deadlines.of_application(opened.application.reference).get(actor.silence)
    portal = opened.release.catalogue.portal
    return None if due is None else civil_date(portal, due) - timedelta(days=1)


def _mail(
    work: Work,
    ports: Ports,
    opened: Opened,
    actor: InvitedActor,
    invitation: Invitation,
    token: str,
    reading: Reading,
    now: datetime,
) -> None:
    program, catalogue = opened.program, opened.release.catalogue
    states = Evaluation(program, reading.facts, opened.desk.decision_date).fact
    intro = told(actor.intro, program, catalogue, states)
    until = last_day(work, opened, actor)
    assert until is not None, "the stage has a deadline"

    def lines(language: Language) -> Iterator[str]:
        yield intro.in_(language)
        yield phrase("actors.mail-link", language, until=format_date(until, language))
        yield f"{ports.settings.base_url}/{language}/invitations/{token}"
        yield phrase("actors.mail-stranger", language)

    subject = phrase_text("actors.mail-subject", service=opened.service.title)
    work.outbox.add(
        invitation.email,
        " | ".join(subject.in_(language) for language in Language),
        "\n\n".join(line for language in Language for line in lines(language)) + "\n",
        now,
        event_id=f"{invitation.reference}:{invitation.id}:invited",
    )


# Whom one may name -----------------------------------------------------------------------------


def refused_address(
    opened: Opened, application: Application, account: Account, step: str, item: str
) -> FieldError | None:
    """Why an item of a generated step may not be kept; None on every other step.

    What is no address at all the form says itself.
    """
    if all(actor.inviting.id != step for actor in opened.service.actors):
        return None
    found = next(one for one in application.step(step).items if one.id == item)
    read = read_email(found.answers.get(EMAIL, ""))
    if isinstance(read, FieldError):
        return None
    return _refused(opened, application, account, item, read)


def _refused(
    opened: Opened, application: Application, account: Account, id: str, read: str
) -> FieldError | None:
    """Why the address may not be given for the person `id`: one's own, or given already."""
    if read == account.email.lower():
        return FieldError(EMAIL, "own-address", phrase_text("actors.own-address"))
    if read in set(_others(opened, application, id)):
        return FieldError(EMAIL, "same-address", phrase_text("actors.same-address"))
    return None


def _others(opened: Opened, application: Application, id: str) -> Iterator[str]:
    """The addresses of everybody else whom the application names, or ever invited."""
    for actor in opened.service.actors:
        for item in application.step(actor.inviting.id).items:
            if item.id != id:
                yield item.answers.get(EMAIL, "").strip().lower()
    for one in application.invitations:
        if one.id != id:
            yield one.email.lower()


# In the place of one who declined ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replaced:
    application: Application


@dataclass(frozen=True, slots=True)
class NotReplaced:
    """`errors` of what was typed; empty when nobody can be invited in his place any more."""

    errors: tuple[FieldError, ...]


def replace_declined(
    ports: Ports, account: Account, reference: str, id: str, name: str, email: str, now: datetime
) -> Replaced | NotReplaced:
    """Invite another in the place of one who declined, while answers are awaited.

    Raises NotThere for an invitation that this application has not.
    """
    opened = open_own(ports, account, reference, now)
    with ports.store.begin() as work:
        application = own(work, account, reference, for_update=True)
        opened = replace(opened, application=application)
        found = next((one for one in application.invitations if one.id == id), None)
        actor = None if found is None else opened.service.actor(found.actor)
        if found is None or actor is None:
            raise NotThere(f"no invitation {id}")
        if not is_replaceable(found, application, actor, opened.service.lifecycle):
            return NotReplaced(())
        named = Named(new_token()[:16], name.strip()[:100], email.strip())
        if errors := tuple(_wrong(opened, application, account, named)):
            return NotReplaced(errors)
        work.invitations.settle(replace(found, state=InvitationState.REPLACED))
        invite(work, ports, opened, actor, named, opened.read(), now)
        return Replaced(application)


def _wrong(
    opened: Opened, application: Application, account: Account, named: Named
) -> Iterator[FieldError]:
    if not named.name:
        yield FieldError(NAME, "required", phrase_text("errors.required"))
    read = read_email(named.email)
    if isinstance(read, FieldError):
        yield read
    elif (error := _refused(opened, application, account, named.id, read)) is not None:
        yield error
