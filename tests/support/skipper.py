"""The skipper's licence: boats, each with voyages and repairs of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.journey import Desk
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.register import Answer, RegisterAnswer
from tests.support.visitors import NOW, RESIDENT

FIXTURES: Final = Path(__file__).parents[1] / "fixtures"
SERVICE: Final = "skipper"
FILE: Final = PurePosixPath("services/skipper.yaml")
DAY: Final = date(2026, 11, 23)
_RECORD: Final = RegisterAnswer(Answer.RECORD, {"resident.name": "سارة", "resident.zone": "A"})

GULL: Final = {"name": "Gull", "seats": "6"}
VOYAGE: Final = {"left": "1/4/2025", "returned": "3/4/2025", "aboard": "2", "in_charge": "no"}


def files() -> Mapping[PurePosixPath, bytes]:
    small = read_folder(FIXTURES / "small-service")
    return dict(small) | dict(read_folder(FIXTURES / "skipper"))


@cache
def catalogue() -> Catalogue:
    return read_files(files())


def desk() -> Desk:
    return Desk(catalogue(), {"resident": _RECORD}, DAY)


def draft(boats: StepEntry) -> Application:
    """A draft with these boats."""
    return Application(
        reference="C-0000-0000-00",
        account_id="sara",
        person_key=RESIDENT,
        service=SERVICE,
        release="",
        state="draft",
        revision=0,
        created_at=NOW,
        changed_at=NOW,
        steps={"boats": boats},
        evidence=(),
    )


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
