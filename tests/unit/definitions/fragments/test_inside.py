"""What the names of a fragment mean where it is used."""

from pathlib import PurePosixPath

import pytest

from engine.model.inside import Constant, Inside, Meant
from engine.model.period import Months
from engine.model.problem import Span
from engine.model.types import DATE, PERIOD

AT = Span(PurePosixPath("rules/club.yaml"), 4, 9)
INSIDE = Inside(
    "mother.home",
    {"as_of": Meant("start.date", DATE, AT), "age": Constant(Months(216), PERIOD)},
    frozenset({"decision_date", "resident", "item"}),
)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("zone", "mother.home.zone"),
        ("zone.category", "mother.home.zone.category"),
        ("as_of", "start.date"),
        ("as_of.year", "start.date.year"),
        ("as_of_day", "mother.home.as_of_day"),
        ("decision_date", "decision_date"),
        ("resident.zone", "resident.zone"),
        ("item.employer", "item.employer"),
        ("documents.deed.issue_date", "documents.mother_home_deed.issue_date"),
    ],
)
def test_a_name_means_one_of_the_using_file(name: str, full: str) -> None:
    meant = INSIDE.meaning(name)
    assert isinstance(meant, Meant)
    assert meant.name == full


def test_an_argument_carries_its_type_and_its_place() -> None:
    assert INSIDE.meaning("as_of") == Meant("start.date", DATE, AT)


def test_a_constant_stands_for_its_name_alone() -> None:
    assert INSIDE.meaning("age") == Constant(Months(216), PERIOD)
    assert INSIDE.meaning("age.years") == Meant("mother.home.age.years")


def test_ids_are_joined_as_ids_of_their_kind_are() -> None:
    inside = Inside("legal_guardian.home", {}, frozenset())
    assert inside.with_hyphens("is-adult") == "legal-guardian-home-is-adult"
    assert inside.with_underscores("deed") == "legal_guardian_home_deed"


def test_a_field_of_an_item_is_kept_inside_its_group_alone() -> None:
    assert INSIDE.keeping(frozenset({"zone"})).meaning("zone") == Meant("zone")
    assert INSIDE.meaning("zone") == Meant("mother.home.zone")
