"""Releases kept whole, each content once, and the acts that put them in force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy import Connection, insert, select

from engine.store.entries import Publication
from engine.store.sql import tables
from engine.store.sql.insert import insert_if_new

_publications = tables.publications


class SqlReleases:
    """`engine.store.protocols.Releases`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hash: str, files: Mapping[PurePosixPath, bytes], at: datetime) -> None:
        row = {"hash": hash, "kept_at": at}
        if not insert_if_new(self._connection, tables.releases, row) or not files:
            return
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        contents = {digests[path]: content for path, content in files.items()}
        for digest in sorted(contents):  # in one order, so that two publishers never deadlock
            blob = {"sha256": digest, "content": contents[digest]}
            insert_if_new(self._connection, tables.blobs, blob)
        self._connection.execute(
            insert(tables.release_files),
            [{"release": hash, "path": str(path), "blob": digests[path]} for path in files],
        )

    def files(self, hash: str) -> dict[PurePosixPath, bytes] | None:
        known = select(tables.releases.c.hash).where(tables.releases.c.hash == hash)
        if self._connection.execute(known).scalar_one_or_none() is None:
            return None
        names = tables.release_files
        query = (
            select(names.c.path, tables.blobs.c.content)
            .join(tables.blobs, tables.blobs.c.sha256 == names.c.blob)
            .where(names.c.release == hash)
        )
        rows = self._connection.execute(query)
        return {PurePosixPath(path): bytes(content) for path, content in rows}

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        column = tables.releases.c.hash
        query = select(column).where(column.startswith(prefix, autoescape=True))
        return tuple(self._connection.execute(query.order_by(column).limit(2)).scalars())

    def active(self) -> str | None:
        query = select(_publications.c.release).order_by(_publications.c.number.desc()).limit(1)
        return self._connection.execute(query).scalar_one_or_none()

    def put_in_force(self, publication: Publication) -> None:
        row = {name: getattr(publication, name) for name in Publication.__dataclass_fields__}
        self._connection.execute(insert(_publications), row)

    def history(self) -> tuple[Publication, ...]:
        query = select(_publications).order_by(_publications.c.number.desc())
        return tuple(
            Publication(**{name: row[name] for name in Publication.__dataclass_fields__})
            for row in self._connection.execute(query).mappings()
        )
