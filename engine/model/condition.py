"""Conditions and expressions as authors wrote them: text and its place, not yet parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.model.inside import Inside, Meaning, Meant
from engine.model.problem import Span
from engine.model.wording import Words

_NAME: Final = re.compile(r"[a-z][a-z0-9_.]*")


@dataclass(frozen=True, slots=True)
class Formula:
    """One FEEL text; `lines` holds the place of each line's first character.

    `names` says what the names in the text of a fragment mean where the fragment is used.
    """

    text: str
    lines: tuple[Span, ...]
    names: Inside | None = None

    @property
    def span(self) -> Span:
        return self.lines[0]

    def place(self, offset: int) -> Span:
        """The place in the file of the character at `offset` of `text`."""
        before = self.text[:offset]
        line = before.count("\n")
        start = self.lines[min(line, len(self.lines) - 1)]
        column = start.column + offset - (before.rfind("\n") + 1)
        return start.at(start.line, column)

    def meaning(self, name: str) -> Meaning:
        """What a name in the text stands for: itself, except in a fragment."""
        return Meant(name) if self.names is None else self.names.meaning(name)

    def said(self) -> str:
        """The text; of one that is a single name of a fragment, the name outside of it."""
        text = self.text.strip()
        meant = self.meaning(text) if _NAME.fullmatch(text) else None
        return meant.name if isinstance(meant, Meant) else text


class Combinator(StrEnum):
    """How the clauses of a condition combine; `ONE` is a single text under `condition:`."""

    ONE = "condition"
    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a condition: a text, or a nested condition, with an optional label."""

    body: Formula | Condition
    label: Words | None
    span: Span


@dataclass(frozen=True, slots=True)
class Condition:
    """`ONE` has exactly one clause; the others have one or more."""

    combinator: Combinator
    clauses: tuple[Clause, ...]
    span: Span
