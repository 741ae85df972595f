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
from engine.store.canonical import loads
from engine.store.chain import RecordKind
from engine.store.payloads import PERSONAL
from engine.store.searching import Found, Looked

__all__ = [
    "Access",
    "Looked",
    "account_called",
    "addresses_of",
    "note",
    "note_many",
    "of_person",
    "person_of",
    "persons_of",
]

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


def persons_of(ports: Ports, found: Iterable[Found]) -> tuple[tuple[str, str | None], ...]:
    """Whose data records hold: the account and the application of each that tells of a person."""
    telling = [
        one.record
        for one in found
        if one.record.payload is not None and one.record.header.kind in PERSONAL
    ]
    with ports.store.read() as work:
        owners = work.applications.owners({one.header.subject for one in telling})
    pairs: list[tuple[str, str | None]] = []
    for record in telling:
        subject = record.header.subject
        if subject in owners:
            pairs.append((owners[subject], subject))
        elif record.header.kind is RecordKind.DATA_REQUEST and record.payload is not None:
            pairs.append((str(loads(record.payload.content)["account"]), None))
    return tuple(pairs)


def person_of(ports: Ports, found: Found) -> str | None:
    """The account whose data one record holds; None when it tells of nobody."""
    pairs = persons_of(ports, (found,))
    return pairs[0][0] if pairs else None


def account_called(ports: Ports, address: str) -> str:
    """The id of the active account of an e-mail address; what was typed where there is none."""
    with ports.store.read() as work:
        found = work.accounts.by_email(address.lower())
    return address if found is None else found.account.id


def addresses_of(ports: Ports, ids: Iterable[str]) -> dict[str, str]:
    """The e-mail addresses of accounts by their ids; none of those that were erased."""
    with ports.store.read() as work:
        found = {id: work.accounts.get(id) for id in dict.fromkeys(ids)}
    return {id: one.account.email for id, one in found.items() if one and one.account.email}
