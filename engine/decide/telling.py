"""Texts that say values, told: what their names came to, in one language.

A value is said as the portal says it everywhere (`naming.py`): dates in both calendars, numbers
with their unit, codes by their words, what people typed kept together. It is put in as it is and
never read as a pattern. While a value is not known, or is absent, the text's `otherwise` is said;
a text without one says in the value's place that it is not known, or that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias, overload

from engine.decide.naming import Naming
from engine.definitions.catalogue import Catalogue
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.types import TEXT
from engine.model.value import ABSENT, Items, State, is_known
from engine.model.wording import ITEM, OTHER, ItemTexts, Wording, Words
from engine.model.words import Language, Text
from engine.phrases import phrase
from engine.wording import fill, join, placeholders, plural_form

States: TypeAlias = Callable[[str], State]


@overload
def told(words: Words, program: Program, catalogue: Catalogue, states: States) -> Text: ...
@overload
def told(
    words: Words | None, program: Program, catalogue: Catalogue, states: States
) -> Text | None: ...
def told(
    words: Words | None, program: Program, catalogue: Catalogue, states: States
) -> Text | None:
    """The words in both languages, to be shown by whoever has neither facts nor rules."""
    if words is None or isinstance(words, Text):
        return words
    ar, en = (Telling(Naming(program, catalogue, one), states).text(words) for one in Language)
    return Text(ar, en)


def before_answers(program: Program, day: date) -> States:
    """The states of names where nobody is asked yet: what the law says on a day, and no more."""
    return Evaluation(program, {}, day).fact


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells texts over the states of names; `state` gives unknown for a name that it lacks."""

    naming: Naming
    state: States

    def text(self, words: Words) -> str:
        if isinstance(words, Text):
            return words.in_(self.naming.language)
        names = [name for name, _ in words.said]
        if words.otherwise is not None and not all(map(self._is_said, names)):
            return words.otherwise.in_(self.naming.language)
        pattern = words.pattern(self.naming.language, self._form(words))
        lists = {name: self._items(texts) for name, texts in words.lists}
        values = {
            name: lists[name] if name in lists else self._value(name)
            for name in placeholders(pattern)
        }
        return fill(pattern, values)

    def lines(self, words: Words) -> tuple[str, ...]:
        """The sentences of a text: one, or one for each item where it says every item."""
        if isinstance(words, Wording) and any(texts.are_lines for _, texts in words.lists):
            return tuple(line for _, texts in words.lists for line in self._each(texts))
        return (self.text(words),)

    def optional(self, words: Words | None) -> str | None:
        return None if words is None else self.text(words)

    def _is_said(self, name: str) -> bool:
        state = self.state(name)
        return is_known(state) and not (isinstance(state, Items) and not state.is_complete)

    def _form(self, words: Wording) -> str:
        count = None if words.counts is None else self.state(words.counts[0])
        if not isinstance(count, Decimal):
            return OTHER
        return plural_form(count, self.naming.language)

    def _value(self, name: str) -> str:
        type_, unit = self.naming.type_and_unit(name)
        return self.naming.state(self.state(name), type_, unit)

    # Items -------------------------------------------------------------------------------

    def _items(self, texts: ItemTexts) -> str:
        said = self._each(texts)
        return "\n".join(said) if texts.are_lines else join(said, self.naming.language)

    def _each(self, texts: ItemTexts) -> tuple[str, ...]:
        """What is said of each item; in the place of items, that there is none or not yet."""
        language, name = self.naming.language, texts.group[0]
        state = self.state(name)
        if not isinstance(state, Items) or not self._is_said(name):
            return (phrase("values.not-known", language),)
        if not state.items:
            none = texts.none
            return (phrase("values.none", language) if none is None else none.in_(language),)
        return tuple(self._item(texts, item) for item in state.items)

    def _item(self, texts: ItemTexts, item: Mapping[str, State]) -> str:
        pattern = texts.item.in_(self.naming.language)
        values = {name: self._of_item(texts, item, name) for name in placeholders(pattern)}
        return fill(pattern, values)

    def _of_item(self, texts: ItemTexts, item: Mapping[str, State], name: str) -> str:
        head, _, field = name.partition(".")
        if head != ITEM:
            return self._value(name)
        asked = self.naming.field_of(texts.group[0], field)
        type_, unit = (TEXT, None) if asked is None else (asked.fact_type, asked.unit)
        return self.naming.state(item.get(field, ABSENT), type_, unit)
