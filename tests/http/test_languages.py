"""Arabic first, and a switch that keeps the page and what was typed."""

import pytest

from tests.support import journeys
from tests.support.html import sent_by
from tests.support.portal import Person, Site


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "ar"),
        ("", "ar"),
        ("en", "en"),
        ("en-GB,en;q=0.9,ar;q=0.8", "en"),
        ("ar-SA,en;q=0.9", "ar"),
        ("fr-FR,fr;q=0.9", "ar"),
        ("fr;q=1,en;q=0.2,ar;q=0.1", "en"),
        ("en;q=nonsense", "en"),
        ("," * 500, "ar"),
    ],
)
def test_the_front_door_leads_to_the_browsers_language(
    site: Site, header: str | None, language: str
) -> None:
    headers = {} if header is None else {"Accept-Language": header}
    answer = site.client.request("GET", "/", headers=headers, follow_redirects=False)
    assert answer.headers["location"] == f"/{language}/"
    assert answer.headers["vary"] == "Accept-Language"


def test_another_language_is_no_page(site: Site) -> None:
    assert site.anybody().ask("GET", "/fr/").status_code == 404


def test_the_switch_is_a_link_to_the_same_page_where_nothing_is_typed(sara: Person) -> None:
    switch = sara.get("/ar/my-services").page.one("a", hreflang="en")
    assert (switch.get("href"), switch.text) == ("/en/my-services", "English")


def test_the_switch_on_a_form_keeps_what_was_typed_and_does_not_save(sara: Person) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    switch = boat.page.one("button", form="step-form", lang="en")
    assert switch.get("lang") == "en"
    values = {**sent_by(boat.form("/boat")), "boat.metres": "half typed"}
    response = sara.ask("POST", str(switch.get("formaction")), data=values)
    assert response.status_code == 303
    shown = sara.get(response.headers["location"])
    assert shown.path.startswith("/en/")
    assert shown.page.one("input", name="boat.metres").get("value") == "half typed"
    assert not shown.page.all("div", id="error-summary")
    assert sara.get(journeys.place(shown)).path.endswith("/steps/boat")


def test_the_switch_never_overwrites_what_another_tab_saved(sara: Person) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    second = sara.get(boat.path)
    sara.send(boat, "/boat", boat__is_own="yes", boat__metres="12")
    switch = second.page.one("button", form="step-form", lang="en")
    values = {**sent_by(second.form("/boat")), "boat.metres": "34"}
    assert sara.ask("POST", str(switch.get("formaction")), data=values).status_code == 409


def test_the_error_page_speaks_the_language_of_its_address(site: Site) -> None:
    assert "This page is not here" in site.anybody().get("/en/nothing").text
    assert "الصفحة غير موجودة" in site.anybody().get("/ar/nothing").text
