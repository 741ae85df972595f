"""A submitted application as its applicant follows it: what happened, what to do and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.journey.corrections import Correctable, correctable, steps_to_correct
from engine.model.account import Account
from engine.model.history import Happening
from engine.model.lifecycle import Lifecycle
from engine.model.portal import Portal
from engine.operations.acting import Act, acts
from engine.operations.entering import civil_date
from engine.operations.opening import Opened, open_own, own, view_of
from engine.operations.ports import Ports
from engine.operations.results import View
from engine.store.protocols import Work

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Tracked:
    """`corrections` are what may be changed now, and `steps` where; `remarks` are the sentences
    about them. `last_date`: the last day before time moves the application on.
    """

    view: View
    history: tuple[Happening, ...]
    acts: tuple[Act, ...]
    corrections: tuple[Correctable, ...]
    steps: frozenset[str]
    remarks: Mapping[str, str]
    last_date: date | None


def track(ports: Ports, account: Account, reference: str, now: datetime) -> Tracked:
    """Raises NotThere for another's application as for none."""
    opened = open_own(ports, account, reference, now)
    with ports.store.read() as work:
        view = view_of(work, opened)
        history = work.history.of_application(reference)
        asked = next((one for one in reversed(history) if one.corrections), None)
        names = opened.application.corrections
        is_corrected = view.is_open and opened.is_corrected
        named = (one for one in correctable(view.reading) if one.name in names)
        return Tracked(
            view=view,
            history=history,
            acts=acts(work, opened, account) if opened.is_corrected else (),
            corrections=tuple(named) if is_corrected else (),
            steps=steps_to_correct(view.reading, names) if is_corrected else frozenset(),
            remarks=asked.remarks if asked else {},
            last_date=_last_date(work, opened),
        )


def remarks_on(ports: Ports, account: Account, reference: str) -> Mapping[str, str]:
    """What staff said of each thing that is to be corrected, and has a sentence."""
    with ports.store.read() as work:
        own(work, account, reference)
        history = work.history.of_application(reference)
    return next((one.remarks for one in reversed(history) if one.corrections), {})


def _last_date(work: Work, opened: Opened) -> date | None:
    application, portal = opened.application, opened.release.catalogue.portal
    due = work.deadlines.of_application(application.reference)
    return last_date(portal, opened.service.lifecycle, application.state, due)


def last_date(
    portal: Portal, lifecycle: Lifecycle, state: str, due: Mapping[str, datetime]
) -> date | None:
    """Of the deadlines that lead out of the state, the first; they are in the order of time."""
    for id, due_at in due.items():
        transition = lifecycle.transition(id)
        if transition is not None and transition.enters(state):
            return civil_date(portal, due_at - _INSTANT)
    return None
