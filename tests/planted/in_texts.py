"""Faults of texts in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.definitions.tree import Mapping, Scalar, Style
from engine.definitions.upkeep.material import mappings
from engine.model.problem import Edit
from tests.planted.fault import Edits, File, Kind
from tests.planted.places import instead, part, texts

_WORDS: Final = re.compile(r"[A-Z][a-z]+( [a-z]+)+")
_NUMBER: Final = re.compile(r"(?<!\d)[2-9]\d?(?!\d)")
_SAID: Final = re.compile(r"\{[a-z_.]+\}")
_TEXTS: Final = ("fragments", "lists", "registers", "rules", "services")


def _are_plain(ar: Scalar, en: Scalar) -> bool:
    return ar.style is Style.PLAIN and en.style is Style.PLAIN


def swapped(file: File) -> Iterator[Edits]:
    for ar, en in texts(file):
        if _are_plain(ar, en) and _WORDS.fullmatch(en.text):
            yield instead(ar, en.text), instead(en, ar.text)


def untranslated(file: File) -> Iterator[Edits]:
    for ar, en in texts(file):
        if _are_plain(ar, en) and _WORDS.fullmatch(en.text):
            yield (instead(ar, en.text),)


def missing(file: File) -> Iterator[Edits]:
    for ar, en in texts(file):
        if _are_plain(ar, en):
            yield (Edit(ar.span.at(ar.span.line, ar.span.end_column, en.span.end_column), ""),)


def another_number(file: File) -> Iterator[Edits]:
    for ar, en in texts(file):
        found = _NUMBER.search(en.text) if "{" not in en.text and en.is_exact else None
        if found is not None and found[0] in _NUMBER.findall(ar.text):
            yield (part(en, found.start(), len(found[0]), f"{int(found[0]) + 11}"),)


def another_value(file: File) -> Iterator[Edits]:
    for _, en in texts(file):
        found = _SAID.search(en.text)
        if found is not None and en.is_exact:
            yield (part(en, found.start(), len(found[0]), "that"),)


def latin_sign(file: File) -> Iterator[Edits]:
    for ar, _ in texts(file):
        at = ar.text.find("، ")
        if at > 0 and ar.text[at - 1].isalpha() and ar.is_exact and ar.style is not Style.PLAIN:
            yield (part(ar, at, 1, ","),)


def no_question(file: File) -> Iterator[Edits]:
    for _, en in texts(file):
        if en.text.endswith("?") and en.is_exact:
            yield (part(en, len(en.text) - 1, 1, ""),)


def reordered(file: File) -> Iterator[Edits]:
    for ar, en in texts(file):
        if _are_plain(ar, en):
            yield (instead(ar, f"{ar.text} 15-J-9"),)


def no_plural(file: File) -> Iterator[Edits]:
    for node in mappings(file.root):
        unit = node.get("unit")
        ar = unit.get("ar") if isinstance(unit, Mapping) else None
        if isinstance(ar, Mapping) and "few" in ar.entries and "one" not in ar.entries:
            yield (instead(ar.entries["few"].key, "one"),)


KINDS: Final = (
    Kind("languages swapped", "D245", _TEXTS, swapped),
    Kind("a text left untranslated", "D246", _TEXTS, untranslated),
    Kind("a translation missing", "D021", _TEXTS, missing),
    Kind("a plural form missing", "D247", _TEXTS, no_plural),
    Kind("an id that Arabic reorders", "D248", _TEXTS, reordered),
    Kind("a Latin comma in Arabic", "D249", _TEXTS, latin_sign),
    Kind("a number that differs between languages", "D250", _TEXTS, another_number),
    Kind("a question in one language alone", "D251", _TEXTS, no_question),
    Kind("a value said in one language alone", "D158", _TEXTS, another_value),
)
