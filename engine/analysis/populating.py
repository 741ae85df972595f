"""Files of invented applications: drawn block by block, each by a process that is free.

A block has a chance of its own (`history/population.py`), so a file is the same on however many
cores it was made. Every process reads the configuration by itself, and writes a block as a file
with all that a relation does not compute; the blocks of a service are then put one after another.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from engine.analysis import tables
from engine.analysis.history.history import Layout, Row
from engine.analysis.history.population import Wanted, block_of, blocks_in
from engine.analysis.relation.export import complete
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files

_Files: TypeAlias = tuple[tuple[PurePosixPath, bytes], ...]
_FEW: Final = 20_000  # applications that are drawn before other processes would have begun


@dataclass(frozen=True, slots=True)
class _Part:
    """A block that is in a file of its own."""

    service: str
    place: Path
    count: int


def populate(
    catalogue: Catalogue,
    files: Mapping[PurePosixPath, bytes],
    services: Sequence[str],
    wanted: Wanted,
    folder: Path,
    advance: Callable[[int], None],
    processes: int | None = None,
) -> Iterator[tuple[str, Path]]:
    """Write the file of each service, and give it once it is there.

    `files` are those of `catalogue`. `advance` is told how many more were drawn. `processes` None:
    one for each core, where that is worth it.
    """
    blocks = [(service, block) for service in services for block in range(blocks_in(wanted))]
    if processes is None:
        processes = os.cpu_count() or 1 if len(services) * wanted.count > _FEW else 1
    with TemporaryDirectory(prefix=".unfinished-", dir=folder) as beside:
        parts = [Path(beside) / f"{service}-{block}.parquet" for service, block in blocks]
        if processes < 2:
            here = (
                _write(catalogue, of, wanted, part, advance)
                for of, part in zip(blocks, parts, strict=True)
            )
            yield from _joined(here, wanted, folder)
            return
        read_by_each = repeat(tuple(files.items()))
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            apart = pool.map(_write_apart, read_by_each, blocks, repeat(wanted), parts)
            yield from _joined(_told(apart, advance), wanted, folder)


def _joined(written: Iterable[_Part], wanted: Wanted, folder: Path) -> Iterator[tuple[str, Path]]:
    """Put the blocks of a service together once the last one is there."""
    of_service: list[Path] = []
    for part in written:
        of_service.append(part.place)
        if len(of_service) == blocks_in(wanted):
            place = folder / f"{part.service}.parquet"
            tables.join(place, of_service)
            of_service = []
            yield part.service, place


def _told(parts: Iterable[_Part], advance: Callable[[int], None]) -> Iterator[_Part]:
    for part in parts:
        advance(part.count)
        yield part


def _write(
    catalogue: Catalogue,
    of: tuple[str, int],
    wanted: Wanted,
    place: Path,
    advance: Callable[[int], None],
) -> _Part:
    service, block = of
    program = catalogue.programs[service]
    layout = Layout.of(program)

    def rows() -> Iterator[Row]:
        for past in block_of(catalogue, catalogue.services[service], wanted, block):
            yield layout.row(past)
            advance(1)

    count = tables.write(place, layout.columns, rows())
    complete(place, program)
    return _Part(service, place, count)


# In a process of its own --------------------------------------------------------------------


def _write_apart(files: _Files, of: tuple[str, int], wanted: Wanted, place: Path) -> _Part:
    return _write(_read(files), of, wanted, place, lambda _: None)


@cache
def _read(files: _Files) -> Catalogue:
    """The configuration, read once by a process, which keeps all of it to its end."""
    catalogue = read_files(dict(files))
    gc.freeze()
    return catalogue
