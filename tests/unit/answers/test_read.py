from time import process_time

import pytest

from engine.answers import missing
from engine.model.service import Field, FieldType
from engine.model.value import ABSENT
from engine.phrases import phrases
from tests.support.declared import field
from tests.support.reading import code_of, read

FIELDS = [
    field(
        kind,
        of={"choice": "colours", "money": "SAR"}.get(kind),
        max_length=100 if kind is FieldType.LONG_TEXT else None,
    )
    for kind in FieldType
]
TYPED = [one for one in FIELDS if one.type is not FieldType.FILE]


@pytest.mark.parametrize("declared", FIELDS, ids=lambda one: str(one.type))
@pytest.mark.parametrize("text", ["", "  \t\n ", "\u200f\u202b", "\x00"])
def test_blank_text_is_absent(declared: Field, text: str) -> None:
    assert read(declared, text) is ABSENT


@pytest.mark.parametrize("declared", TYPED, ids=lambda one: str(one.type))
def test_ten_megabytes_of_text_are_refused_without_being_read(declared: Field) -> None:
    text = "١" * 10_000_000
    started = process_time()
    assert code_of(declared, text) == "too-long"
    assert process_time() - started < 0.5


@pytest.mark.parametrize("declared", FIELDS, ids=lambda one: str(one.type))
def test_a_missing_answer_says_what_to_do_in_both_languages(declared: Field) -> None:
    error = missing(declared)
    assert error.code in {"required", "must-accept"}
    assert error.message.ar
    assert error.message.en


def test_no_error_blames_or_asks_to_guess() -> None:
    """Errors say what to do; they do not say "invalid"."""
    for name, found in phrases().items():
        if name.startswith("errors."):
            assert "invalid" not in str(found.patterns).lower(), name
