"""Entries of rule files are found by the names that a service calls them by, and their dates."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.entries import EntryFinder, EntryKind, dated_parts
from engine.definitions.read import read_folder

TWO_PARENTS = read_folder(Path(__file__).parents[2] / "fixtures" / "two-parents")
RULES = b"""\
values:
  limit: {by_date: {2025-04-01: 2, 2026-04-01: [3, 4]}, cite: [order]}
tables:
  amount:
    cite: [order]
    rows:
      - {id: few, amount: {2025-04-01: 120.00 SAR}, cite: [act]}
rules:
  - {id: under, effective_from: 2025-04-01, effective_to: 2027-01-01, condition: a}
"""
FILES = {PurePosixPath("rules/permit.yaml"): RULES}


def parts(name: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    entry = EntryFinder("permit", None, name).of(FILES)
    assert entry is not None
    return [(one.path, one.since, one.value, one.cite) for one in dated_parts(entry.node)]


def test_a_value_by_date_is_a_part_for_each_date() -> None:
    assert parts("limit") == [
        ("", "2025-04-01", "2", ("order",)),
        ("", "2026-04-01", "[3, 4]", ("order",)),
    ]


def test_a_dated_cell_stands_under_its_row_and_cites_what_the_row_does() -> None:
    assert parts("amount") == [("rows.few.amount", "2025-04-01", "120.00 SAR", ("act",))]


def test_the_limits_of_a_rule_are_parts() -> None:
    assert parts("under") == [
        ("effective_from", "2025-04-01", "effective_from", ()),
        ("effective_to", "2027-01-01", "effective_to", ()),
    ]


@pytest.mark.parametrize("kind", [EntryKind.TABLE, EntryKind.DOCUMENT])
def test_an_entry_of_another_kind_is_not_taken(kind: EntryKind) -> None:
    assert EntryFinder("permit", kind, "limit").of(FILES) is None


def test_what_a_fragment_holds_is_found_by_the_name_of_its_use() -> None:
    finder = EntryFinder("nursery-place", None, "mother.home.is_in_zone_a")
    found = finder.of(TWO_PARENTS)
    assert found is not None
    assert found.excerpt.path == PurePosixPath("fragments/address.yaml")
    assert EntryFinder("nursery-place", None, "aunt.home.is_in_zone_b").of(TWO_PARENTS) is None
