"""The camping permit: checks across answers, computed options, one fact from several fields."""

from __future__ import annotations

from collections.abc import Mapping
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
SERVICE: Final = "camping"
DAY: Final = date(2026, 11, 23)


def files() -> Mapping[PurePosixPath, bytes]:
    return beside_small("camping")


def beside_small(folder: str) -> dict[PurePosixPath, bytes]:
    """The fixture of this name, and the small service whose registers and lists it reads."""
    return read_folder(FIXTURES / "small-service") | read_folder(FIXTURES / folder)


@cache
def catalogue() -> Catalogue:
    return read_files(files())


def living_in(zone: str) -> RegisterAnswer:
    return RegisterAnswer(Answer.RECORD, {"resident.name": "سارة", "resident.zone": zone})


def desk() -> Desk:
    return Desk(catalogue(), {"resident": living_in("A")}, DAY)


def draft(**steps: StepEntry) -> Application:
    """A draft with what was typed on its steps."""
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
        steps=steps,
        evidence=(),
    )


def saved(**texts: str) -> StepEntry:
    """A saved step; `stay__tents` is `stay.tents`."""
    return StepEntry({name.replace("__", "."): text for name, text in texts.items()}, is_saved=True)


PLACE: Final = saved(place__region="coast", place__site="beach", place__activities="none")

LICENCE: Final = saved(
    licence__is_local="yes", licence__local_date="1/3/2024", licence__first_year=""
)


def closed(*items: Mapping[str, str]) -> StepEntry:
    """A group that is said to be complete."""
    entries = tuple(ItemEntry(f"{at:016x}", texts) for at, texts in enumerate(items, start=1))
    return StepEntry(items=entries, is_saved=True, is_complete=True)
