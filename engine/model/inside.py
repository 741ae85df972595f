"""Inside a fragment or a shared lifecycle: what each name there means in the file that uses it.

A fragment is written with plain names. Used as `mother`, its `birth_date` is `mother.birth_date`,
its rule `is-adult` is `mother-is-adult` and its document `deed` is `mother_deed`. The text of an
expression is never rewritten, so that columns stay true: it carries an `Inside`, and whoever looks
a name up asks that first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from engine.model.problem import Span
from engine.model.types import Type
from engine.model.value import Known
from engine.model.words import Text

_DOCUMENTS: Final = "documents"


@dataclass(frozen=True, slots=True)
class Meant:
    """A name of the using file.

    `type` and `at`, of an argument: what the parameter takes, and where the argument stands.
    """

    name: str
    type: Type | None = None
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands for a name."""

    value: Known
    type: Type


@dataclass(frozen=True, slots=True)
class Named:
    """An id of the using file, or None for `none`. `at`: where the argument stands."""

    id: str | None
    at: Span | None = None


Meaning: TypeAlias = Meant | Constant
Given: TypeAlias = Meaning | Text | Named


@dataclass(frozen=True, slots=True)
class Inside:
    """One use of a fragment: under which name, and with which arguments by parameter.

    `kept` are the names that mean the same inside and outside: built-in facts, facts of registers,
    and inside a group the fields of its items.
    """

    name: str
    given: Mapping[str, Given]
    kept: frozenset[str]

    def meaning(self, name: str) -> Meaning:
        """What a name written in the fragment stands for; a field after a name goes with it."""
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            head = ".".join(parts[:count])
            match self.given.get(head):
                case Meant() as meant:
                    return replace(meant, name=".".join((meant.name, *parts[count:])))
                case Constant() as constant if count == len(parts):
                    return constant
                case _:
                    pass
            if head in self.kept:
                return Meant(name)
        if parts[0] == _DOCUMENTS and len(parts) > 1:
            return Meant(".".join((_DOCUMENTS, self.with_underscores(parts[1]), *parts[2:])))
        return Meant(f"{self.name}.{name}")

    def with_hyphens(self, id: str) -> str:
        """An id of a step, rule or fee line, as the using file knows it."""
        return f"{self.name.replace('.', '-').replace('_', '-')}-{id}"

    def with_underscores(self, id: str) -> str:
        """The id of a document, as the using file knows it."""
        return f"{self.name.replace('.', '_')}_{id}"

    def keeping(self, names: frozenset[str]) -> Inside:
        """The same use, where some names more mean the same inside and outside."""
        return self if names <= self.kept else replace(self, kept=self.kept | names)
