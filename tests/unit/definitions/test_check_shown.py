"""Conditions that are plainly false, and those that are not."""

from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.read import read_files, read_folder
from engine.model.problem import DefinitionError

BASE = Path(__file__).parents[2] / "definitions" / "good" / "base"
SERVICE = PurePosixPath("services/permit.yaml")
SHOWN = "shown_when: permit.is_own_car"


@cache
def base() -> dict[PurePosixPath, bytes]:
    return read_folder(BASE)


def files_with(condition: str) -> dict[PurePosixPath, bytes]:
    """The base with a field that is shown under `condition`, written as YAML."""
    text = base()[SERVICE].decode()
    assert SHOWN in text
    return base() | {SERVICE: text.replace(SHOWN, f"shown_when: {condition}").encode()}


@pytest.mark.parametrize(
    "condition",
    [
        '\'permit.zone = "north" and permit.zone = "south"\'',
        '\'permit.zone = "north" and permit.zone != "north"\'',
        "permit.is_own_car = true and permit.is_own_car = false",
        "resident.cars < 2 and resident.cars > 5",
        "resident.cars < 2 and resident.cars >= 2",
        "resident.cars > 20",
        "resident.cars < 0",
        "resident.cars = 30",
        "30 < resident.cars",
        'resident.birth_date < @"2000-01-01" and resident.birth_date > @"2010-01-01"',
        "resident.cars > 20 or resident.cars < 0",
        "permit.is_own_car and (resident.cars > 20 or resident.cars < 0)",
        "permit.is_own_car and not(permit.is_own_car)",
        "permit.is_own_car and permit.is_own_car = false",
        "not(resident.cars > 2) and resident.cars > 2",
        "not(resident.cars > 2 or permit.is_own_car) and resident.cars = 5",
        '\'permit.zone in ("north", "south") and permit.zone = "centre"\'',
        '\'permit.zone in ("north", "south") and not(permit.zone in ("south", "north"))\'',
        "false",
    ],
)
def test_a_condition_that_leaves_no_value_is_found(condition: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_files(files_with(condition))
    assert [problem.code for problem in caught.value.problems] == ["D120"]


@pytest.mark.parametrize(
    "condition",
    [
        '\'permit.zone = "north" or permit.zone = "south"\'',
        "resident.cars <= 2 and resident.cars >= 2",
        "resident.cars >= 20",
        "resident.cars <= 0",
        "resident.cars < 2 or resident.cars > 5",
        "resident.cars > 20 or permit.is_own_car",
        'resident.birth_date >= @"2000-01-01" and resident.birth_date <= @"2000-01-01"',
        "resident.cars < permit_limit and resident.cars > 5",
        "not(resident.cars > 20)",
    ],
)
def test_a_condition_that_something_can_meet_is_let_pass(condition: str) -> None:
    assert "permit" in read_files(files_with(condition)).programs
