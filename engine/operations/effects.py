"""What a transition does beside entering a state, in the transaction that enters it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from engine.answers import Reading
from engine.model.application import Application
from engine.model.decision import Decision
from engine.model.fee import Stage
from engine.model.lifecycle import Actor, Effect, EffectKind, Transition
from engine.model.words import Text
from engine.operations.drafting import carried, open_draft
from engine.operations.granting import grant
from engine.operations.inviting import invite_all
from engine.operations.invoicing import cancel_open, raise_invoice
from engine.operations.issuing import issue, revoke
from engine.operations.mails import mail
from engine.operations.notifying import notify
from engine.operations.opening import Opened
from engine.operations.ports import Ports
from engine.store.protocols import Work


def flags_after(application: Application, transition: Transition) -> frozenset[str]:
    """The flags as the effects leave them."""
    flags = set(application.flags)
    for effect in transition.effects:
        if effect.kind is EffectKind.SET:
            flags.add(effect.name)
        if effect.kind is EffectKind.CLEAR:
            flags.discard(effect.name)
    return frozenset(flags)


@dataclass(frozen=True, slots=True)
class Happened:
    """A transition that has just been made: `opened` is the application after it."""

    id: str
    opened: Opened
    by: Actor
    reasons: Text | None
    reading: Reading
    decision: Decision


def carry_out(work: Work, ports: Ports, effect: Effect, happened: Happened, now: datetime) -> None:
    opened = happened.opened
    reference = opened.application.reference
    match effect.kind:
        case EffectKind.INVOICE:
            raise_invoice(work, opened, happened.decision, Stage(effect.name), now)
        case EffectKind.NOTIFY:
            _notify(work, effect.name, happened, now)
        case EffectKind.CANCEL:
            cancel_open(work, reference, now)
        case EffectKind.INVITE:
            actor = opened.service.actor(effect.name)
            assert actor is not None, "a check of the definition found it"
            invite_all(work, ports, opened, actor, happened.reading, now)
        case EffectKind.START:
            _start(work, ports, effect, happened, now)
        case EffectKind.REFUND:
            grant(work, opened, effect.name, happened.reading, now)
        case EffectKind.SET | EffectKind.CLEAR:
            pass  # `flags_after`: part of the application itself
        case EffectKind.ISSUE:
            issue(work, ports, opened, effect.name, happened.decision, now)
        case EffectKind.REVOKE:
            revoke(work, reference, effect.name, happened.reasons, now)
        case _:
            assert_never(effect.kind)


def _notify(work: Work, name: str, happened: Happened, now: datetime) -> None:
    opened = happened.opened
    notification = next(one for one in opened.service.notifications if one.id == name)
    found = work.accounts.get(opened.application.account_id)
    if found is not None:
        decision = happened.decision
        notify(
            work, opened, found.account, notification, happened.id, happened.reading, decision, now
        )


def _start(work: Work, ports: Ports, effect: Effect, happened: Happened, now: datetime) -> None:
    """A draft under the release in force, once for each thing that happened; its owner is told."""
    application, release = happened.opened.application, ports.releases.active(now)
    service = release.catalogue.services.get(effect.name)
    if service is None:
        return
    person, key = application.person_key, f"by-{happened.id}"
    steps = carried(happened.opened.service, application, service, effect.carries)
    reference, is_new = open_draft(
        work, release, service.id, application.account_id, person, key, now, steps
    )
    found = work.accounts.get(application.account_id)
    if is_new and found is not None:
        portal, account = release.catalogue.portal, found.account
        title = service.title
        mail(work, portal, account, "started", None, now, service=title, reference=reference)
