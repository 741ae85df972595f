"""Options that earlier answers decide, and several choices at once."""

from __future__ import annotations

import pytest

from engine.answers import FieldReading, StepReading
from engine.journey import saved_step, step_errors
from engine.model.application import StepEntry
from engine.model.options import Several
from engine.model.service import FieldType
from engine.model.value import Unknown
from tests.support.camping import closed, desk, draft, saved
from tests.support.declared import field
from tests.support.reading import code_of, read

COLOURS = field(FieldType.CHOICES, of="colours")


def at(tents: str, **place: str) -> StepReading:
    """The step of the place, with so many tents."""
    stay = saved(
        stay__first_date="1/12/2026",
        stay__last_date="3/12/2026",
        stay__tents=tents,
        stay__has_fire="no",
        stay__has_stove="no",
    )
    entry = saved(**{f"place__{name}": text for name, text in place.items()})
    found = desk().read(draft(stay=stay, guests=closed(), place=entry)).step("place")
    assert found is not None
    return found


def question(step: StepReading, name: str) -> FieldReading:
    found = step.field(f"place.{name}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("region", "tents", "offered"),
    [
        ("coast", "2", ("beach", "lagoon")),
        ("desert", "3", ("dunes", "oasis")),
        ("desert", "4", ("dunes",)),
        ("desert", "11", ()),
    ],
)
def test_codes_are_offered_for_which_both_conditions_are_true(
    region: str, tents: str, offered: tuple[str, ...]
) -> None:
    assert question(at(tents, region=region), "site").offered == offered


def test_a_choice_waits_while_no_code_can_be_offered_yet() -> None:
    site = question(at("2"), "site")
    assert isinstance(site.shown, Unknown)
    assert isinstance(site.state, Unknown)


def test_a_code_of_which_it_is_not_known_yet_is_not_offered_yet() -> None:
    activities = question(at("2"), "activities")
    assert activities.offered == ("none", "hiking")


def test_an_answer_that_may_be_offered_is_not_known_yet_and_no_error() -> None:
    step = at("2", activities="diving")
    assert isinstance(question(step, "activities").state, Unknown)
    assert question(step, "activities").error is None


def test_an_answer_that_is_no_longer_offered_is_wrong() -> None:
    step = at("2", region="desert", site="beach", activities="diving,hiking")
    codes = [(one.field, one.code) for one in step.errors()]
    assert codes == [("place.site", "not-offered-now"), ("place.activities", "not-offered-now")]
    assert isinstance(question(step, "site").state, Unknown)


def test_a_step_asks_again_once_an_earlier_answer_has_changed() -> None:
    step = at("3", region="desert", site="oasis", activities="hiking")
    assert step.is_done
    step = at("4", region="desert", site="oasis", activities="hiking")
    assert not step.is_done
    assert [one.code for one in step.errors()] == ["not-offered-now"]


def test_a_question_without_an_option_left_says_what_to_do() -> None:
    step = at("11", region="desert", site="", activities="hiking")
    (error,) = step.errors()
    assert (error.field, error.code) == ("place.site", "required")
    assert "change an earlier one" in error.message.en


def test_a_save_that_makes_a_choice_possible_asks_for_it_without_an_error() -> None:
    base = draft(stay=saved(stay__tents="2"), place=StepEntry())
    after = saved_step(desk(), base, "place", {"place.region": "coast"})
    assert [(one.field, one.code) for one in step_errors(after, "place")] == [
        ("place.activities", "required")
    ]
    step = after.step("place")
    assert step is not None
    assert question(step, "site").shown is True


# Several choices -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["blue,red", "red, blue", "red،blue", "blue red red", "red\nblue"])
def test_several_codes_are_a_list_in_the_order_of_their_list(text: str) -> None:
    assert read(COLOURS, text) == ("red", "blue")


@pytest.mark.parametrize(
    ("text", "code"),
    [("red,pink", "not-offered"), ("red,green", "no-longer-offered"), ("Red", "not-offered")],
)
def test_each_of_several_codes_must_be_offered(text: str, code: str) -> None:
    assert code_of(COLOURS, text) == code


@pytest.mark.parametrize(
    ("least", "most", "text", "code"),
    [
        (2, None, "red", "too-few-choices"),
        (None, 1, "red,blue", "too-many-choices"),
        (2, 2, "red,blue", None),
    ],
)
def test_the_number_of_choices_is_bounded_on_both_sides(
    least: int | None, most: int | None, text: str, code: str | None
) -> None:
    several = Several(least, most)
    one = field(FieldType.CHOICES, of="colours", several=several)
    if code is None:
        assert read(one, text) == ("red", "blue")
    else:
        assert code_of(one, text) == code


def test_a_code_that_excludes_others_stands_alone_and_is_enough() -> None:
    one = field(FieldType.CHOICES, of="colours", several=Several(2, 2, ("blue",)))
    assert read(one, "blue") == ("blue",)
    assert code_of(one, "red,blue") == "excludes-others"
    assert code_of(one, "red") == "too-few-choices"
