"""The work queue of the back office."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.model.account import Role
from tests.support.html import Element
from tests.support.journeys import fill, place, reference_of
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import reviewed

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A portal under a lifecycle with a review."""
    with serving(tmp_path_factory.mktemp("reviewed"), reviewed()) as made:
        yield made


@pytest.fixture
def reference(sara: Person) -> str:
    """A submitted application, free of charge."""
    shown = fill(sara)
    sara.send(sara.get(place(shown, "/decision")), "/submit")
    return reference_of(shown)


def references(shown: Shown) -> list[str]:
    return [one.one("a").text for one in shown.page.all("th", scope="row")]


def selected(select: Element) -> str:
    options = [one for one in select.all("option") if one.get("selected") is not None]
    return str(options[0].get("value")) if options else ""


def test_staff_find_what_waits_with_its_age_in_words(site: Site, reference: str) -> None:
    reviewer = site.staff("reviewer", Role.REVIEWER)
    shown = reviewer.get("/en/staff/applications")
    assert reference in references(shown)
    row = next(one for one in shown.page.all("tr") if reference in one.text)
    assert "Submitted" in row.text
    assert "0 of 5 working days" in row.text
    count = shown.page.one("nav", class_="counts").one("a")
    assert count.get("href") == "/en/staff/applications?state=submitted"
    found = reviewer.get(f"/ar/staff/applications?text={reference.lower()}")
    assert references(found) == [reference]


def test_an_application_past_its_service_level_is_called_overdue(
    site: Site, reference: str
) -> None:
    site.clock.now += 9 * DAY
    try:
        reviewer = site.staff("reviewer", Role.REVIEWER)
        assert reference in references(reviewer.get("/en/staff/applications?which=overdue"))
        row = reviewer.get(f"/en/staff/applications?text={reference}").page.one("tbody").text
        assert "Overdue" in row
    finally:
        site.clock.now -= 9 * DAY


def test_the_filters_are_kept_on_the_page(site: Site, reference: str) -> None:
    reviewer = site.staff("reviewer", Role.REVIEWER)
    shown = reviewer.get("/en/staff/applications?which=everything&state=submitted&whose=nobody")
    chosen = {str(one.get("name")): selected(one) for one in shown.page.all("select")}
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
