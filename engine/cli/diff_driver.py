"""What git calls, so that its own commands show words: `git diff` a driver, `git log -p` a filter.

Git gives one file at a time, and not the commit that it is of. The rest of the configuration is
read from the work tree, or from the last commit; where neither reads with the file, the file is
told alone. What git shows besides, the lines that differ, follows the words.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from engine.cli.repository import Repository
from engine.model.problem import DefinitionError, EngineError
from engine.model.words import Language
from engine.phrases import phrase

if TYPE_CHECKING:
    from engine.analysis.changes import Change

ATTRIBUTE: Final = "diff=mumaris"
_SEVEN: Final = 7  # path, then content, blob and mode, of the older one and of the newer one
_ROOT: Final = "portal.yaml"  # what every configuration has, in its folder

_INDENT: Final = 4  # of a change among others

Files = Mapping[PurePosixPath, bytes]


def install(config: Path, language: Language) -> str:
    """Let the repository of `config` show words; says what was written and what is to be done."""
    repository = Repository.of(config)
    program = _program()
    settings = {
        "diff.mumaris.command": f"{program} diff --lang {language} --git-driver",
        "diff.mumaris.textconv": f"{program} diff --textconv",
    }
    for name, value in settings.items():
        repository.configure(name, value)
    written = [f"  {name} = {value}" for name, value in settings.items()]
    line = f"{repository.below(config)}/**/*.yaml {ATTRIBUTE}"
    attributes = repository.root / ".gitattributes"
    is_there = attributes.is_file() and ATTRIBUTE in attributes.read_text("utf-8")
    advice = (
        f".gitattributes has {ATTRIBUTE}: `git diff` and `git log -p` show the words"
        if is_there
        else f"add this line to .gitattributes and commit it:\n  {line}"
    )
    return "\n".join(("written to the configuration of this repository:", *written, advice))


def driver(words: tuple[str, ...], language: Language) -> str:
    """What `git diff` prints of one file; git runs it at the root of the work tree."""
    if not words:
        raise EngineError("`--git-driver` is for git, which says which file")
    if len(words) < _SEVEN:
        return f"{words[0]}: not merged\n"
    path, old, new = words[0], _content(words[1]), _content(words[4])
    told = _told(PurePosixPath(path), old, new, language)
    plain = unified_diff(
        old.decode("utf-8", "replace").splitlines(),
        new.decode("utf-8", "replace").splitlines(),
        f"a/{path}" if old else "/dev/null",
        f"b/{path}" if new else "/dev/null",
        lineterm="",
    )
    return "\n".join((path, *(f"  {line}" for line in told), "", *plain, ""))


def textconv(words: tuple[str, ...]) -> str:
    """One file as lines in words; the file as it is, where it is none of ours."""
    from engine.analysis.changes.alone import lines_of

    if len(words) != 1:
        raise EngineError("`--textconv` is for git, which says which file")
    content = _content(words[0])
    told = [f"{place}: {said}" for place, said in lines_of(content).items()]
    return "\n".join((*told, "")) if told else content.decode("utf-8", "replace")


def _told(path: PurePosixPath, old: bytes, new: bytes, language: Language) -> Iterator[str]:
    from engine.analysis.changes.alone import changes_alone
    from engine.cli.diff_text import change_lines

    changes = _within(path, old, new)
    if changes is not None:
        if not changes:
            yield phrase("diff.layout-only", language)
        for change in changes:
            yield from (line[_INDENT:] for line in change_lines(change, language))
        return
    alone = changes_alone(old, new)
    yield phrase("diff.alone" if alone else "diff.layout-only", language)
    yield from (f"- {text.in_(language)}" for text in alone)


def _within(path: PurePosixPath, old: bytes, new: bytes) -> tuple[Change, ...] | None:
    """The changes of the file in its configuration; None where that does not read with it."""
    root = _root_of(path)
    if root is None:
        return None
    below = path.relative_to(root)
    for before, after in _rests(root):
        changes = _changes(_with(before, below, old), _with(after, below, new), below)
        if changes is not None:
            return changes
    return None


def _changes(old: Files, new: Files, below: PurePosixPath) -> tuple[Change, ...] | None:
    from engine.analysis.changes import changes_of
    from engine.cli.ports import now
    from engine.definitions.read import read_files

    try:
        before, after = read_files(old), read_files(new)
    except DefinitionError:
        return None
    changes = changes_of(before, after, today=now().date())
    return tuple(
        one
        for one in changes
        if below in {span.path for span in (one.old, one.new) if span is not None}
    )


def _rests(root: PurePosixPath) -> Iterator[tuple[Files, Files]]:
    """What the file may stand among, before and after: the work tree, or the last commit."""
    from engine.definitions.read import is_definition, read_folder

    tree = read_folder(Path(root))
    yield tree, tree
    repository = Repository.of(Path(root))
    commit = repository.commit("HEAD")
    if commit is not None and repository.has_folder(commit, root):
        files = repository.files(commit, root)
        last = {path: content for path, content in files.items() if is_definition(path)}
        yield last, tree
        yield last, last


def _with(files: Files, path: PurePosixPath, content: bytes) -> Files:
    """The files with one of them as git gives it; without scenarios, which decide nothing."""
    kept = {one: held for one, held in files.items() if one.parts[0] != "scenarios"}
    kept.pop(path, None)
    return {**kept, path: content} if content else kept


def _root_of(path: PurePosixPath) -> PurePosixPath | None:
    """The folder of definitions that the file is in."""
    for folder in path.parents:
        if (Path(folder) / _ROOT).is_file():
            return folder
    return None


def _content(name: str) -> bytes:
    path = Path(name)
    if name == "/dev/null" or not path.is_file():
        return b""
    return path.read_bytes()


def _program() -> str:
    """How git can call this program, wherever it is run."""
    return shutil.which("mumaris") or f"{sys.executable} -m engine.cli.main"
