"""Entries in files: where one begins and ends, whatever order and style it is written in."""

from pathlib import PurePosixPath

import pytest

from engine.definitions.excerpts import excerpt_of, extent
from engine.model.problem import Span

FILE = PurePosixPath("rules/permit.yaml")
TEXT = """values:
  limit:
    label: {ar: حد, en: Limit}
    by_date: {2025-04-01: 2}

  # what follows is another one
  period: {label: {ar: مدة, en: Period}, by_date: {2025-04-01: P1Y}}
rules:
  - id: first
    all:
      - a < limit
      - b
  - label: {ar: الثانية, en: Second}
    id: second
    condition: |
      a

      < 3
  - {id: third, condition: c}
other: x
"""


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        (2, 2, 4),
        (7, 7, 7),
        (9, 9, 12),
        (14, 13, 18),
        (19, 19, 19),
        (20, 20, 20),
    ],
)
def test_an_entry_is_found_whole_and_without_the_next_one(line: int, first: int, last: int) -> None:
    assert extent(TEXT.splitlines(), line) == (first, last)


def test_lines_that_decided_are_marked_in_this_file_alone() -> None:
    places = ("rules/permit.yaml:11:9", "rules/other.yaml:12:9", "nonsense")
    excerpt = excerpt_of({FILE: TEXT.encode()}, Span(FILE, 9, 9), places)
    assert excerpt.place == "rules/permit.yaml:9"
    assert [line.number for line in excerpt.lines if line.is_marked] == [11]
    assert excerpt.lines[0].text == "  - id: first"


def test_the_places_where_a_fragment_is_used_come_along() -> None:
    use = Span(PurePosixPath("rules/user.yaml"), 3, 5)
    excerpt = excerpt_of({FILE: TEXT.encode()}, Span(FILE, 9, 9, via=(use,)))
    assert excerpt.used_at == ("rules/user.yaml:3:5",)


def test_a_file_that_is_not_there_has_no_lines() -> None:
    assert excerpt_of({}, Span(FILE, 9, 9)).lines == ()
