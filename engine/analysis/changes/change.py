"""What a change between two configurations is: a value with a sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from engine.model.problem import Span
from engine.model.words import Text


class ChangeKind(StrEnum):
    """What became of a part, or of what it says."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"  # the same under another id
    MOVED = "moved"  # the same in another place, or in another order
    VALUE = "value"  # what is in force on some days is another value
    ENTRY = "entry"  # a day is written or not, and what is in force stays the same
    CLAUSE_ADDED = "clause_added"
    CLAUSE_REMOVED = "clause_removed"
    CLAUSE_CHANGED = "clause_changed"
    GIVEN = "given"  # something that was not said is said
    WITHDRAWN = "withdrawn"  # something that was said is not said any more
    CHANGED = "changed"
    WORDS = "words"


class Weight(IntEnum):
    """What a change is about, in the order in which changes are told: who decides comes first."""

    DECIDES = 0
    MONEY = 1
    DOCUMENTS = 2
    QUESTIONS = 3
    COURSE = 4  # what becomes of an application, and what is issued
    PORTAL = 5
    SOURCES = 6
    WORDS = 7
    TESTS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """`part` is the kind of thing (`rule`, `field`); `path` names it and what of it changed.

    `home` is the id of the service, list, register or other thing that holds it; of a change in
    something shared, such as a fragment, the first of them. `services` are those that it reaches,
    by id. `about` is what it stands under: the titles of these services, or the thing itself.
    `details` are lines below the sentence: both texts of a clause, what was added. `is_past`: a
    value is changed that was in force already.
    """

    kind: ChangeKind
    weight: Weight
    part: str
    path: str
    home: str
    services: tuple[str, ...]
    about: Text
    old: Span | None
    new: Span | None
    sentence: Text
    details: tuple[Text, ...] = ()
    is_past: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """The place among all changes: the weightiest first, the past before the future."""
        span = self.new or self.old
        place = (str(span.path), span.line, span.column) if span else ("", 0, 0)
        return (self.weight, not self.is_past, self.home, place, self.path, self.kind)
