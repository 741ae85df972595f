"""The decision so far, for people of config/ who are refused, and why."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.definitions.read import read_folder
from tests.support import journeys
from tests.support.portal import Person, Shown, Site, serving

CONFIG = Path(__file__).parents[2] / "config"
SERVICE = "registration-renewal"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal"), read_folder(CONFIG)) as made:
        yield made


def somebody(site: Site, person: str) -> Person:
    """The demonstration's person of this id, signed in."""
    people = site.app.state.runtime.release(site.clock.now).catalogue.people
    return site.signed_in(person, people[person].key, "en")


def begin(person: Person) -> Shown:
    shown = person.get(f"/en/services/{SERVICE}")
    response = journeys.apply(person, shown, "key")
    return person.get(response.headers["location"])


def test_someone_who_cannot_be_accepted_is_told_on_the_first_step_already(site: Site) -> None:
    first = begin(somebody(site, "pharmacist-suspended"))
    assert "From what we know now, you do not meet the conditions" in first.text


def test_the_reason_stands_first_and_says_what_to_do(site: Site) -> None:
    person = somebody(site, "nurse-a-day-too-early")
    shown = person.get(journeys.place(begin(person), "/decision"))
    assert "You do not meet the conditions" in shown.text
    first = shown.page.all("li", class_="verdict")[0]
    assert "verdict-not_met" in str(first.get("class"))
    assert "Apply on or after 24 November 2026" in first.text
    assert "What to do:" in first.text
    assert "3 months, since 1 January 2020" in first.one("details").text


def test_the_questions_that_are_left_are_named(site: Site) -> None:
    person = somebody(site, "nurse-in-window")
    shown = person.get(journeys.place(begin(person), "/decision"))
    questions = shown.page.one("section", **{"aria-labelledby": "questions"})
    assert "Where you work now" in questions.text


def test_a_document_that_is_not_supplied_is_named_among_the_questions(site: Site) -> None:
    person = somebody(site, "specialist-in-grace")
    first = begin(person)
    person.send(first, "/options", **{"employment.sector": "government"})
    shown = person.get(journeys.place(first, "/decision"))
    questions = shown.page.one("section", **{"aria-labelledby": "questions"})
    assert "Employer identification letter" in questions.text
    assert "Date of application" not in questions.text


def test_fees_are_shown_from_the_first_step_on_with_what_is_unofficial(site: Site) -> None:
    person = somebody(site, "midwife-late")
    shown = person.get(journeys.place(begin(person), "/decision"))
    table = shown.page.one("table", class_="amounts")
    assert "Late fee" in table.text
    assert "Unofficial" in table.text
    assert "SAR 220.00" in table.one("tfoot").text


def test_there_is_no_button_to_submit_while_it_would_be_refused(site: Site) -> None:
    person = somebody(site, "pharmacist-suspended")
    shown = person.get(journeys.place(begin(person), "/decision"))
    assert not [one for one in shown.page.all("form") if "submit" in str(one.get("action"))]


def test_a_register_that_does_not_answer_is_said_and_nothing_is_begun(site: Site) -> None:
    person = somebody(site, "pakistani-nurse-without-an-answer")
    shown = person.get(f"/en/services/{SERVICE}")
    response = journeys.apply(person, shown, "key")
    assert response.status_code == 503
    assert "The registers did not answer" in response.text
    assert "You have not begun anything yet" in person.get("/en/my-services").text


def test_my_services_says_how_much_of_a_draft_is_left(site: Site) -> None:
    person = somebody(site, "consultant-over-sixty")
    begin(person)
    shown = person.get("/en/my-services")
    assert "steps are left: Options, Terms and conditions" in shown.text
    assert "It is closed unless you submit it by 23 December 2026" in shown.text
    go_on = next(one for one in shown.page.all("a") if one.text.startswith("Continue"))
    assert str(go_on.get("href")).endswith("/steps/options")
