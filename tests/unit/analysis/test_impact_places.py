"""The same numbers wherever past applications are: Parquet, PostgreSQL, Spark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis
import pytest
from pyarrow import parquet
from sqlalchemy import create_engine, make_url, text

from engine.analysis import tables
from engine.analysis.impact import Impact, Side, Wanted, impact_of
from tests.support.permits import DEARER, JUNE, MAY, OLD, SERVICE, STRICTER, history, permits, side

LENGTH = (  # a relation does not compute the length of a text: the evaluator does
    ("    - vehicle.is_own\n", "    - vehicle.is_own\n    - vehicle.plate\n"),
    (
        "condition: vehicle.is_own",
        "condition: vehicle.is_own and string length(vehicle.plate) > 2",
    ),
)
VERSIONS = {
    "computed there": side("new", STRICTER, DEARER),
    "recomputed": side("new", STRICTER, DEARER, *LENGTH),
}


def table(folder: Path) -> str:
    return history(
        folder,
        permits(12, "A", 2, MAY),
        permits(15, "A", 0, MAY, wanted="B"),
        permits(20, "B", 0, JUNE),
        permits(14, "B", 2, JUNE),
        permits(3, "B", 1, JUNE),
    )


def impact(address: str, new: Side) -> Impact:
    return impact_of(OLD, new, SERVICE, address, Wanted())


@contextmanager
def in_postgres(url: str, path: str) -> Iterator[str]:
    """The address of a database that has the table."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = ibis.connect(address)
    connection.create_table(SERVICE, parquet.read_table(path))
    connection.disconnect()
    engine = create_engine(make_url(url))
    try:
        yield address
    finally:
        with engine.begin() as dropping:
            dropping.execute(text(f'DROP TABLE "{SERVICE}"'))
        engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("new", VERSIONS.values(), ids=VERSIONS)
def test_postgresql_counts_what_duckdb_counts(tmp_path: Path, postgres_url: str, new: Side) -> None:
    path = table(tmp_path)
    with in_postgres(postgres_url, path) as address:
        assert impact(address, new) == impact(path, new)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")  # Spark's own, about the pandas of today
def test_spark_counts_what_duckdb_counts(tmp_path: Path) -> None:
    path, new = table(tmp_path), VERSIONS["recomputed"]
    assert impact(f"{tables.SPARK}{path}", new) == impact(path, new)
