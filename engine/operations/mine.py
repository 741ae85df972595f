"""Everything of an account at a glance: what is to be done, what is under way, what is over.

What stands in the store is read at once, however many applications there are; only those that
their owner can change are opened one by one, because what is left of them is read against their
definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.journey import Status, next_step
from engine.journey.corrections import correctable
from engine.model.account import Account
from engine.model.citation import is_official
from engine.model.history import Happening
from engine.model.issued import Issued
from engine.model.payment import Invoice
from engine.model.portal import Portal
from engine.model.service import Service, StepKind
from engine.model.words import Text
from engine.operations.applications import summary
from engine.operations.opening import open_own, view_of
from engine.operations.ports import Ports
from engine.operations.results import Summary
from engine.operations.tracking import last_date
from engine.operations.waiting import level_over, waits_for_staff

_UNFINISHED = (Status.NOT_STARTED, Status.STARTED, Status.HAS_ERRORS, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a draft, or to correct. `step` is where to go on; None: look it over.

    `steps` are the titles of those with something left, `documents` the labels of those that are
    due and not supplied, `corrections` of what staff asked to be changed.
    """

    step: str | None
    steps: tuple[Text, ...]
    documents: tuple[Text, ...]
    corrections: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """One application. `last_date` is the last day before time moves it on, `expected_date` the
    day by which staff mean to be done with it; `invoice` is one that can be paid."""

    summary: Summary
    states: Mapping[str, Text]  # the names of all
    history: tuple[Happening, ...]
    last_date: date | None
    expected_date: date | None
    is_time_official: bool
    invoice: Invoice | None
    left: Left | None


@dataclass(frozen=True, slots=True)
class Mine:
    applications: tuple[Own, ...]  # the last changed first
    documents: tuple[Issued, ...]


def mine(ports: Ports, account: Account, now: datetime) -> Mine:
    """Without applications that were erased."""
    with ports.store.read() as work:
        found = [one for one in work.applications.of_account(account.id) if one.erased_at is None]
        references = [one.reference for one in found]
        histories = work.history.of_applications(references)
        due = work.deadlines.of_applications(references)
        payable = {
            one.application: one
            for one in reversed(work.invoices.of_account(account.id))
            if one.state.is_payable
        }
        documents = work.issued.of_account(account.id)
    own = []
    for one in found:
        release = ports.releases.release(one.release)
        service = release.catalogue.services[one.service]
        lifecycle, portal = service.lifecycle, release.catalogue.portal
        history = histories.get(one.reference, ())
        time = service.processing
        ranks = release.catalogue.programs[service.id].ranks
        said = summary(ports, one)
        own.append(
            Own(
                summary=said,
                states={state.id: state.label for state in lifecycle.states},
                history=history,
                last_date=last_date(portal, lifecycle, one.state, due.get(one.reference, {})),
                expected_date=_expected(portal, service, one.state, history),
                is_time_official=time is None
                or is_official(frozenset(ranks[source] for source in time.cite)),
                invoice=payable.get(one.reference),
                left=_left(ports, account, one.reference, now) if said.is_open else None,
            )
        )
    return Mine(tuple(own), documents)


def _expected(
    portal: Portal, service: Service, state: str, history: tuple[Happening, ...]
) -> date | None:
    """The last day of the service level, from when the application came to staff last."""
    lifecycle = service.lifecycle
    if not waits_for_staff(lifecycle, state):
        return None
    came = [
        one.at
        for one in history
        if waits_for_staff(lifecycle, one.target) and not waits_for_staff(lifecycle, one.origin)
    ]
    return level_over(portal, service, came[-1]) if came else None


def _left(ports: Ports, account: Account, reference: str, now: datetime) -> Left:
    opened = open_own(ports, account, reference, now)
    with ports.store.read() as work:
        view = view_of(work, opened)
    states = {one.id: one for one in view.steps}
    named = opened.application.corrections if opened.is_corrected else ()
    unsupplied = [
        document.document.label
        for step in view.reading.steps
        for document in step.documents
        if document.due is True and not document.files
    ]
    return Left(
        step=None if view.is_complete else next_step(view.reading),
        steps=tuple(
            one.step.title
            for one in view.reading.steps
            if one.step.kind is not StepKind.CHECK and states[one.step.id].status in _UNFINISHED
        ),
        documents=tuple(unsupplied),
        corrections=tuple(one.label for one in correctable(view.reading) if one.name in named),
    )
