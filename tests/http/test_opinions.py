"""Was this page useful, how would you rate the service, and what staff see of it."""

import pytest

from engine.model.account import Role
from engine.operations.opinions import FROM_ONE_PLACE, without_personal
from tests.support.journeys import fill, place, reference_of, start
from tests.support.portal import Person, Shown, Site

START = "/en/services/fishing-licence"


def asked(person: Person, path: str = START, useful: str = "no") -> Shown:
    """Press yes or no under a page."""
    form = person.get(path).form("/opinion")
    about = form.one("input", name="about").get("value")
    return person.get(f"{form.get('action')}?about={about}&useful={useful}")


def sent(person: Person) -> Shown:
    """An application that was just submitted."""
    done = fill(person, "en")
    person.send(person.get(place(done, "/decision")), "/submit")
    return person.get(place(done))


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", ["/", "/services", "/services/fishing-licence", "/sign-in"])
def test_every_page_asks_whether_it_was_useful(site: Site, language: str, path: str) -> None:
    shown = site.anybody().get(f"/{language}{path}")
    form = shown.form("/opinion")
    assert form.get("method") == "get"
    assert len(form.all("button")) == 2
    assert shown.response.headers.get("set-cookie") is None or path == "/sign-in"


def test_an_opinion_needs_no_account_and_keeps_nothing_of_its_writer(site: Site) -> None:
    nobody = site.anybody()
    page = asked(nobody)
    checked = [one for one in page.page.all("input", name="useful") if "checked" in one.attributes]
    assert [one.get("value") for one in checked] == ["no"]
    done = nobody.send(page, "/opinion", reason="اتصلوا ٠٥٠١٢٣٤٥٦٧ me@example.org <b>طويلة</b>")
    assert "Thank you" in done.text
    assert done.page.all("a", href=START)
    with site.ports.store.read() as work:
        said = work.opinions.remarks(1)[0]
    assert (said.page, said.service, said.is_useful) == ("service", "fishing-licence", False)
    assert said.text == "اتصلوا … … <b>طويلة</b>"


def test_an_opinion_must_be_yes_or_no(site: Site) -> None:
    nobody = site.anybody()
    shown = nobody.send(asked(nobody), "/opinion", useful=None, reason="kept")
    assert shown.status == 422
    assert shown.page.one("textarea").text == "kept"
    assert shown.page.one("div", id="error-summary").all("a", href="#useful-yes")


@pytest.mark.parametrize("about", ["nothing", "service/nothing", "", "../home", "x" * 3000])
def test_an_opinion_of_no_page_is_refused(site: Site, about: str) -> None:
    assert site.anybody().get(f"/en/opinion?about={about}").status == 404


def test_an_opinion_without_a_token_is_refused(site: Site) -> None:
    data = {"about": "home", "useful": "yes"}
    assert site.anybody().ask("POST", "/en/opinion", data=data).status_code == 403


def test_pages_about_somebody_say_nothing_of_whom(site: Site, sara: Person) -> None:
    shown = start(sara)
    about = shown.form("/opinion").one("input", name="about").get("value")
    assert about == "step"


# Ratings -----------------------------------------------------------------------------------------


def test_a_service_is_rated_after_the_submission_and_again(site: Site, sara: Person) -> None:
    shown = sent(sara)
    assert "How would you rate this service?" in shown.text
    radios = shown.page.one("fieldset", id="stars").all("input")
    assert [one.get("value") for one in radios] == ["1", "2", "3", "4", "5"]
    rated = sara.send(shown, "/rating", stars="4", comment="Quick")
    assert "You rated this service 4 out of 5" in rated.text
    again = sara.send(rated, "/rating", stars="2")
    assert "You rated this service 2 out of 5" in again.text
    with site.ports.store.read() as work:
        kept = work.opinions.rating(reference_of(shown))
    assert kept is not None
    assert (kept.stars, kept.comment) == (2, "Quick")


@pytest.mark.parametrize("stars", ["", "0", "6", "٣", "-1", "4.5", "99"])
def test_a_rating_is_of_one_to_five_stars(sara: Person, stars: str) -> None:
    shown = sara.send(sent(sara), "/rating", stars=stars, comment="kept")
    assert shown.status == 422
    assert "Choose a rating from 1 to 5" in shown.text
    assert shown.page.one("textarea", id="comment").text == "kept"


def test_nobody_rates_a_draft_or_for_somebody_else(sara: Person, omar: Person) -> None:
    draft = reference_of(start(sara))
    token = sara.get("/en/my-services").page.all("input", name="csrf")[0].get("value")
    data = {"csrf": token, "stars": "5"}
    assert sara.ask("POST", f"/en/applications/{draft}/rating", data=data).status_code == 409
    other = reference_of(sent(sara))
    token = omar.get("/en/my-services").page.all("input", name="csrf")[0].get("value")
    data = {"csrf": token, "stars": "5"}
    assert omar.ask("POST", f"/en/applications/{other}/rating", data=data).status_code == 404


@pytest.mark.parametrize("role", [Role.POLICY_EDITOR, Role.ADMINISTRATOR])
def test_staff_see_counts_averages_and_words(site: Site, sara: Person, role: Role) -> None:
    sara.send(sent(sara), "/rating", stars="5", comment="Very quick")
    nobody = site.anybody()
    nobody.send(asked(nobody, "/en/privacy", "yes"), "/opinion")
    shown = site.staff(role.value, role, "en").get("/en/staff/opinions")
    assert "Very quick" in shown.text
    assert "Fishing licence" in shown.page.all("table")[0].text
    assert "privacy" in shown.page.all("table")[1].text
    assert not shown.page.all("form", action="/en/opinion")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("رقمي 1058529940", "رقمي …"),
        ("+966 50 123 4567 now", "… now"),
        ("a.b@example.org", "…"),
        ("version 2026, page 12", "version 2026, page 12"),
        ("x" * 5000, "x" * 500),
    ],
)
def test_what_looks_like_somebodys_is_taken_out(typed: str, kept: str) -> None:
    assert without_personal(typed) == kept


def test_from_one_place_not_everything_can_be_said(site: Site) -> None:
    """The last test of this portal: afterwards nobody here is heard for an hour."""
    nobody = site.anybody()
    page = asked(nobody, "/en/")
    statuses = [nobody.post(page, "/opinion").status_code for _ in range(FROM_ONE_PLACE.most + 1)]
    assert statuses[-1] == 429
