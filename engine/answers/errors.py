"""Faults in answers, as values: several for one step come back together."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.service import Field, FieldType
from engine.model.words import Text
from engine.phrases import Sayable, phrase_text


@dataclass(frozen=True, slots=True)
class FieldError:
    """`code` is stable, for API clients; `message` says what to do, without naming the field."""

    field: str
    code: str
    message: Text


def field_error(field: Field, code: str, words: str | None = None, **values: Sayable) -> FieldError:
    """The error `code` of `field`, in the phrase `errors.<words>`; `words` None: the code's own."""
    return FieldError(field.id, code, phrase_text(f"errors.{words or code}", **values))


def missing(field: Field) -> FieldError:
    """The error of a required field that was left blank."""
    match field.type:
        case FieldType.FILE:
            return field_error(field, "required", "required-file")
        case FieldType.CHOICE | FieldType.CHOICES | FieldType.YES_NO:
            return field_error(field, "required", "required-choice")
        case FieldType.DECLARATION:
            return field_error(field, "must-accept")
        case _:
            return field_error(field, "required")
