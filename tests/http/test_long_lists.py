"""Long lists and what depends on answers of the same page, without a script and as one is sent."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import pytest

from tests.support import boating
from tests.support.html import Element, parse
from tests.support.journeys import place, token_of
from tests.support.portal import Person, Shown, Site, serving

_KB = 1024
GULF = {"berth__coast": "gulf", "berth__months": "3", "berth__first_date": "1/12/2026"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("mooring"), boating.files()) as made:
        yield made


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


def start(person: Person, language: str = "en") -> Shown:
    """A new draft: the page of the berth."""
    shown = person.get(f"/{language}/services/mooring")
    sent = {"csrf": token_of(shown), "key": token_hex(8)}
    response = person.ask("POST", f"{shown.path}/apply", data=sent)
    return person.get(response.headers["location"])


def berth(person: Person, shown: Shown, **changes: str | None) -> Shown:
    return person.send(shown, "/steps/berth", **{**GULF, **changes})


def former(person: Person, language: str = "en") -> Shown:
    """The second page, whose lists have 250 codes."""
    shown = berth(person, start(person, language))
    shown = berth(person, shown, berth__harbour="wajh_1")
    assert shown.path.endswith("/former"), shown.text
    return shown


def preview(person: Person, shown: Shown, **typed: str) -> Element:
    """What a script asks for when an answer changes."""
    named = {name.replace("__", "."): text for name, text in typed.items()}
    sent = {"csrf": token_of(shown), "revision": "0", **named}
    response = person.ask("POST", place(shown, "/steps/berth/preview"), data=sent)
    assert response.status_code == 200
    return parse(response.text)


def results(page: Element) -> dict[str, str]:
    (section,) = page.all("section", **{"aria-labelledby": "results"})
    names, values = section.all("dt"), section.all("dd")
    return {name.text: value.text for name, value in zip(names, values, strict=True)}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_with_a_list_of_hundreds_is_at_most_100_kilobytes(
    sara: Person, language: str
) -> None:
    shown = former(sara, language)
    assert len(shown.page.one("select", name="former.best").all("option")) == 251
    assert len(shown.response.content) <= 100 * _KB


def test_a_long_list_is_a_plain_select_that_a_script_can_search(sara: Person) -> None:
    select = former(sara, "ar").page.one("select", name="former.best")
    assert select.get("data-search") is not None
    option = select.one("option", value="jeddah_6")
    assert option.text == "مرفأ جُدّة 6"
    assert option.get("data-also") == "Harbour of Jeddah 6"


def test_a_short_list_is_not_searched(sara: Person) -> None:
    shown = start(sara)
    assert shown.page.all("select") == []
    assert len(shown.page.all("input", name="berth.coast")) == 3


# Lists that depend on an answer of the same page ---------------------------------------------


def test_without_a_script_saving_shows_the_list_and_says_what_to_do(sara: Person) -> None:
    first = start(sara)
    assert first.page.all("select", name="berth.harbour") == []
    shown = berth(sara, first)
    assert shown.path.endswith("/steps/berth?more=yes")
    assert "Something on this page still needs an answer" in shown.text
    codes = [
        one.get("value") for one in shown.page.one("select", name="berth.harbour").all("option")
    ]
    assert "wajh_1" in codes
    assert "qatif_3" not in codes


def test_a_code_belongs_to_every_one_of_its_list_of_values(sara: Person) -> None:
    """Umluj 10 lies on the gulf and on the lake."""
    first = start(sara)
    for coast, is_offered in (("gulf", True), ("lake", True), ("red_sea", False)):
        page = preview(sara, first, berth__coast=coast)
        codes = {one.get("value") for one in page.one("select", name="berth.harbour").all("option")}
        assert ("umluj_10" in codes) is is_offered, coast


def test_a_choice_that_is_no_longer_offered_is_told_of_while_answering(sara: Person) -> None:
    page = preview(sara, start(sara), berth__coast="lake", berth__harbour="wajh_1")
    told = page.one("p", id="f-berth-harbour-gone")
    assert "Port of Al Wajh 1" in told.text
    select = page.one("select", name="berth.harbour")
    assert "f-berth-harbour-gone" in (select.get("aria-describedby") or "")
    assert not [one for one in select.all("option") if one.get("selected") is not None]


def test_a_choice_that_is_no_longer_offered_is_refused_and_named(sara: Person) -> None:
    shown = berth(sara, berth(sara, start(sara)), berth__coast="lake", berth__harbour="wajh_1")
    assert shown.status == 422
    assert "Port of Al Wajh 1" in shown.page.one("p", id="f-berth-harbour-gone").text
    assert shown.page.one("p", id="f-berth-harbour-error").text


# What comes of answers -----------------------------------------------------------------------


def test_what_is_computed_follows_the_answers(sara: Person) -> None:
    first = start(sara)
    unknown = {"Price of the berth": "Not known yet", "Begins in the summer": "Not known yet"}
    assert results(first.page) == unknown
    page = preview(sara, first, berth__coast="gulf", berth__months="3")
    assert results(page) == unknown | {"Price of the berth": "SAR 600.00"}
    page = preview(sara, first, berth__coast="lake", berth__months="٣")
    assert results(page)["Price of the berth"] == "SAR 150.00"
    page = preview(sara, first, berth__coast="lake", berth__months="13")
    assert results(page) == unknown, "a wrong answer decides nothing"


def test_without_a_script_what_is_computed_is_there_after_saving(sara: Person) -> None:
    shown = berth(sara, start(sara))
    assert results(shown.page)["Price of the berth"] == "SAR 600.00"


def test_what_registers_say_stays_above_the_questions(sara: Person) -> None:
    shown = start(sara)
    first = shown.page.one("form", id="step-form").all("dl")[0]
    assert [one.text for one in first.all("dt")] == ["Name"]


@pytest.mark.parametrize("name", ["berth.coast", "berth.months", "berth.first_date"])
def test_every_answer_that_something_is_computed_from_is_watched(sara: Person, name: str) -> None:
    inputs = start(sara).page.all("input", name=name)
    assert inputs
    assert all(one.get("hx-post") for one in inputs)
