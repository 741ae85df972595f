"""A record in words: its kind, and each part of its payload with a label and a value.

Whatever the kind, from the shapes of `engine.store.payloads`. What a decision says is told in
full elsewhere (`decided.py`); here it is its outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.calendar import format_date, format_moment
from engine.model.money import Money
from engine.model.words import Language
from engine.money import format_money
from engine.numbers import format_number
from engine.phrases import phrase
from engine.phrases.catalogue import phrases
from engine.store.canonical import dumps, loads
from engine.store.chain import Record, RecordKind
from engine.store.payloads import SHAPES, Form, Part


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a payload: a `value`, or `items` of a name and a value where it holds several.

    `is_id`: the value is a code or a number to copy, in Latin letters whatever the language.
    """

    name: str
    label: str
    value: str
    items: tuple[tuple[str, str], ...] = ()
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """`lines` is empty for a record whose payload was erased."""

    kind: str
    lines: tuple[Line, ...]
    is_erased: bool


def kind_words(kind: RecordKind, language: Language) -> str:
    return phrase(f"records.kind-{_dashed(kind)}", language)


def tell(record: Record, zone: str, language: Language) -> Told:
    """The record in `language`, with instants as they are in `zone`.

    A part that an older engine did not write is left out.
    """
    kind = record.header.kind
    words = kind_words(kind, language)
    if record.payload is None:
        return Told(words, (), is_erased=True)
    content = loads(record.payload.content)
    lines = (
        _line(part, content[part.name], zone, language)
        for part in SHAPES[kind]
        if content.get(part.name) is not None
    )
    return Told(words, tuple(lines), is_erased=False)


_IDS = frozenset({Form.CODE, Form.REFERENCE, Form.RELEASE, Form.ACCOUNT})


def _line(part: Part, value: Any, zone: str, language: Language) -> Line:
    label = phrase(f"records.part-{_dashed(part.name)}", language)
    items = _items(part.form, value)
    if items is not None:
        return Line(part.name, label, "", items)
    said = _said(part.form, value, zone, language)
    return Line(part.name, label, said, is_id=part.form in _IDS and said == value)


def _said(form: Form, value: Any, zone: str, language: Language) -> str:
    match form:
        case Form.FLAG:
            return phrase("values.yes" if value else "values.no", language)
        case Form.DATE:
            return format_date(date.fromisoformat(value), language)
        case Form.INSTANT:
            return format_moment(datetime.fromisoformat(value), zone, language)
        case Form.MONEY:
            return format_money(Money.parse(value), language)
        case Form.NUMBER:
            return format_number(value)
        case Form.DECISION:
            return str(value["outcome"])
        case Form.CODE:
            known = f"records.code-{_dashed(str(value))}"
            return phrase(known, language) if known in phrases() else str(value)
        case _:
            return str(value)


def _items(form: Form, value: Any) -> tuple[tuple[str, str], ...] | None:
    """What a part that holds several things holds; None for a part that is one value."""
    match form:
        case Form.FACTS | Form.SNAPSHOT:
            return tuple((name, _written(one)) for name, one in sorted(value.items()))
        case Form.FILES:
            return tuple((str(file["slot"]), str(file["sha256"])) for file in value)
        case Form.LIST:
            return tuple(("", _written(one)) for one in value)
        case _:
            return None


def _written(value: Any) -> str:
    return value if isinstance(value, str) else dumps(value).decode()


def _dashed(word: str) -> str:
    return word.replace("_", "-").replace(".", "-")
