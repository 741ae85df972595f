"""The same numbers wherever past applications are: Parquet, PostgreSQL, Spark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath

import ibis
import pytest
from pyarrow import parquet
from sqlalchemy import create_engine, make_url, text

from engine.analysis import tables
from engine.analysis.history.history import Layout
from engine.analysis.history.population import Wanted as Drawn
from engine.analysis.history.population import population, total_of
from engine.analysis.impact.impact import Impact, Side, Wanted, impact_of
from engine.decide.brief import decide_briefly
from engine.definitions.read import read_folder
from engine.release import Release
from tests.support.permits import DEARER, JUNE, MAY, OLD, SERVICE, STRICTER, history, permits, side

LENGTH = (  # a relation does not compute the length of a text: the evaluator does
    ("    - vehicle.is_own\n", "    - vehicle.is_own\n    - vehicle.plate\n"),
    (
        "condition: vehicle.is_own",
        (
            "condition: vehicle.is_own and "
            "(household.permits_held != 1 or string length(vehicle.plate) > 2)"
        ),
    ),
)
NEW = side("new", STRICTER, DEARER, *LENGTH)


def table(folder: Path) -> str:
    return history(
        folder,
        permits(12, "A", 2, MAY),
        permits(15, "A", 0, MAY, wanted="B"),
        permits(20, "B", 0, JUNE),
        permits(14, "B", 2, JUNE),
        permits(3, "B", 1, JUNE),
    )


def impact(address: str) -> Impact:
    return impact_of(OLD, NEW, SERVICE, address, Wanted())


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
def test_postgresql_counts_what_duckdb_counts(tmp_path: Path, postgres_url: str) -> None:
    path = table(tmp_path)
    with in_postgres(postgres_url, path) as address:
        found = impact(address)
        assert found == impact(path)
        assert found.recomputed is not None
        assert (found.whole.lost, found.whole.dearer) == (26, 64)


@pytest.mark.long
def test_a_population_counts_as_the_evaluator_decides_one_by_one(tmp_path: Path) -> None:
    """Of the renewal, with groups, tables and dates: a shorter window and a higher late fee."""
    files = read_folder(Path("config"))
    rules = PurePosixPath("rules/registration-renewal.yaml")
    text = files[rules].decode()
    for before, now in ((": P3M}\n  grace", ": P2M}\n  grace"), (": 100.00 SAR}", ": 150.00 SAR}")):
        assert text.count(before) == 1
        text = text.replace(before, now)
    sides = [
        Side(name, release.hash, release.catalogue)
        for name, release in (
            ("old", Release.of(files)),
            ("new", Release.of({**files, rules: text.encode()})),
        )
    ]
    programs = [one.catalogue.programs[rules.stem] for one in sides]
    catalogue = sides[0].catalogue
    people = Drawn(2000, date(2025, 1, 1), date(2025, 12, 31), 7, sides[0].release)
    pasts = list(population(catalogue, catalogue.services[rules.stem], people))
    layout, path = Layout.of(programs[0]), tmp_path / f"{rules.stem}.parquet"
    tables.write(path, layout.columns, map(layout.row, pasts))

    found = impact_of(sides[0], sides[1], rules.stem, str(path), Wanted(smallest=1))
    briefs = [
        [decide_briefly(program, past.facts, past.decision_date) for program in programs]
        for past in pasts
    ]
    outcomes = Counter((str(old.outcome), str(new.outcome)) for old, new in briefs)
    assert {(one.before, one.now): one.count for one in found.outcomes} == outcomes
    totals = [[total_of(one.fees) or 0 for one in pair] for pair in briefs]
    assert found.whole.before_minor == sum(old for old, _ in totals)
    assert found.whole.after_minor == sum(new for _, new in totals)
    assert found.whole.dearer == sum(new > old for old, new in totals)
    assert (found.not_reproduced, found.elsewhere) == (0, 0)
    differing = (old.outcome != new.outcome or old.fees != new.fees for old, new in briefs)
    assert found.whole.touched == sum(differing)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")  # Spark's own, about the pandas of today
def test_spark_counts_what_duckdb_counts(tmp_path: Path) -> None:
    path = table(tmp_path)
    assert impact(f"{tables.SPARK}{path}") == impact(path)
