"""Decision records: one number each, and the same parts in all of them."""

import re
from pathlib import Path

import pytest

RECORDS = sorted((Path(__file__).parents[2] / "docs/adr").glob("*.md"))
assert RECORDS, "an empty folder must not pass"
TITLE = re.compile(r"# ADR (\d+): \S.*")
DATE = re.compile(r"Date: \d{4}-\d\d-\d\d\. Status: (accepted|superseded by ADR \d+)\.")


def test_no_number_is_used_twice() -> None:
    numbers = [path.name.split("-")[0] for path in RECORDS]
    assert sorted(set(numbers)) == numbers


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_a_record_has_its_number_date_and_parts(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    title = TITLE.fullmatch(lines[0])
    assert title is not None
    assert int(title[1]) == int(path.name.split("-")[0])
    assert DATE.fullmatch(lines[2])
    parts = [line for line in lines if line.startswith("## ")]
    assert parts == ["## Context", "## Decision", "## Consequences"]
