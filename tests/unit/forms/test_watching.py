"""Which answers a page is drawn anew for, and what stands below its questions."""

from engine.forms.watching import computed_here, watched_fields
from engine.model.service import Step
from tests.support.boating import catalogue

PROGRAM = catalogue().programs["mooring"]


def step(name: str) -> Step:
    found = catalogue().services["mooring"].step(name)
    assert found is not None
    return found


def test_what_is_shown_is_watched_through_derived_facts_and_tables() -> None:
    watched = watched_fields(PROGRAM, step("berth"))
    assert watched == {"berth.coast", "berth.months", "berth.first_date"}


def test_only_what_answers_of_the_page_decide_follows_them() -> None:
    assert computed_here(PROGRAM, step("berth")) == {"berth.price", "berth.is_summer"}
    assert computed_here(PROGRAM, step("former")) == frozenset()


def test_a_page_that_shows_nothing_of_its_own_is_not_watched_for_it() -> None:
    boating = catalogue().programs["boating"]
    route = catalogue().services["boating"].step("route")
    assert route is not None
    assert computed_here(boating, route) == frozenset()
    assert watched_fields(boating, route) == frozenset()
