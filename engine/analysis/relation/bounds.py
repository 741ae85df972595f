"""The least and the greatest value of the columns of a table: what cannot happen in it.

Files say it themselves of whole numbers, days, states and truths; of other tables it is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

import ibis

from engine.analysis import tables

Ranges: TypeAlias = Mapping[str, tuple[Any, Any]]
_EXACT: Final = frozenset({"NONE", "INT", "DATE"})  # logical types of Parquet; of no decimal


def ranges_of(table: Any, names: Collection[str], address: str | None = None) -> Ranges:
    """The least and the greatest value of some columns; of texts there is none.

    What the files at the `address` do not say of themselves is asked of the table, once.
    """
    types = dict(table.schema())
    said = {} if address is None else least_and_greatest(address)
    asked = {
        name: _as_number(table[name]) if types[name].is_boolean() else table[name]
        for name in names
        if name in types and not types[name].is_string() and name not in said
    }
    known = {name: ends for name, ends in said.items() if name in names}
    if not asked:
        return known
    least = {f"a{at}": one.min() for at, one in enumerate(asked.values())}
    most = {f"b{at}": one.max() for at, one in enumerate(asked.values())}
    row = tables.fetched(table.aggregate(**least, **most))[0]
    return known | {name: (row[f"a{at}"], row[f"b{at}"]) for at, name in enumerate(asked)}


def _as_number(truth: Any) -> Any:
    return ibis.cases((truth, 1), (~truth, 0), else_=None)


def least_and_greatest(address: str) -> dict[str, tuple[Any, Any]]:
    """What the files at an address say themselves of the least and the greatest value of columns.

    None of one without a value; nothing of a text, which may be cut short there, and of a column
    of which not every part of every file says it; and nothing of a table that is in no file.
    """
    if address.startswith(tables.SPARK) or urlsplit(address).scheme in tables.DATABASES:
        return {}
    found: dict[str, tuple[Any, Any]] = {}
    unsaid: set[str] = set()
    for path in Path(address).parent.glob(Path(address).name):
        for name, said in _statistics(path):
            if said is not None and said.has_min_max:
                low, high = found.get(name, (None, None))
                found[name] = (
                    said.min if low is None else min(low, said.min),
                    said.max if high is None else max(high, said.max),
                )
            elif said is not None and said.has_null_count and said.num_values == 0:
                found.setdefault(name, (None, None))
            else:
                unsaid.add(name)
    return {name: ends for name, ends in found.items() if name not in unsaid}


def _statistics(path: Path) -> Iterator[tuple[str, Any]]:
    """Of each column of each part of a file; None where it says nothing that is exact."""
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        for part in (file.metadata.row_group(at) for at in range(file.num_row_groups)):
            for at in range(part.num_columns):
                column, kind = part.column(at), file.schema.column(at)
                is_exact = kind.logical_type.type in _EXACT and kind.physical_type != "BYTE_ARRAY"
                yield column.path_in_schema, column.statistics if is_exact else None
