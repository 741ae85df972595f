"""What is wrong with a request, place by place: the member `errors` of a problem document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.answers import FieldError
from engine.model.words import Text
from engine.phrases import Sayable, phrase_text


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """One fault. `pointer` (RFC 6901) is its place in the body, `field` the field it is about.

    `code` is stable. `message` says what to do.
    """

    pointer: str | None
    field: str | None
    code: str
    message: Text


def fault_at(pointer: str, code: str, words: str | None = None, **values: Sayable) -> ErrorBody:
    """A fault of the body itself, in the phrase `problems.error-<words>`; None: the code's own."""
    return ErrorBody(pointer, None, code, phrase_text(f"problems.error-{words or code}", **values))


def field_faults(errors: Iterable[FieldError], at: str | None = "/answers") -> list[ErrorBody]:
    """Faults in answers; `at` is the member that holds them, None where the body has none."""
    return [
        ErrorBody(
            None if at is None else f"{at}/{escaped(error.field)}",
            error.field,
            error.code,
            error.message,
        )
        for error in errors
    ]


def escaped(name: str) -> str:
    """A name as one token of a JSON pointer.

    >>> escaped("a/b~c")
    'a~1b~0c'
    """
    return name.replace("~", "~0").replace("/", "~1")
