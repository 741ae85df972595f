"""Saving steps: in order, with errors that lead on, and never over what another tab saved."""

import pytest

from tests.support import journeys
from tests.support.html import sent_by
from tests.support.portal import Person


def test_a_step_that_cannot_be_answered_yet_leads_to_the_one_that_can(sara: Person) -> None:
    boat = journeys.start(sara)
    shown = sara.get(journeys.place(boat, "/steps/trips"))
    assert shown.path.endswith("/steps/boat?first=yes")
    assert "أكمل هذه الخطوة أولًا" in shown.text


def test_a_form_sent_to_a_step_out_of_order_changes_nothing(sara: Person) -> None:
    boat = journeys.start(sara)
    token = journeys.token_of(boat)
    response = sara.ask(
        "POST",
        journeys.place(boat, "/steps/terms"),
        data={"csrf": token, "revision": "0", "accepted": "yes"},
    )
    assert response.status_code == 303
    assert response.headers["location"].endswith("/steps/boat?first=yes")
    terms = sara.send(boat, "/boat", boat__is_own="no")
    assert terms.page.one("input", type="checkbox").get("checked") is None


def test_a_blank_answer_is_refused_beside_its_field_and_in_the_summary(sara: Person) -> None:
    shown = sara.send(journeys.start(sara), "/boat", boat__is_own=None)
    assert shown.status == 422
    assert shown.title.startswith("خطأ:")
    summary = shown.page.one("div", id="error-summary")
    assert "لدي قارب: اختر إجابة" in summary.text
    first = shown.page.all("input", type="radio")[0]
    assert summary.one("a").get("href") == f"#{first.get('id')}"


def test_an_answer_that_uncovers_a_question_shows_it_on_the_same_page(sara: Person) -> None:
    shown = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    assert shown.path.endswith("/steps/boat?more=yes")
    assert shown.page.all("input", name="boat.metres")
    assert not shown.page.all("div", id="error-summary")


def test_what_was_typed_is_there_again_beside_its_error(sara: Person) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    shown = sara.send(boat, "/boat", boat__is_own="yes", boat__metres="٢٠٠ متر")
    assert shown.status == 422
    assert shown.page.one("input", name="boat.metres").get("value") == "٢٠٠ متر"


@pytest.mark.parametrize("typed", ["12", "١٢", "۱۲", " 12 ", "12.0"])
def test_digits_of_every_kind_are_taken(sara: Person, typed: str) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    shown = sara.send(boat, "/boat", boat__is_own="yes", boat__metres=typed)
    assert shown.path.endswith("/steps/terms")


def test_an_unknown_option_is_refused_with_a_sentence(sara: Person) -> None:
    shown = sara.send(journeys.start(sara), "/boat", boat__is_own="perhaps")
    assert shown.status == 422
    assert "اختر نعم أو لا" in shown.text


def test_two_tabs_never_overwrite_each_other_silently(sara: Person) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    second = sara.get(boat.path)
    sara.send(boat, "/boat", boat__is_own="yes", boat__metres="12")
    conflict = sara.send(second, "/boat", boat__is_own="yes", boat__metres="34")
    assert conflict.status == 409
    texts = [one.text for one in conflict.page.all("p", class_="typed")]
    assert "34" in texts
    assert "12" in texts
    assert conflict.page.all("p", class_="is-different")


def test_of_two_texts_the_applicant_can_keep_their_own(sara: Person) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    second = sara.get(boat.path)
    sara.send(boat, "/boat", boat__is_own="yes", boat__metres="12")
    conflict = sara.send(second, "/boat", boat__is_own="yes", boat__metres="34")
    sara.send(conflict, "/boat")
    kept = sara.get(journeys.place(boat, "/steps/boat"))
    assert sent_by(kept.form("/boat"))["boat.metres"] == "34"


def test_of_two_texts_the_applicant_can_leave_what_was_saved(sara: Person) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    second = sara.get(boat.path)
    sara.send(boat, "/boat", boat__is_own="yes", boat__metres="12")
    conflict = sara.send(second, "/boat", boat__is_own="yes", boat__metres="34")
    back = conflict.page.one("a", class_="button-plain")
    assert sent_by(sara.get(str(back.get("href"))).form("/boat"))["boat.metres"] == "12"


def test_the_same_form_sent_twice_is_one_save(sara: Person) -> None:
    boat = journeys.start(sara)
    answers = [sara.post(boat, "/boat", boat__is_own="no") for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]


def test_a_preview_shows_the_question_and_keeps_nothing(sara: Person) -> None:
    boat = journeys.start(sara)
    values = {**sent_by(boat.form("/boat")), "boat.is_own": "yes"}
    response = sara.ask("POST", f"{boat.path}/preview", data=values, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert 'name="boat.metres"' in response.text
    assert not sara.get(boat.path).page.all("input", name="boat.metres")


def test_a_fact_of_a_register_can_be_said_to_be_wrong_and_taken_back(sara: Person) -> None:
    boat = journeys.start(sara)
    link = next(a for a in boat.page.all("a") if "/disputes/resident.name" in str(a.get("href")))
    form = sara.get(str(link.get("href")))
    noted = sara.send(form, "/disputes/resident.name", text="اسمي سارة أحمد")
    assert "اسمي سارة أحمد" in noted.text
    again = sara.get(str(link.get("href")))
    assert "اسمي سارة أحمد" not in sara.send(again, "/disputes/resident.name", text="").text


def test_a_change_on_the_check_page_leads_back_to_it(sara: Person) -> None:
    check = journeys.fill(sara)
    links = [str(one.get("href")) for one in check.page.all("a")]
    change = next(link for link in links if "/steps/boat#" in link)
    boat = sara.get(change.partition("#")[0])
    assert any(one.get("id") == change.partition("#")[2] for one in boat.page.walk())
    assert sara.send(boat, "/boat", boat__is_own="no").path == check.path


def test_the_decision_says_what_is_left_while_something_is(sara: Person) -> None:
    boat = journeys.start(sara)
    shown = sara.get(journeys.place(boat, "/decision"))
    assert not [form for form in shown.page.all("form") if "submit" in str(form.get("action"))]


def test_submitting_what_is_not_complete_shows_what_is_left(sara: Person) -> None:
    boat = journeys.start(sara)
    response = sara.ask(
        "POST",
        journeys.place(boat, "/submit"),
        data={"csrf": journeys.token_of(boat), "revision": "1"},
    )
    assert response.status_code in (409, 422)
