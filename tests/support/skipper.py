"""The skipper's licence: boats, each with voyages and repairs of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.journey import Desk
from engine.model.application import Application, ItemEntry, StepEntry
from tests.support.camping import DAY, beside_small, living_in
from tests.support.camping import draft as camping_draft

SERVICE: Final = "skipper"
FILE: Final = PurePosixPath("services/skipper.yaml")

GULL: Final = {"name": "Gull", "seats": "6"}
VOYAGE: Final = {"left": "1/4/2025", "returned": "3/4/2025", "aboard": "2", "in_charge": "no"}


def files() -> Mapping[PurePosixPath, bytes]:
    return beside_small("skipper")


@cache
def catalogue() -> Catalogue:
    return read_files(files())


def desk() -> Desk:
    return Desk(catalogue(), {"resident": living_in("A")}, DAY)


def draft(boats: StepEntry) -> Application:
    """A draft with these boats."""
    return replace(camping_draft(boats=boats), service=SERVICE)


def boat(
    id: str,
    *voyages: Mapping[str, str],
    texts: Mapping[str, str] = GULL,
    is_all: bool = True,
) -> Iterator[ItemEntry]:
    """A boat, whose voyages are `<id>.voyages.1` and so on; `is_all`: what it holds is complete."""
    yield ItemEntry(id, texts)
    yield from (ItemEntry(f"{id}.voyages.{at}", one) for at, one in enumerate(voyages, start=1))
    if is_all:
        yield from (ItemEntry(f"{id}.{name}", {}) for name in ("voyages", "repairs"))
