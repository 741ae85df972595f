"""Texts in two languages of which one is not what it should be beside the other.

A text is any mapping with `ar` and `en`, wherever it stands. What is compared is what both
languages must share: their script, their numbers, how they end. Placeholders were compared when
the text was built, and are left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.definitions.tree import Mapping, Node, Scalar, Style
from engine.definitions.upkeep.material import Material, mappings, scalars
from engine.model.problem import Edit, Problem, Span
from engine.model.words import Language

_ARABIC: Final = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_WORD: Final = re.compile(r"[A-Za-z]*[a-z]{2}[A-Za-z]*")  # what is no abbreviation
_SAID: Final = re.compile(r"\{[^{}]*\}")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_NEEDED: Final = {Language.AR: "few", Language.EN: "one"}
_ENDS: Final = {"?": "a question", "؟": "a question", ":": "a colon", "!": "an exclamation"}
_TURNED: Final = {",": "،", ";": "؛", "?": "؟"}
_LATIN_SIGN: Final = re.compile(r"(?<=[\u0620-\u06d3\u064b-\u0652])[,;?](?=\s|$)")
# A run that begins with a digit and goes on after a hyphen or a stroke: in Arabic its parts swap.
_ID: Final = re.compile(r"(?<![\w\u2066-\u2068/.-])\d\w*(?:[-/]\w+)*[-/]\w*[A-Za-z]\w*(?:[-/]\w+)*")
_LRI, _PDI = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Both:
    """One text in both languages, without what it says of values."""

    node: Mapping
    ar: tuple[Scalar, ...]
    en: tuple[Scalar, ...]

    @property
    def plain_ar(self) -> str:
        return _plain(self.ar)

    @property
    def plain_en(self) -> str:
        return _plain(self.en)

    @property
    def at(self) -> Span:
        return self.ar[0].span


def problems(material: Material) -> Iterator[Problem]:
    yield from material.found("texts", problems_in)


def problems_in(root: Node) -> Iterator[Problem]:
    """What is wrong with the texts of one file."""
    for both in texts_in(root):
        yield from _scripts(both)
        yield from _numbers(both)
        yield from _ends(both)
        for scalar in both.ar:
            yield from _signs(scalar)
            yield from _ids(scalar)
    for node in mappings(root):
        if isinstance(unit := node.get("unit"), Mapping):
            yield from _forms(unit)


def texts_in(root: Node) -> Iterator[Both]:
    for node in mappings(root):
        if Language.AR in node.entries and Language.EN in node.entries:
            both = Both(node, tuple(scalars(node.get("ar"))), tuple(scalars(node.get("en"))))
            if both.ar and both.en:
                yield both


def _plain(written: tuple[Scalar, ...]) -> str:
    return _SAID.sub(" ", " ".join(scalar.text for scalar in written))


# Script -----------------------------------------------------------------------------------------


def _scripts(both: Both) -> Iterator[Problem]:
    """Each language in its own letters; an abbreviation may be the same in both."""
    ar, en = both.plain_ar, both.plain_en
    is_latin = _ARABIC.search(ar) is None and _WORD.search(ar) is not None
    is_arabic = _LATIN.search(en) is None and _ARABIC.search(en) is not None
    if _ARABIC.search(ar) is None and _LATIN.search(ar) is not None and is_arabic:
        message = "the languages are swapped: `ar` holds English, and `en` holds Arabic"
        yield Problem("D245", message, both.at, "exchange the two texts", fix=_exchanged(both))
    elif is_latin:
        said = "the same text as `en`" if ar == en else "no Arabic"
        yield Problem("D246", f"`ar` holds {said}", both.at, "translate it")
    elif is_arabic:
        said = "the same text as `ar`" if ar == en else "Arabic alone"
        yield Problem("D246", f"`en` holds {said}", both.en[0].span, "translate it")


def _exchanged(both: Both) -> tuple[Edit, ...]:
    """The two keys change places, so that not a letter of the texts is touched."""
    if len(both.ar) != 1 or len(both.en) != 1:
        return ()
    return (
        Edit(both.node.entries[Language.AR].key.span, Language.EN),
        Edit(both.node.entries[Language.EN].key.span, Language.AR),
    )


# What both must share ---------------------------------------------------------------------------


def _numbers(both: Both) -> Iterator[Problem]:
    """A number on one side may be a word on the other; two different numbers are a mistake."""
    if len(both.ar) != 1 or len(both.en) != 1:
        return
    found = {
        Language.AR: set(_NUMBER.findall(both.plain_ar)),
        Language.EN: set(_NUMBER.findall(both.plain_en)),
    }
    ar, en = (sorted(found[one] - found[one.other]) for one in Language)
    if ar and en:
        message = f"`ar` says {', '.join(ar)} where `en` says {', '.join(en)}"
        yield Problem("D250", message, both.at, "say the same numbers in both languages")


def _ends(both: Both) -> Iterator[Problem]:
    if len(both.ar) != 1 or len(both.en) != 1:
        return
    ar, en = (_ENDS.get(text.strip()[-1:]) for text in (both.ar[0].text, both.en[0].text))
    if ar != en:
        ended, other = (Language.AR, Language.EN) if ar else (Language.EN, Language.AR)
        message = f"`{ended}` ends with {ar or en}, and `{other}` does not"
        if ar and en:
            message = f"`ar` ends with {ar}, and `en` with {en}"
        yield Problem("D251", message, both.at, "look whether both languages say the same")


def _forms(unit: Mapping) -> Iterator[Problem]:
    """A word that changes with the count in one language changes in the other too."""
    written = {one: unit.get(one) for one in Language}
    if not any(isinstance(one, Mapping) for one in written.values()):
        return
    for language, forms in written.items():
        form = _NEEDED[language]
        if isinstance(forms, Scalar) or (isinstance(forms, Mapping) and forms.get(form) is None):
            message = f"`{language}` has no form `{form}` of a word that changes with the count"
            hint = f"write `{{{form}: ..., other: ...}}`"
            yield Problem("D247", message, unit.entries[language].key.span, hint)


# Signs ------------------------------------------------------------------------------------------


def _signs(scalar: Scalar) -> Iterator[Problem]:
    """A Latin comma or question mark after an Arabic word."""
    for found in _LATIN_SIGN.finditer(scalar.text):
        sign, meant = found[0], _TURNED[found[0]]
        at = _at(scalar, found)
        message = f"the Latin `{sign}` stands in an Arabic sentence"
        yield Problem("D249", message, at, f"write `{meant}`", fix=_edits(scalar, at, meant))


def _ids(scalar: Scalar) -> Iterator[Problem]:
    """A Latin id whose parts the Arabic around it would put in another order."""
    if _ARABIC.search(scalar.text) is None:
        return
    for found in _ID.finditer(_SAID.sub(lambda said: " " * len(said[0]), scalar.text)):
        at = _at(scalar, found)
        message = f"`{found[0]}` is shown in another order inside Arabic"
        hint = "isolate it: U+2066 before it, and U+2069 after it"
        fix = _edits(scalar, at, f"{_LRI}{found[0]}{_PDI}")
        yield Problem("D248", message, at, hint, fix=fix)


def _at(scalar: Scalar, found: re.Match[str]) -> Span:
    start = scalar.place(found.start())
    return start.at(start.line, start.column, start.column + len(found[0]))


def _edits(scalar: Scalar, at: Span, text: str) -> tuple[Edit, ...]:
    """A text with escapes has no exact places; the sign of a text in `'` needs no escape."""
    return (Edit(at, text),) if scalar.is_exact and scalar.style is not Style.BLOCK else ()
