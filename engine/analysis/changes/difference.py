"""One difference between two configurations, as it was found and before it is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from engine.analysis.changes.change import ChangeKind
from engine.analysis.changes.parts import noun_of
from engine.model.condition import Combinator, Formula
from engine.model.problem import Span
from engine.model.types import Type
from engine.model.words import Unit


@dataclass(frozen=True, slots=True)
class Owner:
    """A part that holds what differs, in both configurations; one of them where there is one.

    `key` is what it is called in the newer one.
    """

    key: str
    old: object | None
    new: object | None

    @property
    def part(self) -> object:
        return self.old if self.new is None else self.new

    @property
    def noun(self) -> str:
        return noun_of(self.part)


@dataclass(frozen=True, slots=True)
class Trail:
    """How what differs was come to: the parts that hold it, outermost first, then attributes.

    `scope` is the id of the rule file that names are of. `attributes` are of the innermost owner:
    (class, attribute) each, or ("", key) within a mapping.
    """

    scope: str
    owners: tuple[Owner, ...]
    attributes: tuple[tuple[str, str], ...] = ()

    def within(self, owner: Owner) -> Trail:
        return Trail(self.scope, (*self.owners, owner))

    def at(self, holder: str, attribute: str) -> Trail:
        return replace(self, attributes=(*self.attributes, (holder, attribute)))

    @property
    def path(self) -> str:
        """What changed, by ids: `rules.permit.rule.is-adult.condition`."""
        parts = [f"{owner.noun}:{owner.key}" for owner in self.owners]
        return "/".join((*parts, *(name for _, name in self.attributes)))


@dataclass(frozen=True, slots=True)
class Segment:
    """From `first` until `last`, both inclusive (None: for good), another value is in force.

    None for `old` or `new`: nothing is in force.
    """

    first: date
    last: date | None
    old: object | None
    new: object | None
    type: Type | None
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A day on which a value is written that is in force anyway."""

    day: date
    value: object | None
    type: Type | None
    unit: Unit | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One clause: what was written, or None for one that holds clauses itself."""

    text: str
    formula: Formula | None
    combinator: Combinator
    """How the clause stands to those beside it."""


What: TypeAlias = object
NOTHING: Final[None] = None


@dataclass(frozen=True, slots=True)
class Difference:
    """`old` and `new` are what differs; `old_span` and `new_span` where it stands.

    For VALUE, ENTRY and clauses they are of the classes above. `is_of_items`: single elements
    were put in or taken out of a list that is otherwise the same.
    """

    kind: ChangeKind
    trail: Trail
    old: What | None
    new: What | None
    old_span: Span | None
    new_span: Span | None
    is_of_items: bool = False
