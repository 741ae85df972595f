"""The work queue of the back office."""

from datetime import timedelta

import pytest

from engine.model.account import Role
from engine.operations import claims
from tests.support.journeys import fill, reference_of
from tests.support.portal import Person, Shown, Site

DAY = timedelta(days=1)


@pytest.fixture
def reference(site: Site, sara: Person) -> str:
    """A submitted application, free of charge."""
    shown = sara.send(fill(sara), "/decision") if False else fill(sara)
    decision = sara.get(shown.path.split("/steps/")[0] + "/decision")
    sara.send(decision, "/submit")
    return reference_of(shown)


def references(shown: Shown) -> list[str]:
    return [one.one("a").text for one in shown.page.all("th", scope="row")]


def test_staff_find_what_was_submitted(site: Site, reference: str) -> None:
    reviewer = site.staff("reviewer", Role.REVIEWER)
    shown = reviewer.get("/en/staff/applications?which=everything")
    assert reference in references(shown)
    assert shown.page.one("nav", class_="counts").all("a")
    found = reviewer.get(f"/ar/staff/applications?text={reference}")
    assert references(found) == [reference]
    assert references(reviewer.get("/ar/staff/applications?text=R-none")) == []


def test_the_filters_are_kept_on_the_page(site: Site, reference: str) -> None:
    reviewer = site.staff("reviewer", Role.REVIEWER)
    shown = reviewer.get("/en/staff/applications?which=everything&state=submitted&whose=nobody")
    chosen = {
        str(one.get("name")): next(
            (str(option.get("value")) for option in one.all("option") if option.has("selected")), ""
        )
        for one in shown.page.all("select")
    }
    assert chosen == {
        "which": "everything",
        "whose": "nobody",
        "service": "",
        "state": "submitted",
        "flag": "",
    }
    assert reference in references(shown)


def test_nothing_found_says_so(site: Site) -> None:
    reviewer = site.staff("reviewer", Role.REVIEWER)
    shown = reviewer.get("/en/staff/applications?text=nothing&after=nonsense")
    assert "No applications here" in shown.text
