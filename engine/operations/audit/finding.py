"""Finding records: by civil days, kind, service, outcome, release or what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.model.data_request import Access
from engine.operations.ports import Ports
from engine.store.chain import RecordKind
from engine.store.protocols import Work
from engine.store.searching import Found, Looked, Wanted

PIECE = 500  # records in memory at a time while all are read


@dataclass(frozen=True, slots=True)
class Search:
    """Every part that is not None must hold; both days are inclusive.

    `release` is a hash or how one begins, `reference` what a record is about. `is_official`: of a
    decision, whether everything in it rests on official sources.
    """

    first_date: date | None = None
    last_date: date | None = None
    kind: RecordKind | None = None
    service: str | None = None
    outcome: str | None = None
    release: str | None = None
    reference: str | None = None
    is_official: bool | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """`before` asks for the piece that follows; None: this is the last one."""

    found: tuple[Found, ...]
    before: int | None


def find(ports: Ports, search: Search, zone: str, before: int | None, limit: int) -> Piece:
    """At most `limit` records, the newest first; `zone` says when days begin."""
    with ports.store.read() as work:
        wanted = _wanted(work, search, zone)
        if wanted is None:
            return Piece((), None)
        found = work.ledger.search(wanted, before, limit + 1)
    last = found[limit - 1].record.header.sequence if len(found) > limit else None
    return Piece(found[:limit], last)


def every(ports: Ports, search: Search, zone: str) -> Iterator[tuple[Found, ...]]:
    """All of them, piece by piece, the newest first; none that was added meanwhile."""
    before: int | None = None
    while True:
        piece = find(ports, search, zone, before, PIECE)
        if piece.found:
            yield piece.found
        if piece.before is None:
            return
        before = piece.before


@dataclass(frozen=True, slots=True)
class Looks:
    looks: tuple[Access, ...]
    before: int | None


def looks(ports: Ports, looked: Looked, before: int | None, limit: int) -> Looks:
    """Who looked at whose data, the newest first."""
    with ports.store.read() as work:
        found = work.access_log.search(looked, before, limit + 1)
    return Looks(found[:limit], found[limit - 1].id if len(found) > limit else None)


def _wanted(work: Work, search: Search, zone: str) -> Wanted | None:
    """What the store is asked; None when no release, or more than one, begins as is asked."""
    release = search.release
    if release is not None:
        hashes = work.releases.beginning_with(release)
        if len(hashes) != 1:
            return None
        release = hashes[0]
    after = None if search.last_date is None else search.last_date + timedelta(days=1)
    return Wanted(
        since=beginning_of(search.first_date, zone),
        until=beginning_of(after, zone),
        kind=search.kind,
        service=search.service,
        outcome=search.outcome,
        release=release,
        subject=search.reference,
        is_official=search.is_official,
    )


def beginning_of(day: date | None, zone: str) -> datetime | None:
    """The instant at which the day begins there, in UTC."""
    if day is None:
        return None
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
