import pytest

from engine.model.service import FieldType
from tests.support.declared import field
from tests.support.reading import code_of, read

YES_NO = field(FieldType.YES_NO)
DECLARATION = field(FieldType.DECLARATION)
COLOUR = field(FieldType.CHOICE, of="colours")


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("true", True), ("نعم", True), ("no", False), ("False", False), ("لا", False)],
)
def test_yes_and_no_are_read(text: str, value: bool) -> None:
    assert read(YES_NO, text) is value


def test_maybe_is_neither_yes_nor_no() -> None:
    assert code_of(YES_NO, "maybe") == "not-yes-or-no"


@pytest.mark.parametrize("text", ["yes", "on"])
def test_a_declaration_is_accepted(text: str) -> None:
    assert read(DECLARATION, text) is True


def test_a_declaration_is_never_answered_with_no() -> None:
    assert code_of(DECLARATION, "no") == "must-accept"


@pytest.mark.parametrize("text", ["red", "blue"])
def test_a_code_offered_on_the_day_is_read(text: str) -> None:
    assert read(COLOUR, text) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("green", "no-longer-offered"),
        ("white", "no-longer-offered"),
        ("RED", "not-offered"),
        ("violet", "not-offered"),
    ],
)
def test_a_code_not_offered_on_the_day_is_refused(text: str, code: str) -> None:
    assert code_of(COLOUR, text) == code
