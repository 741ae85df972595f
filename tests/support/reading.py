"""Reading one answer in a test, and the code of its error."""

from __future__ import annotations

from datetime import date

from engine.answers import UNBOUNDED, Bounds, FieldError, read_answer
from engine.model.service import Field
from engine.model.value import Absent, Known
from tests.support.declared import code, code_list

DAY = date(2026, 11, 23)
LISTS = {
    "colours": code_list(
        "colours",
        code("red"),
        code("blue", last_date=DAY),
        code("green", last_date=date(2026, 11, 22)),
        code("white", first_date=date(2026, 11, 24)),
    )
}


def read(field: Field, text: str, bounds: Bounds = UNBOUNDED) -> Known | Absent | FieldError:
    return read_answer(field, text, LISTS, DAY, bounds)


def error_of(field: Field, text: str, bounds: Bounds = UNBOUNDED) -> FieldError:
    answer = read(field, text, bounds)
    assert isinstance(answer, FieldError), f"{text!r} was read as {answer!r}"
    return answer


def code_of(field: Field, text: str, bounds: Bounds = UNBOUNDED) -> str:
    return error_of(field, text, bounds).code
