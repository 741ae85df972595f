"""What a condition asks for, in both languages, as a list and as one line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.decide.conditions import Join, line_of, statement_of
from engine.decide.naming import Naming
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.expressions import core
from engine.model.problem import Span
from engine.model.types import YES_NO
from engine.model.words import Language
from engine.wording import without_isolates

FIXTURES = Path(__file__).parents[2] / "fixtures"
DAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def parking() -> Catalogue:
    return read_files(read_folder(FIXTURES / "small-service"))


@pytest.fixture(scope="module")
def nursery() -> Catalogue:
    return read_files(read_folder(FIXTURES / "two-parents"))


def naming(catalogue: Catalogue, service: str, language: Language = Language.EN) -> Naming:
    return Naming(catalogue.programs[service], catalogue, language)


def rule(catalogue: Catalogue, service: str, id: str) -> core.Node:
    rules = catalogue.programs[service].rules
    return next(one.condition for one in rules if one.rule.id == id)


def said(catalogue: Catalogue, id: str, language: Language = Language.EN, **how: bool) -> str:
    words = naming(catalogue, "parking-permit", language)
    node = rule(catalogue, "parking-permit", id)
    return without_isolates(line_of(statement_of(node, words, DAY, **how), words))


def test_a_limit_is_said_with_what_it_is_on_the_day(parking: Catalogue) -> None:
    name = "Permits that the household holds"
    limit = "Most permits that a household may hold (2)"
    assert said(parking, "under-permit-limit") == f"{name}: less than {limit}"
    assert said(parking, "under-permit-limit", is_true=False) == f"{name}: {limit} or more"


def test_a_condition_is_said_in_arabic(parking: Catalogue) -> None:
    line = said(parking, "under-permit-limit", Language.AR)
    assert line == "تصاريح الأسرة الحالية: أقل من أقصى عدد من التصاريح للأسرة (2)"


def test_a_yes_or_no_is_said_as_it_is_needed(parking: Catalogue) -> None:
    assert said(parking, "owns-the-car").endswith(": yes")
    assert said(parking, "owns-the-car", is_true=False).endswith(": no")


def test_a_negation_is_said_of_each_part(parking: Catalogue) -> None:
    words = naming(parking, "parking-permit")
    parts = tuple(rule(parking, "parking-permit", id) for id in ("lives-in-zone", "owns-the-car"))
    at = Span(parts[0].at.path, 1, 1)
    neither = core.Not(core.Or(parts, YES_NO, at), YES_NO, at)
    made = statement_of(neither, words)
    assert made.join is Join.ALL
    assert made.parts == tuple(statement_of(part, words, is_true=False) for part in parts)
    assert " and " in line_of(made, words)


def test_parts_of_another_kind_stand_in_brackets(parking: Catalogue) -> None:
    words = naming(parking, "parking-permit")
    a, b, c = (one.condition for one in parking.programs["parking-permit"].rules)
    at = a.at
    node = core.And((core.Or((a, b), YES_NO, at), c), YES_NO, at)
    line = without_isolates(line_of(statement_of(node, words), words))
    assert line.startswith("(")
    assert ") and " in line


@pytest.mark.parametrize("language", list(Language))
def test_every_condition_of_every_service_is_said_without_a_fault(
    parking: Catalogue, nursery: Catalogue, language: Language
) -> None:
    for catalogue in (parking, nursery):
        for service, program in catalogue.programs.items():
            words = naming(catalogue, service, language)
            for entry in program.rules:
                for is_true in (True, False):
                    assert line_of(
                        statement_of(entry.condition, words, DAY, is_true=is_true), words
                    )
