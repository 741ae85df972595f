"""A folder of definitions as an editor has it: what is on the disk, and what was not saved.

Scenarios that are not open are left out: most files are, nothing else rests on one, and
`mumaris check` reads them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from engine.analysis.proofs import Prover
from engine.definitions.catalogue import Catalogue
from engine.definitions.fixing import with_fixes
from engine.definitions.places import Kind, kind_of
from engine.definitions.read import check_files, is_definition, read_folder
from engine.definitions.readings import Readings, reading_of
from engine.model.problem import Problem


class Folder:
    """One folder; `kept` are answers of earlier proofs.

    `catalogue` is the last one that could be read: what is typed may be broken.
    """

    def __init__(self, root: Path, kept: Mapping[str, str] | None = None) -> None:
        self.root = root.resolve()
        self.catalogue: Catalogue | None = None
        self._open: dict[PurePosixPath, bytes] = {}
        self._files: dict[PurePosixPath, bytes] = {}
        self._readings = Readings()
        self._prover = Prover(kept)

    def path_of(self, file: Path) -> PurePosixPath | None:
        """The path of a definition file below the folder; None for any other file."""
        try:
            path = PurePosixPath(file.resolve().relative_to(self.root).as_posix())
        except ValueError:
            return None
        return path if is_definition(path) else None

    def file_of(self, path: PurePosixPath) -> Path:
        return self.root / path

    def type(self, path: PurePosixPath, text: str) -> None:
        """What the editor shows of a file, saved or not."""
        self._open[path] = text.encode("utf-8", "replace")

    def close(self, path: PurePosixPath) -> None:
        """The file is as the disk has it."""
        self._open.pop(path, None)

    def text(self, path: PurePosixPath) -> str:
        """A file as the editor has it; nothing where there is none."""
        content = self._open.get(path, self._files.get(path, b""))
        return content.decode("utf-8", "replace")

    def lines(self, path: PurePosixPath) -> list[str]:
        return self.text(path).split("\n")

    def own_problems(self, path: PurePosixPath) -> tuple[Problem, ...]:
        """What is wrong with the text and shape of one file by itself: known at once."""
        kind, problem = kind_of(path)
        if kind is None:
            return () if problem is None else (problem,)
        content = self._open.get(path, self._files.get(path, b""))
        _, _, problems = reading_of(path, content, kind)
        return tuple(with_fixes(problems, {path: content}))

    def check(self, day: date) -> tuple[Problem, ...]:
        """Every problem of the files as they are now; what grows old is judged as of `day`."""
        on_disk = read_folder(self.root) if self.root.is_dir() else {}
        self._files = {**on_disk, **self._open}
        unread = [path for path in self._files if not self._is_read(path)]
        checked = check_files(self._files, self._prover, day, self._readings, unread)
        self.catalogue = checked.catalogue or self.catalogue
        return checked.problems

    def _is_read(self, path: PurePosixPath) -> bool:
        return path in self._open or kind_of(path)[0] is not Kind.SCENARIO
