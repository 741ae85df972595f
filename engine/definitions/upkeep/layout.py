"""What stands around the definitions: the line that tells an editor the schema, spaces at ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.places import kind_of, kind_within
from engine.definitions.tree import Mapping, Style
from engine.definitions.upkeep.material import Material, scalars
from engine.model.problem import Edit, Problem, Span

_SCHEMA: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?# yaml-language-server: \$schema=(\S*/)([a-z]+)\.json", re.MULTILINE
)
_BLANK_END: Final = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK_ENDS: Final = re.compile(rb"[ \t]\r?$", re.MULTILINE)


def problems(material: Material) -> Iterator[Problem]:
    yield from _schemas(material)
    for path, root in material.written.items():
        content = material.files[path]
        if _BLANK_ENDS.search(content):
            yield from _ends(path, root, content.decode("utf-8-sig").replace("\r\n", "\n"))


# The schema -------------------------------------------------------------------------------------


def _schemas(material: Material) -> Iterator[Problem]:
    """Where most files say which schema they follow, all do, and each says its own."""
    found = {path: _SCHEMA.search(material.files[path]) for path in material.looked_at()}
    folders = Counter(
        _from_root(path, said[1].decode()) for path, said in found.items() if said is not None
    )
    if not folders:
        return
    folder, count = folders.most_common(1)[0]
    if 2 * count < len(found):
        return
    for path, said in found.items():
        kind, _ = kind_of(path)
        if kind is None:
            continue
        root = material.written.get(path)
        schema = (kind if root is None else kind_within(kind, root)).value
        line = f"# yaml-language-server: $schema={_up(path)}{folder}{schema}.json"
        start = Span(path, 1, 1)
        if said is None:
            message = "no line tells an editor which schema this file follows"
            fix = (Edit(start, f"{line}\n"),)
            yield Problem("D264", message, start, f"write `{line}`", fix=fix)
        elif said[2].decode() != schema:
            number = material.files[path].count(b"\n", 0, said.start()) + 1
            width = len(said[0].decode("utf-8-sig"))
            at = Span(path, number, 1, width + 1)
            message = f"the schema of another kind of file: `{said[2].decode()}`"
            yield Problem("D264", message, at, f"write `{line}`", fix=(Edit(at, line),))


def _from_root(path: PurePosixPath, folder: str) -> str:
    """The folder of the schemas as seen from the folder of the definitions."""
    return folder.removeprefix(_up(path))


def _up(path: PurePosixPath) -> str:
    return "../" * (len(path.parts) - 1)


# Ends of lines ----------------------------------------------------------------------------------


def _ends(path: PurePosixPath, root: Mapping, text: str) -> Iterator[Problem]:
    """Spaces at the end of a line, but inside a `|` block, whose text they belong to."""
    blocks = {
        line.line
        for scalar in scalars(root)
        if scalar.style is Style.BLOCK
        for line in scalar.lines()
    }
    for number, line in enumerate(text.split("\n"), start=1):
        found = _BLANK_END.search(line)
        if found is not None and number not in blocks:
            at = Span(path, number, found.start() + 1, found.end() + 1)
            message = "spaces at the end of the line"
            yield Problem("D265", message, at, "remove them", fix=(Edit(at, ""),))
