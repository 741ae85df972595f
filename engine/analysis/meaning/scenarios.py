"""Examples of what a change means, as scenario files that an author confirms before they count.

Each holds in the newer version: it is run before it is offered. An example that is a scenario
already is not written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from engine.analysis.meaning.meaning import Cell, ServiceMeaning
from engine.analysis.meaning.words import in_words
from engine.analysis.people import Person
from engine.analysis.questions import Example
from engine.analysis.scenario_text import proposed_text
from engine.analysis.scenarios import run_scenarios
from engine.decide.summary import summary
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.model.problem import DefinitionError
from engine.model.words import Language
from engine.wording import without_isolates

_PARTS: Final = ("outcome", "determinations", "fees", "documents", "validity")
_LONGEST: Final = 80  # characters of a file's name

Files = Mapping[PurePosixPath, bytes]


def scenarios_of(
    meanings: Iterable[ServiceMeaning], catalogues: tuple[Catalogue, Catalogue], files: Files
) -> dict[PurePosixPath, str]:
    """The texts by their paths among `files`, those of the newer version; only what holds there."""
    texts: dict[PurePosixPath, str] = {}
    for meaning in meanings:
        texts.update(_of(meaning, catalogues, {*files, *texts}))
    return {path: text for path, text in texts.items() if _holds(path, text, files)}


def _of(
    meaning: ServiceMeaning,
    catalogues: tuple[Catalogue, Catalogue],
    taken: set[PurePosixPath],
) -> Iterator[tuple[PurePosixPath, str]]:
    told = in_words(meaning, *catalogues, Language.EN)
    for cell, words in zip(meaning.cells, told.cells, strict=True):
        if cell.example.scenario is not None:
            continue
        name = without_isolates(f"{words.what}, {words.days}").replace("`", "")
        path = _path(meaning.service, name, taken)
        taken.add(path)
        yield path, _text(meaning.service, cell, name, catalogues[1])


def _text(service: str, cell: Cell, name: str, catalogue: Catalogue) -> str:
    told = cell.example
    person = Person.of(service, Example(told.new_facts, told.decision_date))
    whole = summary(told.now)
    expected: dict[str, object] = {part: whole[part] for part in _PARTS if part in whole}
    return proposed_text(catalogue, person, name, expected)


def _path(service: str, name: str, taken: set[PurePosixPath]) -> PurePosixPath:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST].strip("-")
    folder, number = PurePosixPath("scenarios", service), 1
    path = folder / f"{words}.yaml"
    while path in taken:
        number += 1
        path = folder / f"{words}-{number}.yaml"
    return path


def _holds(path: PurePosixPath, text: str, files: Files) -> bool:
    """Whether the scenario comes out as it says, read as the only one."""
    alone = {one: held for one, held in files.items() if one.parts[0] != "scenarios"}
    try:
        catalogue = read_files({**alone, path: text.encode()})
    except DefinitionError:
        return False
    return all(not result.differences for result in run_scenarios(catalogue, None))
