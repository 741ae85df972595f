"""Texts that say values: closed placeholders, a form for each plural, a sentence for each item.

A text without any of these is a plain `Text`. Names are found and checked when definitions are
read; what they come to is said by `engine.decide.telling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.model.problem import Span
from engine.model.words import Language, Text

OTHER: Final = "other"
ITEM: Final = "item"  # what an item is called in the text about it: `{item.employer}`
Named: TypeAlias = tuple[str, Span]
"""A name that a text says, and where it stands."""


@dataclass(frozen=True, slots=True)
class ItemTexts:
    """What is said of each item of the group `group`, and where there is none.

    `are_lines`: each item is a line of its own; otherwise they are listed in a sentence.
    """

    group: Named
    item: Text
    none: Text | None
    names: tuple[Named, ...]
    are_lines: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """One text. `patterns` has it by language and plural form, `other` alone where nothing counts.

    `names` are what the patterns say, lists aside; `counts` is the number that chooses the form.
    `lists` are said in the place of their own names. `otherwise` is said while a value that the
    text says is not known or absent; without it, the value is said so.
    """

    patterns: tuple[tuple[Language, str, str], ...]
    names: tuple[Named, ...]
    counts: Named | None
    lists: tuple[tuple[str, ItemTexts], ...]
    otherwise: Text | None

    def pattern(self, language: Language, form: str) -> str:
        """The text in a plural form, or the one for every other count."""
        written = {(spoken, name): text for spoken, name, text in self.patterns}
        return written.get((language, form), written[language, OTHER])

    @property
    def said(self) -> tuple[Named, ...]:
        """Every name of the service that the text reads, groups too; fields of items aside."""
        counted = () if self.counts is None else (self.counts,)
        listed = (
            name
            for _, texts in self.lists
            for name in (texts.group, *texts.names)
            if not name[0].startswith(f"{ITEM}.")
        )
        return (*self.names, *counted, *listed)


Words: TypeAlias = Text | Wording


def said_in(words: Words | None) -> tuple[Named, ...]:
    """Every name that `words` say, with its place."""
    return words.said if isinstance(words, Wording) else ()
