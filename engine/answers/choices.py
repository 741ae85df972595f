"""Reading what is chosen or ticked: yes or no, codes of a list, a declaration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from engine.answers.errors import FieldError, field_error
from engine.model.listing import CodeList
from engine.model.service import Field
from engine.model.value import Known

YES: Final = "yes"
NO: Final = "no"
_BETWEEN: Final = re.compile(r"[\s,،]+")
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
    return _code(field, text, lists.get(field.chosen_from or ""), day)


def read_choices(
    field: Field, text: str, lists: Mapping[str, CodeList], day: date
) -> tuple[Known, ...] | FieldError:
    """The codes that `text` names, each once and in the order of the list.

    One that excludes others stands alone, and is enough however many there should be.
    """
    listing = lists.get(field.chosen_from or "")
    chosen = set()
    for word in _BETWEEN.split(text):
        code = _code(field, word, listing, day)
        if isinstance(code, FieldError):
            return code
        chosen.add(code)
    ordered = [code for code in (listing.codes if listing else ()) if code.id in chosen]
    alone = [code for code in ordered if code.id in field.several.excludes_others]
    if alone and len(ordered) > 1:
        return field_error(field, "excludes-others", choice=alone[0].label)
    least, most = field.several.least, field.several.most
    if least is not None and len(ordered) < least and not alone:
        return field_error(field, "too-few-choices", count=least)
    if most is not None and len(ordered) > most:
        return field_error(field, "too-many-choices", count=most)
    return tuple(code.id for code in ordered)


def _code(field: Field, text: str, listing: CodeList | None, day: date) -> str | FieldError:
    code = listing.code(text) if listing else None
    if code is None:
        return field_error(field, "not-offered")
    if not code.is_offered_on(day):
        return field_error(field, "no-longer-offered")
    return code.id
