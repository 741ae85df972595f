"""Files of invented applications: the same from one process and from several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyarrow import Table, parquet

from engine.analysis.history.population import Wanted, block_of, population
from engine.analysis.populating import populate
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder

FILES = read_folder(Path("tests/fixtures/swimming"))
YEAR = date(2026, 1, 1), date(2026, 12, 31)
WANTED = Wanted(55, *YEAR, 1, "release", block=20)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_files(FILES)


def test_blocks_are_drawn_alone_as_they_are_together(catalogue: Catalogue) -> None:
    for service in catalogue.services.values():
        together = list(population(catalogue, service, WANTED))
        blocks = [list(block_of(catalogue, service, WANTED, block)) for block in (2, 1, 0)]
        assert [len(one) for one in blocks] == [15, 20, 20]
        assert [past for one in reversed(blocks) for past in one] == together
        days = [past.decision_date for past in together]
        assert days == sorted(days)
        assert len({past.reference for past in together}) == WANTED.count


def test_a_population_of_one_block_does_not_depend_on_its_size(catalogue: Catalogue) -> None:
    for service in catalogue.services.values():
        one, other = (Wanted(30, *YEAR, 1, "release", block=size) for size in (30, 25_000))
        assert list(population(catalogue, service, one)) == list(
            population(catalogue, service, other)
        )


@pytest.mark.long
def test_processes_and_blocks_leave_the_file_as_it_is(catalogue: Catalogue, tmp_path: Path) -> None:
    services, wanted = sorted(catalogue.services)[:1], replace(WANTED, count=25)
    counted: dict[int, int] = {}
    tables: dict[int, list[Table]] = {}
    for processes in (1, 2):
        folder = tmp_path / str(processes)
        folder.mkdir()
        told: list[int] = []
        written = list(populate(catalogue, FILES, services, wanted, folder, told.append, processes))
        assert [service for service, _ in written] == services
        assert sorted(folder.iterdir()) == sorted(place for _, place in written)
        counted[processes] = sum(told)
        tables[processes] = [parquet.read_table(place) for _, place in written]
    assert counted == {1: 25, 2: 25}
    for one, other in zip(tables[1], tables[2], strict=True):
        assert one.equals(other)
        assert one.column("reference").to_pylist() == sorted(one.column("reference").to_pylist())
