"""Every type of field against what people type that is no answer, or an odd one."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from engine.answers import Bounds, FieldError, missing, read_answer
from engine.model.money import Money
from engine.model.service import FieldType
from engine.model.value import ABSENT, Known
from tests.support.bad_answers import CASES, EVERY, Fault, Refused, asked, catalogue
from tests.support.reading import DAY

ARABIC = re.compile(r"[\u0621-\u064a]")
BOUNDS = {
    "survey.age_years": Bounds(Decimal(0), Decimal(150)),
    "survey.budget": Bounds(Money("SAR", 1_000), Money("SAR", 500_000)),
    "survey.start_date": Bounds(None, DAY),
}
FLAT = [
    pytest.param(name, text, wanted, id=f"{name}-{fault}-{number}")
    for name, cases in CASES.items()
    for fault, texts in cases.items()
    for number, (text, wanted) in enumerate(texts.items())
]


# What is chosen among one's own applications is held to others' references where a store is:
# tests/unit/operations/test_own_applications.py.
TYPES = [kind for kind in FieldType if kind is not FieldType.APPLICATION]


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_cases_of_every_kind(kind: FieldType) -> None:
    named = [name for name in CASES if asked(name).type is kind]
    assert named, f"no field of the type {kind} has cases"
    for name in named:
        assert set(CASES[name]) >= EVERY, name
        refused = [one for texts in CASES[name].values() for one in texts.values()]
        assert any(isinstance(one, Refused) for one in refused), name


def test_what_has_codes_dates_or_check_digits_has_cases_of_them() -> None:
    has = {fault: {asked(name).type for name in CASES if fault in CASES[name]} for fault in Fault}
    assert has[Fault.NOT_OFFERED] >= {FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO}
    assert has[Fault.IMPOSSIBLE] >= {FieldType.DATE, FieldType.NUMBER, FieldType.MONEY}
    assert has[Fault.CHECKSUM] >= {FieldType.NATIONAL_ID, FieldType.IBAN}


@pytest.mark.parametrize(("name", "text", "wanted"), FLAT)
def test_an_answer_is_refused_for_its_own_reason_or_read_as_what_is_meant(
    name: str, text: str, wanted: Known
) -> None:
    field = asked(name)
    bounds = BOUNDS.get(name, Bounds())
    answer = read_answer(field, text, catalogue().lists, DAY, bounds)
    if field.type is FieldType.FILE:
        assert answer is ABSENT or (isinstance(answer, FieldError) and answer.code == "too-long")
    elif isinstance(wanted, Refused):
        assert isinstance(answer, FieldError), f"read as {answer!r}"
        assert answer.code == wanted
        assert answer.field == name
        says_what_to_do(answer)
    else:
        assert answer == wanted


@pytest.mark.parametrize("name", list(CASES))
@pytest.mark.parametrize("text", ["", " \t\n", "\u200f\u202b\u200b", "\x00\ufeff"])
def test_what_holds_no_sign_is_blank_and_asked_for(name: str, text: str) -> None:
    assert read_answer(asked(name), text, catalogue().lists, DAY) is ABSENT
    says_what_to_do(missing(asked(name)))


def says_what_to_do(error: FieldError) -> None:
    """In both languages, each in its own letters."""
    assert ARABIC.search(error.message.ar), error.message.ar
    assert error.message.en
    assert not ARABIC.search(error.message.en), error.message.en
    assert "{" not in error.message.ar + error.message.en
