"""The git repository that definitions are kept in: commits by reference, and files as of one.

Git is asked as a program, with words of its own alone: what a person typed is never an option. It
says nothing of files that were not committed.

Not here: what the files mean (`engine.definitions`), and which version somebody means
(`versions.py`).
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from engine.model.problem import EngineError

_SECONDS: Final = 60  # git answers from this machine; a longer wait is a fault of it
_SEPARATOR: Final = "\x1f"
_LOG: Final = _SEPARATOR.join(("%H", "%an", "%aI", "%s"))


class NoRepositoryError(EngineError):
    """The folder is in no repository, or there is no git."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. `at` is when it was written, by its author's clock."""

    id: str
    author: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository by its root; paths below it have forward slashes."""

    root: Path

    @classmethod
    def of(cls, folder: Path) -> Repository:
        """The repository that `folder` lies in.

        Raises:
            NoRepositoryError: if it lies in none.
        """
        try:
            top = _asked(folder, "rev-parse", "--show-toplevel").decode().strip()
        except EngineError as error:
            raise NoRepositoryError(f"`{folder}` is in no git repository") from error
        return cls(Path(top))

    def below(self, folder: Path) -> PurePosixPath:
        """The path of a folder or file under the root, whether it is there or not.

        Raises:
            EngineError: if it lies outside.
        """
        try:
            return PurePosixPath(folder.resolve().relative_to(self.root.resolve()).as_posix())
        except ValueError as error:
            raise EngineError(f"`{folder}` lies outside of `{self.root}`") from error

    def commit(self, reference: str) -> str | None:
        """The whole id of the commit that a branch, tag, id or `HEAD~2` names, or None."""
        try:
            words = "rev-parse", "--verify", "--quiet", "--end-of-options"
            return _asked(self.root, *words, f"{reference}^{{commit}}").decode().strip()
        except EngineError:
            return None

    def files(self, commit: str, folder: PurePosixPath) -> dict[PurePosixPath, bytes]:
        """Every file under `folder` as of a commit, by its path below the folder."""
        where = [] if folder == PurePosixPath() else ["--", str(folder)]
        archive = _asked(self.root, "archive", "--format=tar", commit, *where)
        found: dict[PurePosixPath, bytes] = {}
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is not None:
                    found[PurePosixPath(member.name).relative_to(folder)] = content.read()
        return found

    def has_folder(self, commit: str, folder: PurePosixPath) -> bool:
        words = "cat-file", "-t", f"{commit}:{'' if folder == PurePosixPath() else folder}"
        try:
            return _asked(self.root, *words).strip() == b"tree"
        except EngineError:
            return False

    def is_changed(self, folder: PurePosixPath) -> bool:
        """Whether `folder` holds what was not committed."""
        return bool(_asked(self.root, "status", "--porcelain", "--", str(folder)).strip())

    def blobs(self, commit: str, *paths: PurePosixPath) -> dict[PurePosixPath, str]:
        """The ids of the contents of all files at or under the paths as of a commit."""
        words = "ls-tree", "-r", "-z", "--full-tree", commit, "--", *map(str, paths)
        found: dict[PurePosixPath, str] = {}
        for entry in _asked(self.root, *words).decode("utf-8", "replace").split("\0"):
            about, has_path, path = entry.partition("\t")
            if has_path:
                found[PurePosixPath(path)] = about.split()[2]
        return found

    def content(self, blob: str) -> bytes:
        return _asked(self.root, "cat-file", "blob", blob)

    def configure(self, name: str, value: str) -> None:
        """Write a setting of this repository alone."""
        _asked(self.root, "config", "--local", name, value)

    def log(self, *paths: PurePosixPath) -> Iterator[Commit]:
        """The commits that touched any of the paths, the newest first, merges left out."""
        words = "log", f"--format={_LOG}", "--no-merges", "--", *map(str, paths)
        for line in _asked(self.root, *words).decode("utf-8", "replace").splitlines():
            id_, author, at, title = line.split(_SEPARATOR, 3)
            yield Commit(id_, author, datetime.fromisoformat(at), title)


def _asked(folder: Path, *words: str) -> bytes:
    """What git prints.

    Raises:
        EngineError: with git's own last line, if it refuses or is not there.
    """
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS).stdout
    except FileNotFoundError as error:
        raise NoRepositoryError("there is no `git` on this machine") from error
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"git did not answer within {_SECONDS} seconds") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise EngineError(f"git: {said[-1] if said else 'refused'}") from error
