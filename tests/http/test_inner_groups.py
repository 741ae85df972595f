"""Groups inside the items of a group: adding, changing, removing, and saying that it is all."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex
from urllib.parse import urlencode

import pytest

from engine.model.account import Role
from engine.operations import releases
from tests.support import skipper
from tests.support.html import Element, sent_by
from tests.support.journeys import token_of
from tests.support.portal import Person, Shown, Site, serving
from tests.support.skipper import GULL, VOYAGE


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("skipper"), skipper.files()) as made:
        yield made


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


def start(person: Person, language: str = "en") -> Shown:
    """A new draft: the page of the boats."""
    shown = person.get(f"/{language}/services/skipper")
    sent = {"csrf": token_of(shown), "key": token_hex(8)}
    return person.get(person.ask("POST", f"{shown.path}/apply", data=sent).headers["location"])


def link(shown: Shown, end: str) -> str:
    """The only link of the page that ends so."""
    found = {str(one.get("href")) for one in shown.page.all("a")}
    (address,) = [one for one in found if one.endswith(end)]
    return address


def add(person: Person, shown: Shown, **texts: str) -> Shown:
    """Add an item to the group on the page."""
    form = person.get(link(shown, "new"))
    action = str(form.page.one("form", id="step-form").get("action"))
    return person.send(form, action, **texts)


def all_of(person: Person, shown: Shown) -> Shown:
    action = str(shown.page.one("form", id="step-form").get("action"))
    return person.send(shown, action)


def cards(shown: Shown) -> list[Element]:
    return [one for one in shown.page.all("li") if one.get("class") == "card"]


def with_voyages(person: Person, *voyages: dict[str, str], language: str = "en") -> Shown:
    """A boat with its voyages, said to be all: the page of its repairs."""
    shown = add(person, start(person, language), **GULL)
    for voyage in voyages:
        shown = add(person, shown, **voyage)
    return all_of(person, shown)


def test_a_new_item_leads_to_what_it_holds_and_back_to_its_group(sara: Person) -> None:
    voyages = add(sara, start(sara), **GULL)
    assert voyages.heading == "Voyages"
    assert "Gull" in voyages.text
    assert "Nothing added yet" in voyages.text
    voyages = add(sara, voyages, **VOYAGE)
    assert len(cards(voyages)) == 1
    repairs = all_of(sara, voyages)
    assert repairs.heading == "Repairs"
    boats = all_of(sara, repairs)
    (card,) = cards(boats)
    assert "1 April 2025" in card.text
    assert "Not finished" not in card.text
    assert all_of(sara, boats).path.endswith("/check")


def test_an_inner_group_with_too_few_items_says_so_and_stays_open(sara: Person) -> None:
    voyages = add(sara, start(sara), **GULL)
    refused = all_of(sara, voyages)
    assert refused.response.status_code == 422
    assert refused.title.startswith("Error")
    new = link(refused, "new")
    (add_link,) = [one for one in refused.page.all("a") if one.get("href") == new]
    assert refused.page.all("a", href=f"#{add_link.get('id')}")
    assert "Not finished" in sara.get(link(refused, "/steps/boats")).text


def test_an_inner_item_is_changed_and_removed_on_pages_of_its_own(sara: Person) -> None:
    shown = sara.get(link(with_voyages(sara, VOYAGE), "/steps/boats"))
    voyages = sara.get(link(shown, ".voyages"))
    (edit,) = [one for one in voyages.page.all("a") if one.text.startswith("Edit")]
    form = sara.get(str(edit.get("href")))
    assert "Gull" in form.text
    action = str(form.page.one("form", id="step-form").get("action"))
    voyages = sara.send(form, action, returned="9/4/2025")
    assert "9 April 2025" in voyages.text
    boats = sara.get(link(voyages, "/steps/boats"))
    assert "Not finished" in boats.text, "a change opens the group again"
    asked = sara.get(link(voyages, "/remove"))
    voyages = sara.send(asked, str(asked.form("/remove").get("action")))
    assert voyages.heading == "Voyages"
    assert "Nothing added yet" in voyages.text


def test_a_wrong_inner_answer_is_beside_its_question(sara: Person) -> None:
    voyages = add(sara, start(sara), **GULL)
    refused = add(sara, voyages, **{**VOYAGE, "returned": "1/3/2025"})
    assert refused.response.status_code == 422
    assert refused.page.all("a", href="#f-returned")


def test_removing_the_item_removes_what_it_holds(sara: Person) -> None:
    shown = sara.get(link(with_voyages(sara, VOYAGE), "/steps/boats"))
    voyage = link(sara.get(link(shown, ".voyages")), "/remove").removesuffix("/remove")
    asked = sara.get(link(shown, "/remove"))
    boats = sara.send(asked, str(asked.form("/remove").get("action")))
    assert not cards(boats)
    assert sara.get(voyage).response.status_code == 404


def test_a_check_of_the_item_reads_what_it_holds(sara: Person) -> None:
    """A boat with too few seats for a voyage: its own page says so, once the voyages are all."""
    repairs = with_voyages(sara, VOYAGE)
    boats = all_of(sara, repairs)
    (edit,) = [one for one in boats.page.all("a") if one.text.startswith("Edit")]
    form = sara.get(str(edit.get("href")))
    action = str(form.page.one("form", id="step-form").get("action"))
    refused = sara.send(form, action, seats="1")
    assert refused.response.status_code == 422
    assert "On a voyage there were more people than seats" in refused.text


def test_the_check_page_shows_what_items_hold(sara: Person) -> None:
    boats = all_of(sara, with_voyages(sara, VOYAGE, {**VOYAGE, "left": "2/4/2025"}, language="ar"))
    check = all_of(sara, boats)
    section = check.page.one("section", class_="section")
    assert [one.text for one in section.all("h4")] == ["الرحلات", "الإصلاحات"]
    assert len(section.all("h5")) == 2


@pytest.mark.parametrize("end", ["zz.voyages", "0123456789abcdef.voyages", "voyages"])
def test_a_group_of_no_item_is_not_there(sara: Person, end: str) -> None:
    shown = start(sara)
    assert sara.get(f"{shown.path}/groups/{end}").response.status_code == 404
    assert sara.get(f"{shown.path}/items/{end}.new").response.status_code == 404


def test_no_item_is_kept_inside_one_that_is_not_there(sara: Person) -> None:
    voyages = add(sara, start(sara), **GULL)
    form = sara.get(link(voyages, "new"))
    action = str(form.page.one("form", id="step-form").get("action"))
    inside = action.rpartition("/")[2].partition(".")[0]
    values = {"csrf": token_of(form), "revision": "1", **VOYAGE}
    for other in (action.replace(inside, "0" * 16), action.replace("voyages", "crew")):
        assert sara.ask("POST", other, data=values).status_code == 404


def test_two_tabs_do_not_overwrite_an_inner_item(sara: Person) -> None:
    voyages = add(sara, start(sara), **GULL)
    form = sara.get(link(voyages, "new"))
    add(sara, voyages, **VOYAGE)
    action = str(form.page.one("form", id="step-form").get("action"))
    late = sara.send(form, action, **VOYAGE)
    assert late.response.status_code == 409
    assert late.heading


def answered(person: Person, shown: Shown, do: str, **typed: str) -> Shown:
    """Answer what is asked before there is an application."""
    form = shown.page.one("form", id="step-form")
    sent = {**sent_by(form), **typed, "do": do}
    return person.shown(person.ask("POST", str(form.get("action")), data=sent))


def test_before_there_is_an_application_inner_items_are_asked_in_their_turn(sara: Person) -> None:
    shown = sara.get("/en/services/skipper/before")
    assert "Boat 1" in shown.text
    shown = answered(sara, shown, "next", **GULL)
    assert "Gull: Voyage 1" in shown.text
    wrong = answered(sara, shown, "all")
    assert wrong.response.status_code == 422
    shown = answered(sara, wrong, "next", **VOYAGE)
    assert "Gull: Voyage 2" in shown.text
    shown = answered(sara, shown, "all")
    assert "Gull: Repair 1" in shown.text
    shown = answered(sara, shown, "all")
    assert "Boat 2" in shown.text
    shown = answered(sara, shown, "all")
    assert "Boat 1 (Gull): Voyage 1" in shown.text, "the reason names both"
    assert "Voyages in all: 1; needed: at least 2" in shown.text
    draft = sara.shown(
        sara.ask(
            "POST",
            str(shown.form("/apply").get("action")),
            data=sent_by(shown.form("/apply")),
        )
    )
    assert "1 April 2025" in draft.text


def test_the_policy_desk_tries_what_items_hold(site: Site) -> None:
    reader = site.staff("reader", Role.AUDITOR)
    answers = {
        **{f"a/boats/0/{name}": text for name, text in GULL.items()},
        **{f"a/boats/0/voyages/0/{name}": text for name, text in VOYAGE.items()},
        **{f"a/boats/0/voyages/4/{name}": text for name, text in VOYAGE.items()},
    }
    asked = {
        "service": "skipper",
        "day": "2026-12-01",
        "person": "resident-of-zone-a",
        "s": "boats",
    }
    release = releases.history(site.ports)[0].release
    address = f"/en/staff/desk/releases/{release}/try?{urlencode({**asked, **answers})}"
    shown = reader.get(address)
    assert "Voyages in all: 2" in shown.text
    names = {str(one.get("name")) for one in shown.page.all("input")}
    assert {"a/boats/0/voyages/1/left", "a/boats/0/voyages/2/left", "a/boats/1/name"} <= names
    assert "Boat 1: Voyage 2" in shown.text
    ids = [str(one.get("id")) for one in shown.page.all("input") if one.get("id")]
    assert len(ids) == len(set(ids))


def test_the_policy_desk_previews_inner_questions_before_an_application(site: Site) -> None:
    reader = site.staff("preview-reader", Role.AUDITOR)
    asked = {"service": "skipper", "day": "2026-12-01", "page": "before"}
    asked |= {f"a/boats/0/{name}": text for name, text in GULL.items()}
    release = releases.history(site.ports)[0].release
    shown = reader.get(f"/en/staff/desk/releases/{release}/preview?{urlencode(asked)}")
    names = {str(one.get("name")) for one in shown.page.all("input")}
    assert {"a/boats/0/voyages/0/left", "a/boats/0/name"} <= names
