import pytest

from engine.forms.uploads import size_words
from engine.model.words import Language


@pytest.mark.parametrize(
    ("size_bytes", "ar", "en"),
    [
        (1, "1 كيلوبايت", "1 KB"),
        (2048, "2 كيلوبايت", "2 KB"),
        (1024 * 1024 - 1, "1,024 كيلوبايت", "1,024 KB"),
        (1024 * 1024, "1 ميغابايت", "1 MB"),
        (1572864, "1.5 ميغابايت", "1.5 MB"),
    ],
)
def test_a_size_is_said_in_a_unit_that_people_know(size_bytes: int, ar: str, en: str) -> None:
    for language, words in ((Language.AR, ar), (Language.EN, en)):
        assert size_words(size_bytes, language) == words
