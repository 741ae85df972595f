"""What an editor is told after any edits is what a cold check says of the same files."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

import pytest

from engine.analysis.proofs import Prover
from engine.definitions.places import Kind, kind_of
from engine.definitions.read import Checked, check_files, read_folder
from engine.definitions.readings import Readings
from engine.definitions.report import Format, render

ROOT: Final = Path(__file__).parents[2]
DAY: Final = date(2026, 11, 23)
Files = dict[PurePosixPath, bytes]
_NAME: Final = re.compile(rb"(?<=[ :{\[,.])[a-z]+(?:[_-][a-z]+)*(?=[ :,.}\]\n])")


@pytest.mark.parametrize("fixture", ["two-parents", "small-service", "swimming"])
def test_a_check_after_edits_says_what_a_cold_one_says(fixture: str) -> None:
    hold(read_folder(ROOT / "tests" / "fixtures" / fixture), edits=50, seed=8)


@pytest.mark.long
def test_a_check_of_all_services_after_edits_says_what_a_cold_one_says() -> None:
    files = read_folder(ROOT / "config")
    declared = {path: text for path, text in files.items() if kind_of(path)[0] is not Kind.SCENARIO}
    hold(declared, edits=12, seed=11)


def hold(whole: Files, edits: int, seed: int) -> None:
    """Edit one file after another, and now and then take all edits back."""
    chance, readings, prover = random.Random(seed), Readings(), Prover()
    files = dict(whole)
    check_files(files, prover, DAY, readings)
    for number in range(edits):
        path = chance.choice(sorted(files))
        files = edited(files, path, chance) if chance.random() < 0.7 else dict(whole)
        warm = check_files(files, prover, DAY, readings)
        cold = check_files(files, prover, DAY)
        assert said(warm) == said(cold), f"after edit {number}, of {path}"


def said(checked: Checked) -> tuple[object, ...]:
    """Everything that is said, to the last column, and what the services came to."""
    catalogue = checked.catalogue
    problems = render(checked.problems, Format.JSON, Path("config"))
    return problems, None if catalogue is None else (catalogue.services, catalogue.rule_sets)


def edited(files: Files, path: PurePosixPath, chance: random.Random) -> Files:
    """One edit, most often another name for something, which leaves the file itself sound."""
    text = files[path]
    if chance.random() < 0.6 and (names := sorted(set(_NAME.findall(text)))):
        name = chance.choice(names)
        return {**files, path: re.sub(rb"\b%s\b" % name, name + b"_x", text)}
    lines = text.split(b"\n")
    at = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            lines[at:at] = [b""]
        case 1:
            lines[at] += b"  # a remark"
        case 2:
            del lines[at]
        case 3:
            lines[at:at] = [lines[at]]
        case 4:
            words, others = lines[at].split(b" "), chance.choice(lines).split(b" ")
            words[chance.randrange(len(words))] = chance.choice(others)
            lines[at] = b" ".join(words)
        case _:
            return {one: text for one, text in files.items() if one != path}
    return {**files, path: b"\n".join(lines)}
