"""The work queue: what waits for staff, the first due first, and how many in which state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.digits import western_digits
from engine.model.account import Account
from engine.model.service import Service
from engine.operations.entering import civil_date
from engine.operations.ports import Ports
from engine.operations.waiting import days_used, waits_for_staff
from engine.release import Release
from engine.store.queueing import Place, Sought, Waiting, Whose

__all__ = ["Filters", "Line", "Place", "Queue", "Whose", "find", "line_of"]

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Filters:
    """`is_everything`: those that do not wait for staff too. Blank: any."""

    service: str = ""
    state: str = ""
    flag: str = ""
    text: str = ""
    whose: Whose = Whose.ANYBODY
    is_overdue: bool = False
    is_everything: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One application. `days_used` of `days_allowed` working days; None where nothing counts.

    `holder` is the address of whoever has it in hand.
    """

    found: Waiting
    service: Service
    days_used: int | None
    days_allowed: int | None
    is_overdue: bool
    holder: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of it. `counts`, by service and state, leave the state asked for aside."""

    lines: tuple[Line, ...]
    counts: Mapping[tuple[str, str], int]
    next: Place | None


def find(
    ports: Ports, account: Account, filters: Filters, after: Place | None, now: datetime
) -> Queue:
    """The lines behind `after`, a page at most."""
    active = ports.releases.active(now)
    sought = _sought(active, account, filters, now)
    with ports.store.read() as work:
        found = work.queue.search(sought, after, ON_A_PAGE + 1)
        counts = work.queue.counts(replace(sought, state=None))
        holders = {one.holder for one in found if one.holder is not None}
        known = {id: work.accounts.get(id) for id in holders}
    names = {id: one.account.email for id, one in known.items() if one is not None}
    shown = found[:ON_A_PAGE]
    lines = tuple(line_of(ports, account, one, names, now) for one in shown)
    return Queue(lines, counts, shown[-1].place if len(found) > ON_A_PAGE else None)


def _sought(active: Release, account: Account, filters: Filters, now: datetime) -> Sought:
    services = active.catalogue.services.values()
    waiting = frozenset(
        (service.id, state.id)
        for service in services
        for state in service.lifecycle.states
        if waits_for_staff(service.lifecycle, state.id)
    )
    is_narrow = not filters.is_everything and not filters.text
    today = civil_date(active.catalogue.portal, now)
    return Sought(
        now=now,
        account=account.id,
        states=waiting if is_narrow else None,
        service=filters.service or None,
        state=filters.state or None,
        flag=filters.flag or None,
        text=western_digits(filters.text).strip().upper() or None,
        whose=filters.whose,
        overdue_on=today if filters.is_overdue else None,
    )


def line_of(
    ports: Ports, account: Account, found: Waiting, names: Mapping[str, str], now: datetime
) -> Line:
    """By the words of the release that the application is under, and the calendar in force."""
    release = ports.releases.release(found.release)
    service = release.catalogue.services[found.service]
    portal = ports.releases.active(now).catalogue.portal
    is_counted = waits_for_staff(service.lifecycle, found.state)
    allowed = service.processing.working_days if service.processing and is_counted else None
    return Line(
        found=found,
        service=service,
        days_used=days_used(portal, found.since, now) if is_counted else None,
        days_allowed=allowed,
        is_overdue=found.due_date is not None and found.due_date < civil_date(portal, now),
        holder=None if found.holder is None else names.get(found.holder, found.holder),
        is_mine=found.holder == account.id,
    )
