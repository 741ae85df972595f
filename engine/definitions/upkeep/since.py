"""Texts of which one language was changed since an earlier version, and the other was not.

Texts are told apart by what they say and not by where they stand, so that moving one changes
nothing. Signs, spaces and vowel marks are no change that another language would have to follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Map
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from engine.definitions.source import parse
from engine.definitions.tree import Mapping
from engine.definitions.upkeep.material import is_declared
from engine.definitions.upkeep.texts import Both, texts_in
from engine.model.problem import Problem
from engine.model.words import Language

_Files: TypeAlias = Map[PurePosixPath, bytes]
_Said: TypeAlias = tuple[str, str]
_NOT_SAID: Final = re.compile(r"[^\w{}]|\u0640")  # vowel marks are no `\w`; \u0640 stretches a word


def one_sided(old: _Files, new: _Files, name: str) -> Iterator[Problem]:
    """A problem for each text of the `new` files that was changed on one side only.

    `name` is what the old version is called. Files that cannot be read are passed over: the check
    of the new ones has its own problems, and in the old ones there is nothing to mend.
    """
    changed = [path for path in new.keys() | old.keys() if old.get(path) != new.get(path)]
    before = {_said(both) for both in _texts(old, changed)}
    now = [(_said(both), both) for both in _texts(new, changed)]
    left = {said for said, _ in now}
    gone = before - left
    by_ar, by_en = dict(gone), {en: ar for ar, en in gone}
    for said, both in now:
        if said in before:
            continue
        ar, en = said
        if ar in by_ar and en not in by_en:
            yield _problem(both, Language.AR, name)
        elif en in by_en and ar not in by_ar:
            yield _problem(both, Language.EN, name)


def _texts(files: _Files, paths: list[PurePosixPath]) -> Iterator[Both]:
    for path in sorted(paths):
        if path in files and is_declared(path):
            root, _ = parse(path, files[path])
            if isinstance(root, Mapping):
                yield from texts_in(root)


def _said(both: Both) -> _Said:
    ar, en = ("\n".join(scalar.text for scalar in one) for one in (both.ar, both.en))
    return _NOT_SAID.sub("", ar), _NOT_SAID.sub("", en).lower()


def _problem(both: Both, kept: Language, name: str) -> Problem:
    at = (both.ar if kept is Language.AR else both.en)[0].span
    other = (both.en if kept is Language.AR else both.ar)[0].span
    message = f"`{kept.other}` was changed since `{name}`, and `{kept}` was not"
    hint = "say the change in this language too"
    return Problem("D252", message, at, hint, ((f"the changed `{kept.other}`", other),))
