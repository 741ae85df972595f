"""Repeating groups: add, edit, remove, and "that is all"."""

import pytest

from tests.support import journeys
from tests.support.html import sent_by
from tests.support.portal import Person, Shown


@pytest.fixture
def trips(sara: Person) -> Shown:
    """The page of the group, with nothing added."""
    terms = journeys.fill_boat(sara, journeys.start(sara))
    papers = sara.send(terms, "/terms", accepted="yes")
    return journeys.fill_papers(sara, papers)


def item_links(shown: Shown) -> list[str]:
    links = [str(one.get("href")) for one in shown.page.all("a")]
    return [link for link in links if "/items/" in link and not link.endswith(("/new", "/remove"))]


def test_an_item_is_added_with_its_file(sara: Person, trips: Shown) -> None:
    shown = journeys.fill_trip(sara, trips)
    assert shown.path == trips.path
    assert "جدة" in shown.text
    assert "scan.pdf" in shown.text


def test_an_item_without_its_file_is_kept_and_says_what_is_missing(
    sara: Person, trips: Shown
) -> None:
    form = sara.get(f"{trips.path}/items/new")
    action = str(form.page.one("form", id="step-form").get("action"))
    shown = sara.send(form, action, place="جدة")
    assert shown.status == 422
    assert sent_by(shown.page.one("form", id="step-form"))["place"] == "جدة"
    assert "أرفق الملف" in shown.page.one("div", id="error-summary").text
    assert "غير مكتمل" in sara.get(trips.path).text


def test_the_same_item_sent_twice_is_one_item(sara: Person, trips: Shown) -> None:
    form = sara.get(f"{trips.path}/items/new")
    action = str(form.page.one("form", id="step-form").get("action"))
    for _ in range(2):
        sara.post(form, action, {"proof": journeys.PDF}, place="جدة")
    assert len(item_links(sara.get(trips.path))) == 1


def test_an_item_is_changed(sara: Person, trips: Shown) -> None:
    shown = journeys.fill_trip(sara, trips)
    form = sara.get(item_links(shown)[0])
    again = sara.send(form, form.path, place="ينبع")
    assert "ينبع" in again.text
    assert "جدة" not in again.text


def test_an_item_is_removed_after_it_was_asked_whether_to(sara: Person, trips: Shown) -> None:
    shown = journeys.fill_trip(sara, trips)
    asked = sara.get(f"{item_links(shown)[0]}/remove")
    assert "جدة" in asked.text
    assert item_links(sara.send(asked, "/remove")) == []


def test_a_group_with_too_few_items_cannot_be_closed(sara: Person, trips: Shown) -> None:
    shown = sara.send(trips, "/trips")
    assert shown.status == 422
    link = shown.page.one("div", id="error-summary").one("a")
    assert any(one.get("id") == str(link.get("href"))[1:] for one in shown.page.walk())


def test_no_more_items_are_offered_than_the_definition_allows(sara: Person, trips: Shown) -> None:
    shown = journeys.fill_trip(sara, journeys.fill_trip(sara, trips), "ينبع")
    assert not [one for one in shown.page.all("a") if str(one.get("href")).endswith("/items/new")]


def test_that_is_all_goes_on_and_adding_another_opens_the_group_again(
    sara: Person, trips: Shown
) -> None:
    check = sara.send(journeys.fill_trip(sara, trips), "/trips")
    assert check.path.endswith("/steps/check")
    journeys.fill_trip(sara, sara.get(trips.path), "ينبع")
    assert sara.get(journeys.place(check)).path.endswith("/steps/trips")


def test_the_language_of_a_new_item_is_switched_with_what_was_typed(
    sara: Person, trips: Shown
) -> None:
    form = sara.get(f"{trips.path}/items/new")
    button = form.page.one("button", form="step-form", lang="en")
    values = {**sent_by(form.page.one("form", id="step-form")), "place": "جدة"}
    response = sara.ask("POST", str(button.get("formaction")), data=values)
    assert response.status_code == 200
    assert '<html lang="en" dir="ltr">' in response.text
    assert 'value="جدة"' in response.text
    assert item_links(sara.get(trips.path)) == []


def test_two_tabs_that_change_one_item_are_shown_both_texts(sara: Person, trips: Shown) -> None:
    link = item_links(journeys.fill_trip(sara, trips))[0]
    first, second = sara.get(link), sara.get(link)
    sara.send(first, first.path, place="ينبع")
    conflict = sara.send(second, second.path, place="أملج")
    assert conflict.status == 409
    assert [one.text for one in conflict.page.all("p", class_="is-different")] == ["أملج", "ينبع"]
    assert "أملج" in sara.send(conflict, second.path).text


def test_an_item_that_another_tab_removed_can_be_kept(sara: Person, trips: Shown) -> None:
    link = item_links(journeys.fill_trip(sara, trips))[0]
    form = sara.get(link)
    sara.send(sara.get(f"{link}/remove"), "/remove")
    conflict = sara.send(form, form.path, place="أملج")
    assert conflict.status == 409
    assert "أملج" in conflict.text
    sara.send(conflict, form.path)
    assert "أملج" in sara.get(trips.path).text
