"""What each kind of edit is told as, in both languages: `edits.yaml`, and the texts of `told/`."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
import yaml

from engine.analysis.changes import Change, changes_of
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder

HERE = Path(__file__).parent
GOOD = Path(__file__).parents[3] / "definitions" / "good"
TODAY = date(2026, 11, 23)
EDITS = yaml.safe_load((HERE / "edits.yaml").read_text("utf-8"))
assert len(EDITS) >= 40, "an empty table must not pass"

Files = dict[PurePosixPath, bytes]


@cache
def base() -> Catalogue:
    return read_files(read_folder(GOOD / "base"))


def edited(files: Files, path: str, old: str, new: str) -> Files:
    text = files[PurePosixPath(path)].decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    return {**files, PurePosixPath(path): text.replace(old, new).encode()}


def told(changes: tuple[Change, ...]) -> str:
    return "".join(f"{line}\n" for change in changes for line in lines(change))


def lines(change: Change) -> Iterator[str]:
    past = ", past" if change.is_past else ""
    yield f"{change.kind} of {change.part}, {change.weight.name.lower()}{past}; {change.about.en}"
    yield f"  {change.sentence.en}"
    yield f"  {change.sentence.ar}"
    for detail in change.details:
        yield f"    {detail.en}"
        yield f"    {detail.ar}"


@pytest.mark.parametrize("name", EDITS)
def test_edit_is_told_so(name: str, golden: Callable[[Path, str], None]) -> None:
    edit = EDITS[name]
    files = edited(read_folder(GOOD / "base"), edit["in"], edit["old"], edit["new"])
    files = edited(files, *edit["with"]) if "with" in edit else files
    changes = changes_of(base(), read_files(files), today=TODAY)
    assert changes
    golden(HERE / "told" / f"{name}.txt", told(changes))
