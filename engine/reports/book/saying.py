"""What every part of the book is made of: words, citations, conditions and times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.decide.conditions import Statement, statement_of
from engine.decide.naming import Naming
from engine.decide.telling import Telling, before_answers
from engine.definitions.entries import EntryKind
from engine.expressions.core import Node
from engine.model.citation import is_official
from engine.model.wording import Words
from engine.model.words import Text
from engine.phrases import phrase


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that something cites; `anchor` is its place on the page of sources."""

    id: str
    title: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody brought a version of an entry; `commit` None: it is not committed."""

    commit: str | None
    day: date | None
    author: str
    title: str


Histories = Mapping[tuple[str, EntryKind, str], tuple[Change, ...]]
"""By the id of a rule file, and kind and name of an entry as the service calls it."""


@dataclass(frozen=True)
class Speaker:
    """Says what one service declares, in one language, on one day."""

    naming: Naming
    rules: str
    day: date
    histories: Histories = field(default_factory=dict)

    def phrase(self, name: str) -> str:
        return phrase(f"book.{name}", self.naming.language)

    def text(self, words: Words | None) -> str:
        """A text of the service; values in it are those that the law says on the day."""
        if words is None:
            return ""
        telling = Telling(self.naming, before_answers(self.naming.program, self.day))
        return " ".join(telling.lines(words))

    def plain(self, text: Text | None) -> str:
        return "" if text is None else text.in_(self.naming.language)

    def statement(self, node: Node | None) -> Statement | None:
        return None if node is None else statement_of(node, self.naming, self.day)

    def cited(self, cite: tuple[str, ...]) -> tuple[Cited, ...]:
        sources = self.naming.catalogue.sources
        return tuple(
            Cited(id, self.plain(sources[id].title), is_official(frozenset({sources[id].rank})))
            for id in cite
        )

    def times(self, first: date, last: date | None) -> str:
        language = self.naming.language
        if last is None:
            return phrase("book.from", language, day=first)
        return phrase("book.from-to", language, first=first, last=last)

    def changes(self, kind: EntryKind, name: str) -> tuple[Change, ...]:
        return self.histories.get((self.rules, kind, name), ())
