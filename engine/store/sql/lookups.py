"""What registers answered about applications, kept for a while so that pages need not ask again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from engine.store.entries import KeptLookup
from engine.store.sql import tables

_rows = tables.lookups
_OF_APPLICATION = (  # made once: read at every page
    select(*(_rows.c[name] for name in KeptLookup.__dataclass_fields__))
    .where(_rows.c.reference == bindparam("reference"))
    .order_by(_rows.c.register)
)


class SqlLookups:
    """`engine.store.protocols.Lookups`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_application(self, reference: str) -> tuple[KeptLookup, ...]:
        rows = self._connection.execute(_OF_APPLICATION, {"reference": reference}).mappings()
        return tuple(KeptLookup(**row) for row in rows)

    def keep(self, reference: str, lookups: Iterable[KeptLookup]) -> None:
        for one in lookups:
            row = {name: getattr(one, name) for name in KeptLookup.__dataclass_fields__}
            self._connection.execute(
                delete(_rows).where(
                    _rows.c.reference == reference, _rows.c.register == one.register
                )
            )
            self._connection.execute(insert(_rows), {"reference": reference, **row})

    def forget(self, reference: str) -> None:
        self._connection.execute(delete(_rows).where(_rows.c.reference == reference))
