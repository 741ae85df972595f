"""`mumaris check --fix`: fixes made over and over until none is left, then shown or written."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.definitions.fixing import Files
    from engine.definitions.read import Checked
    from engine.model.problem import Problem

_MOST_ROUNDS: Final = 10  # one mistake may hide another: fixing a key lets its value be read


def fix_all(
    files: Files, checked: Checked, check: Callable[[Files], Checked]
) -> tuple[Files, Checked, tuple[Problem, ...]]:
    """The files with all fixes, what is left to say of them, and the problems that were fixed."""
    from engine.definitions.fixing import fixed

    done: list[Problem] = []
    for _ in range(_MOST_ROUNDS):
        files, made = fixed(checked.problems, files)
        if not made:
            break
        done += made
        checked = check(files)
    return files, checked, tuple(done)


def differences(before: Files, after: Files, root: Path) -> Iterator[str]:
    """A unified diff, as git and patch read it, without the last line end."""
    for path in _changed(before, after):
        name = (root / path).as_posix().lstrip("/")
        old, new = (_lines(files[path]) for files in (before, after))
        yield from difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")


def write(before: Files, after: Files, root: Path) -> int:
    """Write the files that changed, and return how many.

    Raises EngineError when one was changed by somebody else meanwhile, or cannot be written.
    """
    changed = _changed(before, after)
    for path in changed:
        place = root / path
        try:
            if place.read_bytes() != before[path]:
                raise EngineError(f"{place} was changed meanwhile; check again")
            place.write_bytes(after[path])
        except OSError as error:
            raise EngineError(f"{place} cannot be written: {error.strerror}") from error
    return len(changed)


def _changed(before: Files, after: Files) -> list[PurePosixPath]:
    return [path for path in sorted(before) if before[path] != after[path]]


def _lines(content: bytes) -> list[str]:
    return content.decode().split("\n")
