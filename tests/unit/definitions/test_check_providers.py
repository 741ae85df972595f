"""Which fields may give one fact: those whose conditions plainly exclude each other."""

from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.read import read_files, read_folder
from engine.model.problem import DefinitionError
from engine.model.types import Kind

BASE = Path(__file__).parents[2] / "definitions" / "good" / "base"
SERVICE = PurePosixPath("services/permit.yaml")
FIELD = """\
      - id: contact.mobile
        type: mobile
        label: {ar: الجوال, en: Mobile}
        prefill: resident.mobile
        shown_when: permit.is_own_car
"""


@cache
def base() -> dict[PurePosixPath, bytes]:
    return read_folder(BASE)


def files_with(first: str, second: str, type_: str = "mobile") -> dict[PurePosixPath, bytes]:
    """The base with two fields that give one fact, each shown under its condition."""
    text = base()[SERVICE].decode()
    assert FIELD in text
    fields = "".join(
        f"      - id: contact.{name}\n"
        "        gives: contact.mobile\n"
        f"        type: {type_}\n"
        "        label: {ar: الجوال, en: Mobile}\n"
        f"        shown_when: {condition}\n"
        for name, condition in (("own", first), ("other", second))
    )
    return base() | {SERVICE: text.replace(FIELD, fields).encode()}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("permit.is_own_car", "not(permit.is_own_car)"),
        ("permit.is_own_car = true", "permit.is_own_car = false"),
        ("'permit.zone = \"north\"'", "'permit.zone = \"south\"'"),
        ("'permit.zone = \"north\"'", "'permit.zone != \"north\"'"),
        ('\'permit.zone in ("north", "centre")\'', "'permit.zone = \"south\"'"),
        ("resident.cars > 2", "resident.cars <= 2"),
        ("resident.cars > 2 and permit.is_own_car", "resident.cars = 1 or not(permit.is_own_car)"),
    ],
)
def test_conditions_that_plainly_exclude_each_other_are_let_pass(first: str, second: str) -> None:
    catalogue = read_files(files_with(first, second))
    facts = catalogue.programs["permit"].facts
    assert facts["contact.mobile"].type.kind is Kind.TEXT
    assert "contact.own" not in facts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("permit.is_own_car", "permit.is_own_car"),
        ("permit.is_own_car", "'permit.zone = \"north\"'"),
        ("resident.cars > 2", "resident.cars <= 3"),
        ("true", "true"),
    ],
)
def test_fields_that_may_be_shown_together_are_refused(first: str, second: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_files(files_with(first, second))
    assert [problem.code for problem in caught.value.problems] == ["D165"]


@pytest.mark.parametrize(
    ("second", "is_optional"),
    [("not(permit.is_own_car)", False), ("permit.is_own_car = false", True)],
)
def test_a_fact_of_two_opposite_fields_is_never_absent(second: str, is_optional: bool) -> None:
    catalogue = read_files(files_with("permit.is_own_car", second))
    fact = catalogue.programs["permit"].facts["contact.mobile"]
    assert fact.type.is_optional is is_optional


@pytest.mark.parametrize(
    ("condition", "is_guarded"),
    [
        ('permit.zone = "north" and contact.mobile < decision_date', True),
        ('permit.zone = "south" and contact.mobile < decision_date', True),
        ('permit.zone in ("north", "south") and contact.mobile < decision_date', True),
        ('permit.zone = "centre" and contact.mobile < decision_date', False),
        ("contact.mobile < decision_date", False),
    ],
)
def test_what_shows_one_of_the_fields_guards_the_fact(condition: str, is_guarded: bool) -> None:
    files = files_with("'permit.zone = \"north\"'", "'permit.zone = \"south\"'", "date")
    text = files[SERVICE].decode()
    shown = "      - {id: employer, type: text, max_length: 80,"
    assert shown in text
    guarded = text.replace(shown, f"{shown} shown_when: '{condition}',")
    changed = files | {SERVICE: guarded.encode()}
    if is_guarded:
        read_files(changed)
        return
    with pytest.raises(DefinitionError) as caught:
        read_files(changed)
    assert {problem.code for problem in caught.value.problems} == {"E303"}
