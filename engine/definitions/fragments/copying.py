"""The parts of a fragment, copied under the name of a use: names, ids, texts and places.

Expressions keep their text and carry what its names mean (`Inside`); names and ids that stand alone
are written in full; `words` are put into texts. What each value is, its schema says (`shapes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import replace
from functools import partial
from typing import Final, assert_never

from engine.definitions.fragments.shapes import Shape
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence
from engine.model.inside import Constant, Inside, Meant, Named
from engine.model.listing import CodeList
from engine.model.problem import Span
from engine.model.types import Kind, Type
from engine.model.value import Items, Known, Range
from engine.model.words import Language, Text
from engine.phrases import say
from engine.wording import escaped, join, replaced

_LANGUAGES: Final = frozenset(language.value for language in Language)
_IDS: Final = ("kebab_id", "snake_id")
_DAYS: Final = ("days", "working_days")
_OF_ITEMS: Final = ("fields", "checks", "groups")  # these read fields of an item by plain names
_HOLDS_ITEMS: Final = frozenset({"group", "item"})  # the keys of a group step, and of one inside it
# Rows, details, brackets, exceptions and groups of items are found inside what holds them.
_LOCAL_IDS: Final = ("tables", "asks", "brackets", "exceptions", "groups")


class Copying:
    """Copies parts of one fragment for one use.

    `ids` are those that the fragment declares, with those of its own uses; an id that is not among
    them belongs to somebody else. `language` is that of the texts below, inside `ar` or `en`.
    """

    def __init__(
        self,
        inside: Inside,
        via: tuple[Span, ...],
        ids: frozenset[str],
        lists: Map[str, CodeList],
        language: Language | None = None,
    ) -> None:
        self.inside = inside
        self.via = via
        self.ids = ids
        self.lists = lists
        self.language = language

    def copy(self, node: Node, shape: Shape) -> Node:
        match node:
            case Scalar():
                return self._scalar(node, shape)
            case Sequence(items):
                below = shape.item()
                return Sequence(tuple(self.copy(item, below) for item in items), self._at(node))
            case Mapping(entries):
                made = (self._entry(entry, shape, node) for entry in entries.values())
                return Mapping({entry.key.text: entry for entry in made}, self._at(node))
            case _:
                assert_never(node)

    def _entry(self, entry: Entry, shape: Shape, holder: Mapping) -> Entry:
        key = entry.key.text
        copying = self
        if key in _LANGUAGES:
            inside = self.inside.keeping(_keys_of(holder.get("lists")))
            copying = self._with(inside, self.ids, Language(key))
        elif key in _OF_ITEMS and _HOLDS_ITEMS & holder.entries.keys():
            ids = frozenset[str]() if key in _LOCAL_IDS else self.ids
            copying = self._with(self.inside.keeping(_fields_of(holder)), ids)
        elif key in _LOCAL_IDS:
            copying = self._with(self.inside, frozenset())
        value = copying.copy(entry.value, shape.key(key))
        return Entry(self._scalar(entry.key, shape.names()), value)

    def _with(
        self, inside: Inside, ids: frozenset[str], language: Language | None = None
    ) -> Copying:
        return Copying(inside, self.via, ids, self.lists, language or self.language)

    def _scalar(self, node: Scalar, shape: Shape) -> Scalar:
        at = self._at(node)
        made = Scalar(node.text, node.style, at, node.is_exact, node.indent, self.inside)
        if self.language is not None:
            if "{" not in node.text:
                return made
            text = replaced(node.text, partial(self._said, language=self.language))
            return replace(made, text=text, is_exact=made.is_exact and text == node.text)
        given = self.inside.given.get(node.text)
        match shape.shared:
            case "name":
                meant = self.inside.meaning(node.text)
                if isinstance(meant, Meant):
                    return replace(made, text=meant.name, span=meant.at or made.span)
            case "kebab_id" | "source_id" if isinstance(given, Named):
                return replace(made, text=given.id or "", span=given.at or made.span)
            case shared if shared in _DAYS and isinstance(given, Constant):
                return replace(made, text=str(given.value))
            case "kebab_id" if node.text in self.ids:
                return replace(made, text=self.inside.with_hyphens(node.text))
            case "snake_id" if node.text in self.ids:
                return replace(made, text=self.inside.with_underscores(node.text))
            case _:
                pass
        return made

    def _at(self, node: Node) -> Span:
        span = node.span
        return Span(span.path, span.line, span.column, span.end_column, self.via)

    # Texts -------------------------------------------------------------------------------

    def _said(self, name: str, language: Language) -> str:
        """What stands for `{name}` in a text: the words or the constant given, or a full name."""
        given = self.inside.given.get(name)
        if isinstance(given, Text):
            return given.in_(language)
        match self.inside.meaning(name):
            case Constant(value, type_):
                return escaped(self._value(value, type_, language))
            case meant:
                return f"{{{meant.name}}}"

    def _value(self, value: Known, type_: Type, language: Language) -> str:
        match value:
            case tuple():
                each = [self._value(item, type_.element or type_, language) for item in value]
                return join(each, language)
            case str() if type_.kind is Kind.CODE:
                listed = self.lists.get(type_.of or "")
                code = None if listed is None else listed.code(value)
                return value if code is None else code.label.in_(language)
            case Items() | Range() | Map():
                return ""  # no parameter takes a group, a range or a context
            case _:
                return say(value, language)


def ids_in(node: Node, shape: Shape) -> Iterator[str]:
    """Every id of a step, check, rule, document or fee line that `node` declares."""
    match node:
        case Sequence(items):
            for item in items:
                yield from ids_in(item, shape.item())
        case Mapping(entries):
            for key, entry in entries.items():
                below = shape.key(key)
                is_id = key == "id" and below.shared in _IDS
                if is_id and isinstance(entry.value, Scalar):
                    yield entry.value.text
                elif key not in _LOCAL_IDS:
                    yield from ids_in(entry.value, below)
        case Scalar():
            pass


def _fields_of(step: Mapping) -> frozenset[str]:
    """The names that an item is read by: of its fields, and of the groups inside it."""
    lists = (node for node in map(step.get, ("fields", "groups")) if isinstance(node, Sequence))
    ids = (item.get("id") for one in lists for item in one.items if isinstance(item, Mapping))
    return frozenset(id.text for id in ids if isinstance(id, Scalar))


def _keys_of(node: Node | None) -> frozenset[str]:
    return frozenset(node.entries) if isinstance(node, Mapping) else frozenset()
