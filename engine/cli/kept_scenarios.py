"""Scenarios in which `mumaris check` found nothing wrong last time, and need not look again.

A scenario is read by itself, beside what the other files declare. So one that was right is right
as long as its bytes, those of every file but scenarios, and the engine are the same. Hashes alone
are kept, in the same way as proofs. Source: ADR 43.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

import engine
from engine.definitions.places import Kind, kind_of
from engine.definitions.read import Checked
from engine.kept_proofs import KEPT, keep, read_kept
from engine.release import hash_of

KEPT_SCENARIOS: Final = KEPT.with_name("scenarios.json")
_Files: TypeAlias = Mapping[PurePosixPath, bytes]


def scenarios(files: _Files) -> Iterator[PurePosixPath]:
    """The paths at which scenarios are kept."""
    return (path for path in files if kind_of(path)[0] is Kind.SCENARIO)


def right_scenarios(files: _Files, path: Path = KEPT_SCENARIOS) -> frozenset[PurePosixPath]:
    """The scenarios that were right before, beside files that are as they were."""
    right = frozenset(read_kept(path).get(_beside(files), "").split())
    return frozenset(one for one in scenarios(files) if _hash(one, files[one]) in right)


def keep_right(files: _Files, checked: Checked, path: Path = KEPT_SCENARIOS) -> None:
    """Write which scenarios are right, where no file holds an error."""
    if checked.catalogue is not None:
        wrong = {problem.span.path for problem in checked.problems}
        right = (_hash(one, files[one]) for one in scenarios(files) if one not in wrong)
        keep({_beside(files): " ".join(sorted(right))}, path)


def _hash(path: PurePosixPath, content: bytes) -> str:
    return hashlib.sha256(f"{path}\n".encode() + content).hexdigest()


def _beside(files: _Files) -> str:
    """A hash of everything that a scenario is read by: the other files, and the engine."""
    others = files.keys() - set(scenarios(files))
    return f"{_engine()}-{hash_of({path: files[path] for path in others})}"


@cache
def _engine() -> str:
    digest = hashlib.sha256(f"{platform.python_version()} {version('PyYAML')}\n".encode())
    for path in sorted(Path(engine.__path__[0]).rglob("*")):
        if path.suffix in {".py", ".json", ".yaml"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()
