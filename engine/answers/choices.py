"""Reading what is chosen or ticked: yes or no, one code of a list, a declaration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from engine.answers.errors import FieldError, field_error
from engine.model.listing import CodeList
from engine.model.service import Field

YES: Final = "yes"
NO: Final = "no"
_YES_WORDS: Final = {YES, "true", "on", "نعم"}
_NO_WORDS: Final = {NO, "false", "off", "لا"}


def read_yes_no(field: Field, text: str) -> bool | FieldError:
    word = text.casefold()
    if word in _YES_WORDS or word in _NO_WORDS:
        return word in _YES_WORDS
    return field_error(field, "not-yes-or-no")


def read_declaration(field: Field, text: str) -> bool | FieldError:
    """True; a declaration is accepted or it is an error, there is no other answer."""
    return True if text.casefold() in _YES_WORDS else field_error(field, "must-accept")


def read_choice(
    field: Field, text: str, lists: Mapping[str, CodeList], day: date
) -> str | FieldError:
    """The code that `text` names, if the field's list offers it on `day`."""
    codes = lists.get(field.fact_type.of or "")
    code = codes.code(text) if codes else None
    if code is None:
        return field_error(field, "not-offered")
    if not code.is_offered_on(day):
        return field_error(field, "no-longer-offered")
    return code.id
