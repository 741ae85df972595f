"""Reading one answer: what was typed, against the field that asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never

from engine.answers.bounds import UNBOUNDED, Bounds
from engine.answers.choices import read_choice, read_choices, read_declaration, read_yes_no
from engine.answers.contacts import read_email, read_mobile, read_national_id
from engine.answers.dates import read_date
from engine.answers.errors import FieldError, field_error
from engine.answers.ibans import read_iban
from engine.answers.numbers import read_money, read_number
from engine.answers.own_applications import read_application_choice
from engine.answers.partial_dates import read_partial_date
from engine.answers.texts import read_long_text, read_text
from engine.digits import clean_text, western_digits
from engine.model.listing import CodeList
from engine.model.service import Field, FieldType
from engine.model.value import ABSENT, Absent, Known

LONGEST_ANSWER: Final = 20_000
"""Characters of the longest text that a field without `max_length` takes."""

_LONGEST: Final = {
    FieldType.TEXT: 1_000,
    FieldType.LONG_TEXT: LONGEST_ANSWER,
    FieldType.CHOICES: LONGEST_ANSWER,
}
_LONGEST_OTHER: Final = 300


def longest_text(field: Field) -> int:
    """The most characters of a text for `field` that are looked at; a longer one is refused.

    More than `max_length`, because what is cleaned away does not count against that.
    """
    return _LONGEST.get(field.type, _LONGEST_OTHER) + (field.max_length or 0)


def read_answer(
    field: Field,
    text: str,
    lists: Mapping[str, CodeList],
    day: date,
    bounds: Bounds = UNBOUNDED,
) -> Known | Absent | FieldError:
    """The typed value of `text`, absent when it is blank, or the first error in it.

    Whether a blank answer is needed is for the caller to say (`missing`). `day` decides which
    codes are offered. A file is no text: its field is always absent here.
    """
    if len(text) > longest_text(field):
        return field_error(field, "too-long", count=field.max_length or longest_text(field))
    text = western_digits(clean_text(text))
    if not text or field.type is FieldType.FILE:
        return ABSENT
    match field.type:
        case FieldType.TEXT:
            return read_text(field, text)
        case FieldType.LONG_TEXT:
            return read_long_text(field, text)
        case FieldType.NUMBER:
            return read_number(field, text, bounds)
        case FieldType.MONEY:
            return read_money(field, text, bounds)
        case FieldType.DATE:
            read = read_date if field.partial is None else read_partial_date
            return read(field, text, bounds)
        case FieldType.YES_NO:
            return read_yes_no(field, text)
        case FieldType.CHOICE:
            return read_choice(field, text, lists, day)
        case FieldType.CHOICES:
            return read_choices(field, text, lists, day)
        case FieldType.NATIONAL_ID:
            return read_national_id(field, text)
        case FieldType.MOBILE:
            return read_mobile(field, text)
        case FieldType.EMAIL:
            return read_email(field, text)
        case FieldType.IBAN:
            return read_iban(field, text)
        case FieldType.DECLARATION:
            return read_declaration(field, text)
        case FieldType.APPLICATION:
            return read_application_choice(field, text, {})  # nobody's are known here
        case _:
            assert_never(field.type)
