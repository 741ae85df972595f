"""Restoring a backup into an empty place, and holding it to what the backup says of itself.

Nothing is put over anything: where a row or a file is kept already, it is refused. Rows and the
check of them are one transaction, so a backup that does not hold leaves an empty place behind.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from engine.model.problem import EngineError
from engine.operations.backup import FORMAT, MANIFEST, file_place, table_place
from engine.operations.ports import Settings
from engine.store.chain import ChainBroken, check_chain
from engine.store.keyring import Purpose
from engine.store.protocols import Files, Work
from engine.store.sql import open_store
from engine.store.strongbox import unseal
from engine.store.vault import Vault

Secrets = Mapping[Purpose, tuple[bytes, ...]]
_PIECE_BYTES = 1024 * 1024
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Restored:
    """`unreadable` counts files sealed with a key that is not here, by the id of the key."""

    rows: int
    files: int
    records: int
    missing: int  # files that were missing when the backup was made
    unreadable: Mapping[str, int]


def restore(settings: Settings, source: Path, keys: Secrets | None = None) -> Restored:
    """Put a backup in the empty database and folder of the settings; raises EngineError.

    `keys` are put in front of those kept here; where a setting gives keys, they stay as they are.
    """
    manifest = _manifest(source)
    vault = Vault(settings.var / "files", settings.ring(Purpose.FILES))
    if next(vault.ids(), None) is not None:
        raise EngineError("there are supplied files here already: restore into an empty place")
    with closing(open_store(settings.database_url)) as store:
        put: list[str] = []
        try:
            with store.begin() as work:
                _check_place(work, manifest)
                rows = sum(_rows(work, source, manifest))
                records, missing = _check(work, manifest)
                _files(vault, source, manifest, put)
        except BaseException:  # whatever it was, what was put here goes again
            for id in put:
                vault.remove(id)
            raise
    for purpose, secrets in (keys or {}).items():
        if purpose not in settings.keys:
            settings.ring(purpose).put_in_front(secrets)
    held = {key.id for key in settings.ring(Purpose.FILES).keys}
    unreadable = {id: count for id, count in vault.used_keys().items() if id and id not in held}
    _log.info("backup.restored", records=records, files=len(put), unreadable=len(unreadable))
    return Restored(rows, len(put), records, missing, unreadable)


def opened_keys(sealed: bytes, passphrase: str) -> Secrets:
    """What `sealed_keys` sealed; raises EngineError for another passphrase."""
    opened: dict[str, list[str]] = json.loads(unseal(sealed, passphrase))
    return {
        Purpose(name): tuple(map(bytes.fromhex, held))
        for name, held in opened.items()
        if name in set(Purpose)
    }


def _manifest(source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EngineError(f"`{source}` is no backup: there is no `{MANIFEST}`") from None
    except ValueError as error:
        raise EngineError(f"`{source / MANIFEST}` cannot be read: {error}") from error
    if manifest.get("format") != FORMAT:
        raise EngineError(f"a backup of format {manifest.get('format')} is not known here")
    return manifest


def _check_place(work: Work, manifest: dict[str, Any]) -> None:
    copies = work.copies
    if not copies.is_empty():
        raise EngineError("the database holds something already: restore into an empty one")
    if manifest["schema"] != copies.schema:
        raise EngineError(
            f"the backup is of schema {manifest['schema']} and this engine of {copies.schema}: "
            f"restore with engine {manifest['engine']}, then upgrade"
        )
    if set(manifest["tables"]) != set(copies.tables()):
        raise EngineError("the backup has other tables than this engine")


def _rows(work: Work, source: Path, manifest: dict[str, Any]) -> Iterator[int]:
    for table in work.copies.tables():
        said = manifest["tables"][table]
        if said["columns"] != [*work.copies.columns(table)]:
            raise EngineError(f"table `{table}` of the backup has other columns")
        digest = hashlib.sha256()
        count = work.copies.put(table, _lines(table_place(source, table), digest))
        if (count, digest.hexdigest()) != (said["rows"], said["sha256"]):
            raise EngineError(f"table `{table}` of the backup was altered or cut short")
        yield count


def _lines(place: Path, digest: Any) -> Iterator[bytes]:
    try:
        with gzip.open(place, "rb") as file:
            for line in file:
                digest.update(line)
                yield line
    except (OSError, EOFError) as error:
        raise EngineError(f"`{place}` cannot be read: {error}") from error


def _check(work: Work, manifest: dict[str, Any]) -> tuple[int, int]:
    """The chain must be whole and end where it ended; how many records, and files missing."""
    last = work.ledger.last()
    if last != (manifest["ledger"]["sequence"], manifest["ledger"]["hash"]):
        raise EngineError("the ledger of the backup ends elsewhere than its manifest says")
    found = check_chain(work.ledger.walk(), last)
    if isinstance(found, ChainBroken):
        raise EngineError(f"record {found.sequence} of the backup: {found.fault}")
    missing = frozenset(work.copies.file_ids()) - manifest["files"].keys()
    return found.records, len(missing)


def _files(vault: Files, source: Path, manifest: dict[str, Any], put: list[str]) -> None:
    """Copy each file; one whose content is not what was backed up is refused."""
    for id, said in manifest["files"].items():
        digest = hashlib.sha256()
        put.append(id)
        try:
            vault.receive_sealed(id, _pieces(file_place(source, id), digest))
        except FileNotFoundError:
            raise EngineError(f"file `{id}` of the backup is not there") from None
        if digest.hexdigest() != said:
            raise EngineError(f"file `{id}` of the backup was altered or cut short")


def _pieces(place: Path, digest: Any) -> Iterator[bytes]:
    with place.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
            yield piece
