import pytest

from engine.model.words import Language
from engine.wording import Conjunction, join


@pytest.mark.parametrize(
    ("items", "ar", "en"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a وb", "a and b"),
        (["a", "b", "c"], "a، b وc", "a, b and c"),
    ],
)
def test_things_are_listed_as_each_language_does(items: list[str], ar: str, en: str) -> None:
    assert join(items, Language.AR) == ar
    assert join(items, Language.EN) == en


def test_alternatives_are_listed_with_or() -> None:
    assert join(["a", "b"], Language.AR, Conjunction.OR) == "a أو b"
    assert join(["a", "b"], Language.EN, Conjunction.OR) == "a or b"
