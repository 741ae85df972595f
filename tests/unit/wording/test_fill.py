import pytest

from engine.wording import WordingError, fill, placeholders


def test_every_placeholder_gets_its_value() -> None:
    assert fill("{a} of {b.c}", {"a": "1", "b.c": "2"}) == "1 of 2"


def test_a_value_is_never_read_as_a_pattern() -> None:
    assert fill("{a}", {"a": "{b}", "b": "x"}) == "{b}"


def test_a_brace_is_written_twice() -> None:
    assert fill("{{a}}", {}) == "{a}"


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(WordingError, match="no value for b"):
        fill("{a} {b}", {"a": "1"})


@pytest.mark.parametrize(
    "pattern", ["{", "}", "{a", "{A}", "{a!r}", "{a:>9}", "{a[0]}", "{}", "{a.}"]
)
def test_anything_but_a_plain_name_in_braces_is_refused(pattern: str) -> None:
    with pytest.raises(WordingError):
        placeholders(pattern)
