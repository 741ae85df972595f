"""The boat licence: guidance on the way, and a page that tells what has been found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.journey import Desk
from engine.model.application import Application, StepEntry
from engine.model.register import Answer, RegisterAnswer
from tests.support.camping import DAY, FIXTURES
from tests.support.camping import draft as camping_draft

SERVICE: Final = "boating"
SILENT: Final = RegisterAnswer(Answer.SILENT, {})


def files() -> Mapping[PurePosixPath, bytes]:
    small = read_folder(FIXTURES / "small-service")
    return dict(small) | dict(read_folder(FIXTURES / "boating"))


@cache
def catalogue() -> Catalogue:
    return read_files(files())


def living_in(zone: str) -> RegisterAnswer:
    return RegisterAnswer(Answer.RECORD, {"resident.name": "سارة", "resident.zone": zone})


def desk(record: RegisterAnswer | None = None) -> Desk:
    """What an application of a resident of zone A is read with, unless the register says else."""
    return Desk(catalogue(), {"resident": record or living_in("A")}, DAY)


def draft(**steps: StepEntry) -> Application:
    return replace(camping_draft(**steps), service=SERVICE)
