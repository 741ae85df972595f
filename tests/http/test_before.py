"""Before you start: asked page by page, kept nowhere, answered with reasons, needs and price."""

import pytest

from tests.support.portal import Person, Shown, Site

PATH = "/services/fishing-licence/before"


def first(person: Person, language: str = "en") -> Shown:
    return person.get(f"/{language}{PATH}")


def given(person: Person, **answers: str) -> Shown:
    """The answer about somebody with a boat, or without."""
    shown = person.send(first(person), PATH, boat__is_own=answers.pop("own"), do="next")
    for name, text in answers.items():
        shown = person.send(shown, PATH, do="next", **{name: text})
    return shown


def test_the_start_page_leads_there(site: Site) -> None:
    shown = site.anybody().get("/en/services/fishing-licence")
    assert shown.page.all("a", href=f"/en{PATH}")


def test_one_question_is_asked_at_a_time_and_the_answer_says_all(sara: Person) -> None:
    shown = first(sara)
    names = {one.get("name") for one in shown.page.one("div", id="step-fields").all("input")}
    assert names == {"boat.is_own"}
    shown = given(sara, own="yes", boat__metres="12")
    assert "You may apply" in shown.text
    assert "SAR 120.50" in shown.text
    assert "Certificates of the boat I have a boat: Yes" in shown.text
    assert "Identity card Asked of everybody" in shown.text


def test_a_refusal_says_why_and_what_to_do(sara: Person) -> None:
    shown = given(sara, own="yes", boat__metres="13")
    assert "You may not apply now" in shown.text
    assert "Length of the boat: 13; allowed: at most 12" in shown.text
    assert "What to do:" in shown.text
    assert "Order on neighbourhood parking" in shown.text


def test_nothing_is_kept_and_nothing_stands_in_an_address(site: Site, sara: Person) -> None:
    with site.ports.store.read() as work:
        before = work.applications.of_account("sara")
    shown = given(sara, own="yes", boat__metres="12")
    assert shown.path == f"/en{PATH}"
    with site.ports.store.read() as work:
        assert work.applications.of_account("sara") == before


def test_a_wrong_answer_is_told_beside_its_field(sara: Person) -> None:
    shown = given(sara, own="yes", boat__metres="x")
    assert shown.status == 422
    assert shown.page.one("div", id="error-summary").all("a")
    assert shown.title.startswith("Error:")
    assert "12" not in [one.get("value") for one in shown.page.all("input")]


def test_an_answer_is_changed(sara: Person) -> None:
    shown = given(sara, own="yes", boat__metres="12")
    again = sara.send(shown, PATH, change="boat")
    assert "You may apply" not in again.text
    names = {one.get("name") for one in again.page.one("div", id="step-fields").all("input")}
    assert names == {"boat.is_own"}


def test_the_answer_so_far_is_shown_and_the_questions_go_on(sara: Person) -> None:
    so_far = sara.send(first(sara), PATH, do="answer")
    assert "It depends" in so_far.text
    assert "The boat is not too long Not known yet Depends on: I have a boat" in so_far.text
    back = sara.send(so_far, PATH)
    assert back.page.all("div", id="step-fields")


def test_the_language_is_switched_with_what_was_typed(sara: Person) -> None:
    shown = sara.send(first(sara), PATH, boat__is_own="yes", do="next")
    switch = next(one for one in shown.page.all("button") if one.get("formaction"))
    form = {one.get("name"): one.get("value") for one in shown.form(PATH).all("input")}
    other = sara.shown(
        sara.ask("POST", str(switch.get("formaction")), data={**form, "boat.metres": "١٣"})
    )
    assert other.page.one("html").get("lang") == "ar"
    assert other.page.one("input", id="f-boat-metres").get("value") == "١٣"
    assert "لا تستطيع" not in other.text


def test_nobody_signed_in_gets_a_general_answer_and_is_told_so(site: Site) -> None:
    nobody = site.anybody()
    shown = given(nobody, own="no")
    assert "Sign in for an answer about you" in shown.text
    assert "You may apply" in shown.text
    assert not shown.page.all("form", action="/en/services/fishing-licence/apply")


def test_somebody_whom_no_register_holds_is_told_what_to_do(omar: Person) -> None:
    shown = first(omar)
    assert "Register your residence first" in shown.text


def test_an_application_begins_with_the_answers(sara: Person) -> None:
    shown = given(sara, own="yes", boat__metres="12")
    begun = sara.send(shown, "/apply")
    assert begun.page.one("input", id="f-boat-metres").get("value") == "12"
    checked = [
        one for one in begun.page.all("input", name="boat.is_own") if "checked" in one.attributes
    ]
    assert [one.get("value") for one in checked] == ["yes"]


@pytest.mark.parametrize(
    "name",
    [
        "kept/boat/boat.metres",
        "kept/nowhere/x",
        "item/trips/../x",
        "item/trips/0/proof",
        "all/boat",
    ],
)
@pytest.mark.parametrize("text", ["", "9" * 5000, "\u202e", "<script>"])
def test_no_hidden_value_breaks_the_page(sara: Person, name: str, text: str) -> None:
    shown = first(sara)
    form = {one.get("name"): one.get("value") for one in shown.form(PATH).all("input", name="csrf")}
    again = sara.shown(sara.ask("POST", f"/en{PATH}", data={**form, name: text}))
    assert again.status in (200, 422)
    assert "<script>" not in again.page.one("main").text


def test_an_address_copied_from_the_bar_begins_again(sara: Person) -> None:
    assert sara.get(f"/en{PATH}/preview").path == f"/en{PATH}"


def test_a_form_without_a_token_is_refused(sara: Person) -> None:
    assert sara.ask("POST", f"/en{PATH}", data={"do": "next"}).status_code == 403


def test_an_unknown_service_is_not_there(sara: Person) -> None:
    assert sara.get("/en/services/nothing/before").status == 404
