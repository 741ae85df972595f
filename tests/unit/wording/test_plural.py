from decimal import Decimal

import pytest

from engine.model.words import Language
from engine.wording import PluralForm, plural_form


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (0, "zero"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (10, "few"),
        (11, "many"),
        (99, "many"),
        (100, "other"),
        (102, "other"),
        (103, "few"),
        (111, "many"),
    ],
)
def test_arabic_has_six_forms(count: int, form: str) -> None:
    assert plural_form(count, Language.AR) is PluralForm(form)


@pytest.mark.parametrize(("count", "form"), [(0, "other"), (1, "one"), (2, "other"), (-1, "one")])
def test_english_has_two_forms(count: int, form: str) -> None:
    assert plural_form(count, Language.EN) is PluralForm(form)


def test_a_fraction_has_a_form_too() -> None:
    assert plural_form(Decimal("1.5"), Language.AR) is PluralForm.OTHER
