"""Backing up: every table at one moment, and every file that they refer to, while people work.

    manifest.json               what is here, with a digest of each part
    tables/<table>.jsonl.gz     a row a line
    files/<2>/<id>              supplied files as they are kept: encrypted

Files are copied before the moment at which the tables are read, so one that is removed meanwhile
is here, and again during it, for those that came in between. A backup is written beside its place
and moved there when it is whole. Keys are no part of it; `sealed_keys` is for those.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import structlog

from engine.model.problem import EngineError
from engine.operations.ports import Ports, Settings
from engine.release import engine_version
from engine.store.canonical import Json
from engine.store.keyring import Purpose
from engine.store.protocols import Files, Work
from engine.store.strongbox import seal

FORMAT = 1
MANIFEST = "manifest.json"
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`missing` are files that the tables refer to and that are not there: damage of before."""

    rows: int
    files: int
    records: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Moment:
    """The tables as they were at one moment, and the files that they refer to."""

    parts: dict[str, Json]
    wanted: frozenset[str]
    rows: int
    records: int


def back_up(ports: Ports, to: Path, now: datetime) -> BackedUp:
    """Write a backup to the folder `to`, which must not be there yet; raises EngineError."""
    if to.exists():
        raise EngineError(f"`{to}` is there already: a backup goes to a new folder")
    draft = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    copied: dict[str, str] = {}
    _copy(ports.files, draft, copied, ports.files.ids())
    moment = _moment(ports, draft, copied)
    for abandoned in copied.keys() - moment.wanted:
        file_place(draft, abandoned).unlink()
    kept = {id: copied[id] for id in sorted(moment.wanted & copied.keys())}
    manifest = {
        "format": FORMAT,
        "engine": engine_version(),
        "made_at": now.isoformat(),
        "files": kept,
        **moment.parts,
    }
    (draft / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    draft.rename(to)
    missing = tuple(sorted(moment.wanted - copied.keys()))
    _log.info("backup.made", records=moment.records, files=len(kept), missing=len(missing))
    return BackedUp(moment.rows, len(kept), moment.records, missing)


def sealed_keys(settings: Settings, passphrase: str) -> bytes:
    """Every key of the installation, sealed with a passphrase, to be kept away from the backup."""
    secrets = {
        str(purpose): [key.secret.hex() for key in settings.ring(purpose).keys]
        for purpose in Purpose
    }
    return seal(json.dumps(secrets).encode(), passphrase)


def file_place(folder: Path, id: str) -> Path:
    return folder / "files" / id[:2] / id


def table_place(folder: Path, table: str) -> Path:
    return folder / "tables" / f"{table}.jsonl.gz"


def _moment(ports: Ports, draft: Path, copied: dict[str, str]) -> _Moment:
    """Read the tables; once more when a file was removed between its copy and the moment."""
    for is_last in (False, False, True):
        with ports.store.read() as work:
            wanted = frozenset(work.copies.file_ids())
            _copy(ports.files, draft, copied, iter(wanted - copied.keys()))
            if is_last or wanted <= copied.keys():
                return _read(work, draft, wanted)
    raise AssertionError("the last try takes what there is")


def _read(work: Work, draft: Path, wanted: frozenset[str]) -> _Moment:
    tables: dict[str, Json] = {}
    total = 0
    for table in work.copies.tables():
        rows, digest = _write(table_place(draft, table), work.copies.rows(table))
        columns: list[Json] = [*work.copies.columns(table)]
        tables[table] = {"rows": rows, "sha256": digest, "columns": columns}
        total += rows
    end, hash = work.ledger.last()
    parts: dict[str, Json] = {
        "schema": work.copies.schema,
        "ledger": {"sequence": end, "hash": hash},
        "tables": tables,
    }
    return _Moment(parts, wanted, total, end)


def _write(place: Path, rows: Iterator[bytes]) -> tuple[int, str]:
    """Write a table; how many rows, and the SHA-256 of its lines."""
    place.parent.mkdir(exist_ok=True)
    digest, count = hashlib.sha256(), 0
    with gzip.open(place, "xb", compresslevel=3) as file:
        for row in rows:
            digest.update(row + b"\n")
            file.write(row + b"\n")
            count += 1
    return count, digest.hexdigest()


def _copy(files: Files, draft: Path, copied: dict[str, str], ids: Iterator[str]) -> None:
    """Copy files that are there; `copied` holds the SHA-256 of each."""
    for id in ids:
        with suppress(FileNotFoundError):  # removed since it was listed
            pieces = files.sealed(id)
            place = file_place(draft, id)
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                copied[id] = _digest(pieces, file)


def _digest(pieces: Iterable[bytes], file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        file.write(piece)
    return digest.hexdigest()
