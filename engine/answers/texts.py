"""Reading text: its length and its letters."""

from __future__ import annotations

import unicodedata

from engine.answers.errors import FieldError, field_error
from engine.model.service import Field, Script


def read_text(field: Field, text: str) -> str | FieldError:
    """`text` on one line, runs of white space as one space."""
    return _checked(field, " ".join(text.split()))


def read_long_text(field: Field, text: str) -> str | FieldError:
    """`text` with its lines; spaces at their ends go."""
    return _checked(field, "\n".join(line.strip() for line in text.split("\n")))


def _checked(field: Field, text: str) -> str | FieldError:
    if field.max_length is not None and len(text) > field.max_length:
        return field_error(field, "too-long", count=field.max_length)
    match field.script:
        case Script.ARABIC if not _has_only_letters("ARABIC", text):
            return field_error(field, "not-arabic")
        case Script.LATIN if not _has_only_letters("LATIN", text):
            return field_error(field, "not-latin")
        case _:
            return text


def _has_only_letters(script: str, text: str) -> bool:
    """Whether every letter of `text` belongs to `script`; digits and signs belong to all."""
    if script == "LATIN" and text.isascii():
        return True
    return all(
        unicodedata.name(character, "").startswith(script)
        for character in text
        if unicodedata.category(character)[0] == "L"
    )
