"""Steps that ask nothing: read, passed by going on, and read again when they say something else."""

import pytest

from engine.journey import (
    OpenPart,
    Part,
    Status,
    next_step,
    open_parts,
    saved_step,
    steps_of,
    uncovered,
)
from engine.model.application import Application
from tests.support.boating import desk, draft
from tests.support.camping import living_in

SAILING = {"boat.kind": "sailing", "boat.length": "9", "boat.engine": ""}


def save(application: Application, step: str, texts: dict[str, str] | None = None) -> Application:
    return saved_step(desk(), application, step, texts or {}).application


def passed(texts: dict[str, str]) -> Application:
    """A draft in which everything is answered and read."""
    return save(save(save(draft(), "before"), "boat", texts), "route")


def status(application: Application, step: str) -> Status:
    states = steps_of(desk().read(application))
    return next(one.status for one in states if one.id == step)


def test_guidance_is_where_one_goes_until_it_was_passed() -> None:
    assert next_step(desk().read(draft())) == "before"
    assert next_step(desk().read(save(draft(), "before"))) == "boat"


def test_guidance_that_was_not_passed_is_still_open() -> None:
    asked = save(save(draft(), "before"), "boat", SAILING)
    assert open_parts(desk().read(asked)) == (OpenPart(Part.STEP, "route", "route"),)
    assert open_parts(desk().read(save(asked, "route"))) == ()


def test_passing_guidance_twice_counts_twice_and_keeps_nothing() -> None:
    entry = save(passed(SAILING), "route", {"boat.kind": "motor"}).step("route")
    assert entry.answers == {}
    assert entry.is_saved


@pytest.mark.parametrize(
    "changes",
    [
        {"boat.kind": "motor"},  # other paragraphs
        {"boat.engine": "101"},  # one more
    ],
)
def test_guidance_that_says_something_else_is_to_be_read_again(changes: dict[str, str]) -> None:
    assert status(passed(SAILING), "route") is Status.SAVED
    assert status(save(passed(SAILING), "boat", SAILING | changes), "route") is Status.NOT_STARTED


def test_guidance_whose_values_changed_is_to_be_read_again() -> None:
    """The same paragraph about another harbour."""
    before = desk().read(passed(SAILING))
    after = uncovered(desk(living_in("B")), before, before.application)
    assert not after.application.step("route").is_saved


@pytest.mark.parametrize("changes", [{"boat.length": "10"}, {"boat.engine": "100"}])
def test_guidance_that_says_the_same_stays_read(changes: dict[str, str]) -> None:
    assert status(save(passed(SAILING), "boat", SAILING | changes), "route") is Status.SAVED


def test_guidance_whose_condition_is_false_is_hidden() -> None:
    states = steps_of(desk(living_in("B")).read(draft()))
    assert states[0].status is Status.HIDDEN
    assert states[1].is_reachable
