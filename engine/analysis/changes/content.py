"""What an object of a configuration holds, without where it stands and how it is laid out.

Two contents are equal when nothing that anybody could tell differs: places, white space and
comments in expressions and the order of a mapping's keys are left out, and a name in a fragment is
what it means outside. Everything else is in, so that no difference is silent.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Final, TypeAlias

from engine.analysis.changes.parts import attributes_of, identity_of
from engine.expressions.lexer import TokenKind, tokens_of
from engine.expressions.syntax import FeelSyntaxError
from engine.model.condition import Formula
from engine.model.dated import Dated
from engine.model.inside import Constant, Meant
from engine.model.problem import Span

Renames: TypeAlias = Mapping[str, str]
"""Ids and names of the older configuration, and what the newer one calls the same."""

NO_RENAMES: Final[Renames] = {}


class Contents:
    """Contents of one configuration's objects, each found once. `renames` are of the older one."""

    def __init__(self, renames: Renames = NO_RENAMES) -> None:
        self._renames = renames
        self._found: dict[int, tuple[object, Hashable]] = {}

    def of(self, value: object) -> Hashable:
        """The content of any object of the model; equal contents, equal meaning."""
        if type(value) is str:
            return self.renamed(value) if self._renames else value
        if value is None or isinstance(value, bool | Enum):
            return (type(value).__name__, value)
        if not (is_dataclass(value) or isinstance(value, tuple | Mapping)):
            return (type(value).__name__, _hashable(value))
        held = self._found.get(id(value))
        if held is None:
            held = (value, self._made(value))  # held, so that no other object gets its id
            self._found[id(value)] = held
        return held[1]

    def nameless(self, part: object, identity: str | None) -> Hashable:
        """The content of a part but for what it is called."""
        told = (name for name, _ in attributes_of(part) if name != identity)
        return (type(part).__name__, *(self.of(getattr(part, name)) for name in told))

    def tokens(self, formula: Formula) -> tuple[tuple[str, str], ...]:
        """The words of an expression, each name as it is meant where a fragment is used."""
        return tuple(
            (kind, self.renamed(_meant(formula, text)) if kind == TokenKind.NAME else text)
            for kind, text in tokens(formula.text)
        )

    def _made(self, value: object) -> Hashable:
        match value:
            case Span():
                return ()
            case Formula():
                return ("formula", self.tokens(value))
            case Dated(_, entries):
                return ("dated", tuple((day, self.of(one)) for day, one in entries))
            case Mapping():
                return frozenset((self.of(key), self.of(one)) for key, one in value.items())
            case tuple():
                return tuple(self.of(one) for one in value)
            case _:
                return (type(value).__name__, *self._attributes(value))

    def _attributes(self, value: object) -> tuple[Hashable, ...]:
        found: list[Hashable] = []
        identity = identity_of(value)  # what something is called itself, and not what it names
        for name, is_ordered in attributes_of(value):
            held = getattr(value, name)
            content = held if name == identity else self.of(held)
            if not is_ordered and isinstance(content, tuple):
                content = frozenset(content)
            found.append(content)
        return tuple(found)

    def renamed(self, name: str) -> str:
        """The name in the newer configuration; what stands behind a renamed one goes with it."""
        if not self._renames:
            return name
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            renamed = self._renames.get(".".join(parts[:count]))
            if renamed is not None:
                return ".".join((renamed, *parts[count:]))
        return name


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[tuple[TokenKind, str], ...]:
    """The words of an expression by kind, without what stands between them; of what is no FEEL,
    such as the text of a file that is read alone, the text itself."""
    try:
        return tuple((one.kind, one.text) for one in tokens_of(text))
    except FeelSyntaxError:
        return ((TokenKind.STRING, text),)


def meant(formula: Formula) -> str:
    """The text with every name as it is meant where the fragment is used, on one line."""
    if formula.names is None:
        return " ".join(formula.text.split())
    text, made, at = formula.text, [], 0
    for one in tokens_of(text):
        made.append(text[at : one.start])
        said = text[one.start : one.end]
        made.append(_meant(formula, said) if one.kind is TokenKind.NAME else said)
        at = one.end
    return " ".join("".join(made).split())


def _meant(formula: Formula, name: str) -> str:
    match formula.meaning(name):
        case Meant(outside):
            return outside
        case Constant(value):
            return str(value)


def _hashable(value: object) -> Hashable:
    """The value itself; of what cannot be hashed, how it is written."""
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value
