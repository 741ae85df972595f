"""What is typed about an account, read: the address, the ID number, a new password."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from engine.answers import FieldError, detail_field, missing, read_answer
from engine.model.fact import Fact, FactSource
from engine.model.problem import Span
from engine.model.service import FieldType
from engine.model.types import TEXT
from engine.model.words import Text
from engine.phrases import phrase_text

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 128
_LEAST_DIFFERENT = 5  # characters: `aaaaaaaaaaaa` and `123123123123` are no passwords
_NO_LABEL = Text("", "")  # these questions stand in templates, not in a definition
_NOWHERE = Span(PurePosixPath("accounts"), 1, 1)


def read_email(text: str) -> str | FieldError:
    """The address in lower case, as accounts keep it."""
    read = _read("email", FieldType.EMAIL, text)
    return read if isinstance(read, FieldError) else read.lower()


def read_person_key(text: str) -> str | FieldError:
    """The ten digits of a national ID or an Iqama."""
    return _read("person_key", FieldType.NATIONAL_ID, text)


def check_password(password: str, email: str) -> FieldError | None:
    """What is wrong with a new password, or None."""
    if len(password) < LEAST_CHARACTERS:
        return _error("password-too-short", count=LEAST_CHARACTERS)
    if len(password) > MOST_CHARACTERS:
        return _error("password-too-long", count=MOST_CHARACTERS)
    if password.strip().lower() == email:
        return _error("password-is-email")
    if len(set(password)) < _LEAST_DIFFERENT:
        return _error("password-too-simple")
    return None


def _error(code: str, **values: int) -> FieldError:
    return FieldError("password", code, phrase_text(f"accounts.{code}", **values))


def _read(name: str, field_type: FieldType, text: str) -> str | FieldError:
    fact = Fact(name, TEXT, FactSource.APPLICANT, _NO_LABEL, _NOWHERE)
    field = replace(detail_field(fact), type=field_type)
    read = read_answer(field, text, {}, date.min)
    return read if isinstance(read, str | FieldError) else missing(field)
