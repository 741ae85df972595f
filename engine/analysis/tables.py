"""Tables of past applications where they are kept: Parquet files, PostgreSQL, Spark.

A file is written in batches and read in batches, so neither has to fit in memory; DuckDB spills to
the disk past its limit. The address of a table is the path of a Parquet file (or a pattern of
names), `spark:` and such a path, or `postgresql://...`; there the table is called as the service.

Not here: what the columns are (`history/history.py`), what rules say of a row
(`relation/relation.py`).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from engine.analysis.history.history import Column, Held, Layout, Plain, Row, Stored, state_of
from engine.model.problem import EngineError

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

BATCH: Final = 20_000  # rows
MEMORY: Final = "3GB"  # for DuckDB; what is larger goes to the disk
SPARK: Final = "spark:"
DATABASES: Final = ("postgresql", "postgres", "postgresql+psycopg")
COMPUTED: Final = "~"  # what the name of a derived column begins with


class NoSuchTable(EngineError):
    """Nothing can be read at an address, or it is no table of past applications."""


class NotAnswering(NoSuchTable):
    """A database does not answer, so nobody knows which tables it has."""


def _first_line(error: Exception) -> str:
    """What went wrong; the lines below it are a statement of our own, or general advice."""
    return str(error).split("\n", 1)[0]


# Files ------------------------------------------------------------------------------------------


def write(path: Path, columns: Iterable[Column], rows: Iterable[Row]) -> int:
    """Write a Parquet file; give the number of its rows. It stands there whole, or not at all."""
    from pyarrow import RecordBatch, parquet

    schema, count = _schema(columns), 0
    beside = path.with_name(f"{path.name}.unfinished")
    waiting = iter(rows)
    try:
        with parquet.ParquetWriter(beside, schema, compression="zstd") as writer:
            while batch := list(islice(waiting, BATCH)):
                writer.write_batch(RecordBatch.from_pylist(batch, schema=schema))
                count += len(batch)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return count


def join(path: Path, parts: Sequence[Path]) -> None:
    """Put files of the same columns one after another in one, and remove them."""
    from pyarrow import parquet

    first, *others = parts
    if others:
        beside = path.with_name(f"{path.name}.unfinished")
        try:
            schema = parquet.read_schema(first)
            with parquet.ParquetWriter(beside, schema, compression="zstd") as writer:
                for part in parts:
                    with parquet.ParquetFile(part) as file:
                        for batch in file.iter_batches(BATCH):
                            writer.write_batch(batch)
                    part.unlink()
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    else:
        first.replace(path)


def read(path: Path) -> Iterator[dict[str, Plain]]:
    """The rows of a Parquet file, in their order."""
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH):
                yield from batch.to_pylist()
    except (ArrowException, OSError) as error:
        raise NoSuchTable(f"{path} is no Parquet file that can be read: {error}") from error


def _schema(columns: Iterable[Column]) -> pa.Schema:
    import pyarrow as pa

    types = {
        Stored.FLAG: pa.bool_(),
        Stored.WHOLE: pa.int64(),
        Stored.STATE: pa.int8(),
        Stored.DAY: pa.date32(),
        Stored.TEXT: pa.string(),
    }
    return pa.schema(
        pa.field(
            column.name,
            pa.decimal128(18, column.decimals)
            if column.stored is Stored.DECIMAL
            else types[column.stored],
            nullable=column.may_be_null,
        )
        for column in columns
    )


# Where the data is ------------------------------------------------------------------------------


@contextmanager
def opened(address: str, service: str, memory: str = MEMORY) -> Iterator[ibis.Table]:
    """The table of a service at an address, to be read where it is.

    Raises:
        NoSuchTable: where there is none, or nothing answers there.
    """
    scheme = urlsplit(address).scheme
    if scheme in DATABASES:
        with _table_of_postgres(address, service) as table:
            yield table
    elif address.startswith(SPARK):
        with _in_spark(address.removeprefix(SPARK)) as table:
            yield table
    else:
        with _in_duckdb(address, memory) as table:
            yield table


@contextmanager
def _in_duckdb(path: str, memory: str) -> Iterator[ibis.Table]:
    import duckdb
    import ibis

    _expect_files(path)
    with tempfile.TemporaryDirectory(prefix="mumaris-") as folder:
        connection = ibis.duckdb.connect(
            memory_limit=memory,
            temp_directory=folder,
            autoinstall_known_extensions=False,  # nothing is fetched from anywhere
            autoload_known_extensions=False,
            preserve_insertion_order=False,
        )
        try:
            yield connection.read_parquet(path)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise NoSuchTable(f"{path} cannot be read: {_first_line(error)}") from error
        finally:
            connection.disconnect()


@contextmanager
def _table_of_postgres(address: str, service: str) -> Iterator[ibis.Table]:
    from ibis.common.exceptions import IbisError

    with in_postgres(address) as connection:
        try:
            table = connection.table(service)
        except IbisError as error:
            raise NoSuchTable(f"the database has no table `{service}`") from error
        yield table


@contextmanager
def in_postgres(address: str) -> Iterator[Any]:
    """A connection of Ibis to a database. Raises NoSuchTable where none answers."""
    import ibis
    import psycopg

    parts = urlsplit(address)
    given = {name: found[-1] for name, found in parse_qs(parts.query).items()}
    host = given.pop("host", parts.hostname)
    try:
        connection = ibis.postgres.connect(
            host=host,
            port=parts.port or 5432,
            user=None if parts.username is None else unquote(parts.username),
            password=None if parts.password is None else unquote(parts.password),
            database=parts.path.removeprefix("/"),
            **given,
        )
    except (psycopg.Error, OSError) as error:
        raise NotAnswering(f"the database does not answer: {_first_line(error)}") from error
    try:
        yield connection
    finally:
        connection.disconnect()


@contextmanager
def _in_spark(path: str) -> Iterator[ibis.Table]:
    import ibis

    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoSuchTable("Spark is not installed: install mumaris[spark]") from error
    _expect_files(path)
    with tempfile.TemporaryDirectory(prefix="mumaris-") as folder:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        quiet = Path(folder) / "log4j2.properties"
        quiet.write_text(_QUIET, encoding="utf-8")
        session = SparkSession.builder.config(map=_spark_settings(folder, quiet)).getOrCreate()
        connection = ibis.pyspark.connect(session)
        try:
            yield connection.read_parquet(path)
        finally:
            connection.disconnect()
            session.stop()


_QUIET: Final = """rootLogger.level = off
rootLogger.appenderRef.none.ref = none
appender.none.type = Null
appender.none.name = none
"""


def _spark_settings(folder: str, quiet: Path) -> dict[str, bool | float | int | str | None]:
    """Local, quiet, on the loopback alone, and with errors instead of wrapped integers."""
    return {
        "spark.master": "local[2]",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet.as_uri()}",
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


def beside(table: ibis.Table, path: Path) -> ibis.Table:
    """The rows of a Parquet file, where the rows of `table` are, until the connection ends."""
    from pyarrow import Table, parquet

    connection, name = table.get_backend(), f"~{path.stem}"
    if connection.name != "postgres":
        return connection.read_parquet(str(path))
    with parquet.ParquetFile(path) as file:
        made = connection.create_table(name, schema=_as_ibis(file), temp=True)
        for batch in file.iter_batches(BATCH):
            connection.insert(name, Table.from_batches([batch]))
    return made


def _as_ibis(file: Any) -> Any:
    import ibis

    return ibis.Schema.from_pyarrow(file.schema_arrow)


def batches(table: ibis.Table, most: int = BATCH) -> Iterator[list[dict[str, Any]]]:
    """The rows of a table or a query, so many at a time.

    Of Spark row by row: Ibis would collect all of them, and by pandas, where a whole number beside
    a NULL becomes one with a fraction.
    """
    connection = table.get_backend()
    if connection.name == "pyspark":
        rows = connection.raw_sql(connection.compile(table)).toLocalIterator()
        while batch := [row.asDict() for row in islice(rows, most)]:
            yield batch
    else:
        for batch in table.to_pyarrow_batches(chunk_size=most):
            yield batch.to_pylist()


def fetched(table: ibis.Table) -> list[dict[str, Any]]:
    """The rows of a small result."""
    return [row for batch in batches(table) for row in batch]


def _expect_files(path: str) -> None:
    """A pattern is left to whoever reads it."""
    if "*" not in path and not Path(path).exists():
        raise NoSuchTable(f"there is no file {path}")


# What may be wrong with it ----------------------------------------------------------------------


def misfits(table: ibis.Table, layout: Layout) -> tuple[str, ...]:
    """What of the columns of a table is not as its layout says, a line each; no row is read."""
    found: list[str] = []
    types = table.schema()
    columns = {column.name: column for column in layout.columns}
    for name, column in columns.items():
        if name not in types:
            found.append(f"the column `{name}` is missing")
        elif not _fits(types[name], column):
            found.append(f"the column `{name}` is {types[name]}, and should be {column.stored}")
    found += [
        f"the column `{name}` is none of this service's facts"
        for name in types
        if name not in columns and not name.startswith(COMPUTED)
    ]
    return tuple(found)


def _fits(type_: Any, column: Column) -> bool:
    match column.stored:
        case Stored.FLAG:
            return bool(type_.is_boolean())
        case Stored.WHOLE | Stored.STATE:
            return bool(type_.is_integer())
        case Stored.DECIMAL:
            return bool(type_.is_decimal() and type_.scale <= column.decimals)
        case Stored.DAY:
            return bool(type_.is_date())
        case Stored.TEXT:
            return bool(type_.is_string())


def broken(table: ibis.Table, layout: Layout) -> Mapping[str, int]:
    """In how many rows a column is NULL that may not be, or a value and its state disagree.

    Reads the whole table, once.
    """
    counts: dict[str, Any] = {}
    for column in layout.columns:
        if column.name in layout.facts:
            held = table[state_of(column.name)]
            is_known = (held == int(Held.KNOWN)).fill_null(False)
            is_so = held.isin([int(one) for one in Held if one is not Held.FAULT])
            agrees = is_so.fill_null(False) & (is_known == table[column.name].notnull())
            counts[column.name] = (~agrees).sum()
        elif not column.may_be_null and column.stored is not Stored.STATE:
            counts[column.name] = table[column.name].isnull().sum()
    found = table.aggregate(**{f"c{at}": one for at, one in enumerate(counts.values())})
    counted = zip(counts, fetched(found)[0].values(), strict=True)
    return {name: int(count) for name, count in counted if count}
