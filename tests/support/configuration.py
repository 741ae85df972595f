"""Definitions that many tests read, read once for all tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder

CONFIG: Final = Path(__file__).parents[2] / "config"


def configuration() -> Catalogue:
    """What this project itself declares."""
    return catalogue_in(CONFIG)


@cache
def catalogue_in(folder: Path) -> Catalogue:
    """What a folder declares. Nobody changes a catalogue, so all may have the same one."""
    return read_files(read_folder(folder))
