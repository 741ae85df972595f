"""Looks of staff at a person's data: noted before the page is shown, and seen by the person.

Whoever looks at an own account or application is not noted. A page that shows a person's data to
staff calls `note` (or `note_many`); a test holds the back office to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engine.model.account import Account
from engine.model.data_request import Access
from engine.operations.ports import Ports
from engine.store.searching import Looked

__all__ = ["Access", "Looked", "note", "note_many", "of_person"]

_SHOWN = 200


def note(
    ports: Ports, by: Account, subject: str, reference: str | None, page: str, now: datetime
) -> None:
    """`by` looks at the data of the account `subject`; `page` says on which page."""
    note_many(ports, by, ((subject, reference),), page, now)


def note_many(
    ports: Ports,
    by: Account,
    looked_at: Iterable[tuple[str, str | None]],
    page: str,
    now: datetime,
) -> None:
    """The same of several at once: pairs of the person's account and the application."""
    looks = [
        Access(now, by.id, str(by.role), subject, reference, page)
        for subject, reference in dict.fromkeys(looked_at)
        if subject != by.id
    ]
    if looks:
        with ports.store.begin() as work:
            work.access_log.add(looks)


def of_person(ports: Ports, account: Account) -> tuple[Access, ...]:
    """Who looked at the account's own data, the newest first: the last two hundred."""
    with ports.store.read() as work:
        return work.access_log.search(Looked(subject=account.id), None, _SHOWN)
