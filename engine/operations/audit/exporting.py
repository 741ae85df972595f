"""Copies of a search for a spreadsheet or a program, made while they are sent.

CSV (RFC 4180) has a line for each record: what it is found by, and nothing of a person beside the
reference. A cell that a spreadsheet would take for a formula is preceded by an apostrophe. JSON
has every record whole: header, hash and payload as it is chained (null: erased). So whoever takes
it has looked at the data of everybody in it, and that is noted piece by piece, before it is sent.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any, Final

from engine.model.account import Account
from engine.operations import access
from engine.operations.audit.finding import Search, every
from engine.operations.ports import Ports
from engine.store.canonical import loads
from engine.store.chain import Header
from engine.store.searching import Found

BOM: Final = "\ufeff"  # without it some spreadsheets read Arabic as another alphabet
COLUMNS: Final = (
    "sequence",
    "recorded_at",
    "kind",
    "subject",
    "service",
    "outcome",
    "is_official",
    "decision_date",
    "release",
    "engine",
    "hash",
    "is_erased",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(ports: Ports, search: Search, zone: str, *, has_bom: bool) -> Iterator[bytes]:
    """All that was found, the newest first."""
    head = _lines([COLUMNS])
    yield (BOM + head if has_bom else head).encode()
    for piece in every(ports, search, zone):
        yield _lines([_row(found) for found in piece]).encode()


def as_json(ports: Ports, by: Account, search: Search, zone: str, now: datetime) -> Iterator[bytes]:
    """All that was found as one array, the newest first; `by` is noted to have looked at it."""
    yield b"["
    separator = "\n"
    for piece in every(ports, search, zone):
        access.note_many(ports, by, access.persons_of(ports, piece), "export", now)
        for found in piece:
            yield f"{separator}{json.dumps(_object(found), ensure_ascii=False)}".encode()
            separator = ",\n"
    yield b"\n]\n"


def safe_cell(text: str) -> str:
    """The text as a spreadsheet will show it, and never compute it.

    >>> safe_cell("=1+1"), safe_cell("R-1")
    ("'=1+1", 'R-1')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _lines(rows: Iterable[Iterable[str]]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _row(found: Found) -> tuple[str, ...]:
    return tuple(safe_cell("" if one is None else str(one)) for one in _facts(found).values())


def _facts(found: Found) -> dict[str, Any]:
    header, marks = found.record.header, found.marks
    day = None if header.decision_date is None else header.decision_date.isoformat()
    return {
        "sequence": header.sequence,
        "recorded_at": header.recorded_at.isoformat(),
        "kind": str(header.kind),
        "subject": header.subject,
        "service": marks.service,
        "outcome": marks.outcome,
        "is_official": None if marks.is_official is None else str(marks.is_official).lower(),
        "decision_date": day,
        "release": header.release,
        "engine": header.engine,
        "hash": found.record.hash,
        "is_erased": str(found.record.payload is None).lower(),
    }


def _object(found: Found) -> dict[str, Any]:
    record = found.record
    header = {name: _plain(getattr(record.header, name)) for name in Header.__dataclass_fields__}
    payload = None if record.payload is None else loads(record.payload.content)
    salt = None if record.payload is None else record.payload.salt.hex()
    return {"header": header, "hash": record.hash, "salt": salt, "payload": payload}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else value.isoformat()
