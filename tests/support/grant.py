"""The travel grant: one of several documents, and what else documents can be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.journey import Desk
from engine.model.application import Application, Evidence, ItemEntry, StepEntry
from engine.model.register import Answer, RegisterAnswer
from tests.support.visitors import FIXTURES, NOW, RESIDENT

GRANT: Final = "travel-grant"
RULES: Final = PurePosixPath(f"rules/{GRANT}.yaml")
_RECORD: Final = RegisterAnswer(Answer.RECORD, {"resident.name": "سارة", "resident.zone": "A"})


def grant() -> Mapping[PurePosixPath, bytes]:
    return dict(read_folder(FIXTURES / "small-service")) | dict(read_folder(FIXTURES / GRANT))


@cache
def catalogue() -> Catalogue:
    return read_files(grant())


def desk() -> Desk:
    return Desk(catalogue(), {"resident": _RECORD}, NOW.date())


def draft(*slots: str, **steps: StepEntry) -> Application:
    """A draft with a file in each slot, in their order, and what was typed on its steps; without
    trips unless they are given."""
    return Application(
        reference="G-0000-0000-00",
        account_id="sara",
        person_key=RESIDENT,
        service=GRANT,
        release="",
        state="draft",
        revision=0,
        created_at=NOW,
        changed_at=NOW,
        steps={"trips": trips(), **steps},
        evidence=tuple(file(slot, number) for number, slot in enumerate(slots)),
    )


def trips(*items: tuple[str, str]) -> StepEntry:
    """Trips by their id, each refunded (`yes`) or not, to which no more are added."""
    found = (
        ItemEntry(id_, {"city": f"City {id_}", "end_date": "1/11/2026", "is_refunded": refunded})
        for id_, refunded in items
    )
    return StepEntry(items=tuple(found), is_saved=True, is_complete=True)


def file(slot: str, number: int) -> Evidence:
    return Evidence(f"e{number}", slot, "paper.pdf", "application/pdf", 1, "0", NOW)


def saved(**texts: str) -> StepEntry:
    """A saved step; `grant__is_student` is `grant.is_student`."""
    return StepEntry({name.replace("__", "."): text for name, text in texts.items()}, is_saved=True)
