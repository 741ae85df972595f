"""Which version of the definitions somebody means: a folder, a git reference or a kept release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from engine.cli.options import read_definitions
from engine.cli.ports import commit_of, ports
from engine.cli.repository import NoRepositoryError, Repository
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.analysis.proofs import Prover
    from engine.release import Release

_RELEASE: Final = "release:"
VERSION_HELP: Final = (
    "A version is a folder, a git reference (`main`, `HEAD~3`, a tag; `main:other/config` for "
    "another folder than the one in --config), or `release:HASH` for one that the store keeps."
)


@dataclass(frozen=True, slots=True)
class Version:
    """Definition files, not read yet. `name` is what was typed; `commit` where git knows it."""

    name: str
    files: Mapping[PurePosixPath, bytes]
    commit: str | None

    def release(self, prover: Prover | None = None) -> Release:
        """The release that the files make; without a prover, as it was once checked.

        Raises:
            DefinitionError: with every problem of the files.
        """
        from engine.release import Release

        return Release.of(self.files, prover)


def version_of(text: str, config: Path) -> Version:
    """The version that `text` means, see VERSION_HELP; `config` is the folder of definitions.

    A folder that is there comes before a git reference of the same name.

    Raises:
        EngineError: if there is none, in a line that says what was looked for.
    """
    if text.startswith(_RELEASE):
        return _kept(text, text.removeprefix(_RELEASE))
    if Path(text).is_dir():
        return Version(text, read_definitions(Path(text)), commit_of(Path(text)))
    return _committed(text, config)


def _kept(text: str, beginning: str) -> Version:
    from engine.operations.releases import kept_files

    with ports() as open_:
        hash_, files = kept_files(open_, beginning)
    return Version(f"{_RELEASE}{hash_[:12]}" if beginning else text, files, None)


def _committed(text: str, config: Path) -> Version:
    from engine.definitions.read import is_definition

    reference, has_folder, other = text.partition(":")
    try:
        repository = Repository.of(_nearest(config))
    except NoRepositoryError as error:
        raise EngineError(f"there is no folder `{text}`, and {error}") from error
    commit = repository.commit(reference)
    if commit is None:
        raise EngineError(f"`{text}` is no folder, and git knows no commit `{reference}`")
    folder = PurePosixPath(other) if has_folder else repository.below(config)
    if not repository.has_folder(commit, folder):
        raise EngineError(f"there is no folder `{folder}` in `{reference}`")
    files = repository.files(commit, folder)
    read = {path: content for path, content in files.items() if is_definition(path)}
    if not read:
        raise EngineError(f"there are no definitions in `{folder}` of `{reference}`")
    return Version(text, dict(sorted(read.items())), commit)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    there = folder.resolve()
    while not there.is_dir():
        there = there.parent
    return there
