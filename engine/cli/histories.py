"""The histories of the entries of rule files, by git: for one (`blame`), or all (`docs`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from engine.cli.options import read_definitions
from engine.cli.progress import progress
from engine.cli.repository import Commit, NoRepositoryError, Repository

if TYPE_CHECKING:
    from engine.definitions.catalogue import Catalogue
    from engine.definitions.entries import EntryFinder, EntryKind, Files
    from engine.definitions.lineage import Lineage
    from engine.reports.book.saying import Change, Histories

_ID = 10  # characters of a commit, as git shows them


@dataclass(frozen=True, slots=True)
class Brought:
    """A commit, or, with `commit` None, what is in the folder and was not committed."""

    commit: Commit | None


class Stages:
    """A folder of definitions as of each commit that touched `names` in it, and as it is now."""

    def __init__(
        self, repository: Repository, config: Path, names: tuple[PurePosixPath, ...]
    ) -> None:
        self._repository = repository
        self._below = repository.below(config)
        self._paths = tuple(self._below / name for name in names)
        self._contents: dict[str, bytes] = {}
        commits = list(repository.log(*self._paths))[::-1]
        told = progress(commits, "reading commits", len(commits))
        self.all: list[tuple[Brought, Files]] = [(Brought(one), self._files(one)) for one in told]
        self.all.append((Brought(None), read_definitions(config)))

    def lineage(self, finder: EntryFinder) -> Lineage[Brought] | None:
        from engine.definitions.lineage import lineage_of

        return lineage_of([(brought, finder.of(files)) for brought, files in self.all])

    def _files(self, commit: Commit) -> Files:
        """The files of the paths as of a commit, each content read once."""
        found: dict[PurePosixPath, bytes] = {}
        for path, blob in self._repository.blobs(commit.id, *self._paths).items():
            if blob not in self._contents:
                self._contents[blob] = self._repository.content(blob)
            found[path.relative_to(self._below)] = self._contents[blob]
        return found


def histories_of(config: Path, catalogue: Catalogue) -> Histories:
    """Who brought each version of every entry of every rule file; nothing outside a repository."""
    from engine.definitions.entries import EntryFinder, Trees

    try:
        repository = Repository.of(config)
    except NoRepositoryError:
        return {}
    stages = Stages(repository, config, (PurePosixPath("rules"), PurePosixPath("fragments")))
    trees = Trees()
    found: dict[tuple[str, EntryKind, str], tuple[Change, ...]] = {}
    entries = list(_entries(catalogue))
    for rules, kind, name in progress(entries, "looking for who changed what", len(entries)):
        lineage = stages.lineage(EntryFinder(rules, kind, name, trees))
        if lineage is not None:
            found[rules, kind, name] = tuple(_changes(lineage))
    return found


def _entries(catalogue: Catalogue) -> Iterator[tuple[str, EntryKind, str]]:
    """Every entry of each service, by its rule file and the name that the service calls it by."""
    from engine.definitions.entries import EntryKind

    for service in catalogue.listed:
        program = catalogue.programs[service.id]
        names = {
            EntryKind.RULE: [one.rule.id for one in program.rules],
            EntryKind.VALUE: list(program.values),
            EntryKind.DERIVED: list(program.derived),
            EntryKind.TABLE: list(program.tables),
            EntryKind.DOCUMENT: [one.document.id for one in program.documents],
            EntryKind.FEE: [one.fee.id for one in program.fees],
        }
        for kind, those in names.items():
            yield from ((service.rules, kind, name) for name in those)


def _changes(lineage: Lineage[Brought]) -> Iterator[Change]:
    """The commits that brought a version, the newest first."""
    from engine.reports.book.saying import Change

    for version in lineage.versions:
        for stood in reversed(version.stood):
            commit = stood.since.commit
            if commit is None:
                yield Change(None, None, "", "")
            else:
                yield Change(commit.id[:_ID], commit.at.date(), commit.author, commit.title)
