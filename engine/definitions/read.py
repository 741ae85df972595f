"""All of config/: from bytes by path to a checked catalogue, or every problem of the load.

Each file goes alone through text, values and shape; then model objects are made in the order in
which kinds refer to each other, expressions are compiled, and everything is checked against
everything. A stage works on what the one before could read, so one load finds all that it can.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from engine.analysis.proofs import Prover
from engine.definitions.assembly import Assembly
from engine.definitions.catalogue import Catalogue
from engine.definitions.characters import LIMIT_BYTES
from engine.definitions.check import cross_problems
from engine.definitions.draft import Draft
from engine.definitions.fixing import with_fixes
from engine.definitions.followers import without_echoes
from engine.definitions.fragments.own_words import in_own_words
from engine.definitions.readings import Readings
from engine.definitions.upkeep import Material, between_files, within_files
from engine.model.problem import DefinitionError, Problem, in_order
from engine.model.severity import Severity

__all__ = ["Checked", "check_files", "is_definition", "read_files", "read_folder"]

_SUFFIXES = (".yaml", ".yml")
_HIDDEN = re.compile(r"(^|/)\.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a set of files comes to: `problems` of every severity, in order, and the catalogue,
    which is None where one of them is an error."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]

    def and_also(self, found: Iterable[Problem]) -> Checked:
        """The same with more problems, none of which is an error."""
        return replace(self, problems=in_order((*self.problems, *found)))

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)


def read_folder(root: Path) -> dict[PurePosixPath, bytes]:
    """The definition files under `root`, by their paths below it, in the order of those.

    Takes `.yaml` and `.yml` files; leaves out hidden ones and what hidden folders hold. Reads
    one byte more of a file than is taken, so that one too large is still told apart.

    Raises:
        OSError: if `root` is no folder or a file cannot be read.
    """
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    return dict(_read_below(root, PurePosixPath()))


def _read_below(folder: Path, below: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files of one folder and those of its folders, but none that a link leads to."""
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        path = below / entry.name
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _read_below(folder / entry.name, path)
        elif is_definition(path) and entry.is_file():
            with (folder / entry.name).open("rb") as file:
                yield path, file.read(LIMIT_BYTES + 1)


def is_definition(path: PurePosixPath) -> bool:
    """Whether a file of this path below the root is read."""
    return path.suffix in _SUFFIXES and not _HIDDEN.search(str(path))


def read_files(files: Map[PurePosixPath, bytes], prover: Prover | None = None) -> Catalogue:
    """The catalogue that the files make.

    `prover` settles what plain arithmetic leaves in doubt. Without one the doubts are let pass:
    files that were checked before, such as those of a kept release, are not proved again.

    Raises:
        DefinitionError: with every error of all files, sorted by place.
    """
    checked = check_files(files, prover)
    if checked.catalogue is None:
        raise DefinitionError(checked.errors)
    return checked.catalogue


def check_files(
    files: Map[PurePosixPath, bytes],
    prover: Prover | None = None,
    day: date | None = None,
    readings: Readings | None = None,
    unread: Collection[PurePosixPath] = (),
    *,
    upkeep: bool = False,
) -> Checked:
    """The catalogue that the files make, and everything that is said of them. See `read_files`.

    Upkeep is looked at where a prover is given, or where `upkeep` is wanted without proofs; what
    grows old is judged as of `day`, if given. `readings` are those of the load before, where files
    are read again and again. `unread` are scenarios of whose values nothing need be said; the
    catalogue is without them.
    """
    if readings is not None:
        readings.begin()
    assembly = Assembly(files, prover, readings, unread)
    draft = assembly.draft()
    found = [*without_echoes((*assembly.problems, *cross_problems(draft)))]
    if prover is not None or upkeep:
        material = Material(
            files, assembly.written, draft, day, frozenset(unread), assembly.readings
        )
        found += within_files(material)
        if not _has_error(found):
            found += between_files(material)
    problems = in_order(with_fixes(in_own_words(found, assembly.insides), files))
    return Checked(None if _has_error(problems) else _catalogue(draft, assembly), problems)


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _catalogue(draft: Draft, assembly: Assembly) -> Catalogue:
    assert draft.portal is not None, "a missing portal.yaml is a problem"
    return Catalogue(
        portal=draft.portal,
        sources=draft.sources,
        lists=draft.lists,
        registers=draft.registers,
        people=draft.people,
        services=draft.services,
        rule_sets=draft.rule_sets,
        programs=draft.programs,
        scenarios=draft.scenarios,
        fragments=assembly.fragments,
        lifecycles=assembly.lifecycles,
        privacy=draft.privacy,
        staff=draft.staff,
        records=draft.records,
        lookups=draft.lookups,
    )
