"""Records for tests, and whether a store holds any that is not of the shape of its kind."""

from datetime import UTC, date, datetime

from engine.store.canonical import Json, dumps, loads
from engine.store.chain import BEGINNING, Header, Payload, Record, RecordKind
from engine.store.payloads import misfits
from engine.store.protocols import Store

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def record(kind: RecordKind, content: Json, sequence: int = 1) -> Record:
    """A record as it is read back; without content it was erased."""
    kept = None if content is None else Payload(b"salt", dumps(content))
    digest = kept.digest() if kept else BEGINNING
    header = Header(
        sequence, BEGINNING, kind, "R-1", "ab" * 32, "1", date(2026, 11, 23), digest, AT
    )
    return Record(header, header.hash(), kept)


def misshapen(store: Store) -> list[str]:
    """What is wrong with the payloads that the store holds: `<sequence> <kind>: <keys>`."""
    with store.read() as work:
        records = [one for one in work.ledger.walk() if one.payload is not None]
    wrong = []
    for one in records:
        assert one.payload is not None
        keys = misfits(one.header.kind, loads(one.payload.content))
        if keys:
            wrong.append(f"{one.header.sequence} {one.header.kind}: {', '.join(keys)}")
    return wrong
