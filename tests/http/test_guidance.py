"""Pages that ask nothing: what they say in both languages, and going on from them."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import pytest

from tests.support import boating
from tests.support.journeys import place, token_of
from tests.support.portal import Person, Shown, Site, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("boating"), boating.files()) as made:
        yield made


@pytest.fixture
def sara(site: Site) -> Person:
    return site.signed_in("sara")


def start(person: Person, language: str = "ar") -> Shown:
    """A new draft: what is to be known before the questions."""
    shown = person.get(f"/{language}/services/boating")
    sent = {"csrf": token_of(shown), "key": token_hex(8)}
    response = person.ask("POST", f"{shown.path}/apply", data=sent)
    return person.get(response.headers["location"])


def routed(person: Person, language: str, kind: str, engine: str = "") -> Shown:
    """The page that tells the way, for a boat."""
    shown = person.send(start(person, language), "/before")
    shown = person.send(shown, "/boat", boat__kind=kind, boat__length="9", boat__engine=engine)
    assert shown.path.endswith("/route"), shown.text
    return shown


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", "تتبع قاربك مرسى المنطقة أ"), ("en", "Your boat belongs to the harbour of Zone A")],
)
def test_guidance_is_read_and_passed_with_its_button(
    sara: Person, language: str, words: str
) -> None:
    shown = start(sara, language)
    assert words in shown.text
    assert shown.form("/steps/before").all("select", "textarea") == []
    assert shown.page.one("a", href=f"/{language}/services/mooring").text
    assert sara.send(shown, "/before").path.endswith("/boat")


def test_a_result_page_tells_what_was_found_and_warns(sara: Person) -> None:
    shown = routed(sara, "en", "motor", engine="150")
    assert "Your test is on a computer" in shown.text
    assert "Length of the training" in shown.text
    info = [one for one in shown.page.all("div") if "alert-info" in (one.get("class") or "")]
    warning = [one for one in shown.page.all("div") if "alert-warn" in (one.get("class") or "")]
    assert ["Your training lasts one month" in one.text for one in info] == [True]
    assert ["A strong engine needs an insurance" in one.text for one in warning] == [True]
    assert shown.page.one("a", href="https://example.org/parking-order").text


def test_the_check_page_is_reached_once_the_result_was_read(sara: Person) -> None:
    shown = routed(sara, "ar", "rowing")
    check = sara.get(place(shown, "/steps/check"))
    assert check.path.rpartition("?")[0].endswith("/steps/route")
    shown = sara.send(shown, "/route")
    assert shown.path.endswith("/steps/check")
    assert [one.text for one in shown.page.one("main").all("h2")] == ["القارب"]


def test_a_result_that_changed_is_shown_again_before_the_check_page(sara: Person) -> None:
    shown = sara.send(routed(sara, "en", "rowing"), "/route")
    boat = sara.get(place(shown, "/steps/boat"))
    again = sara.send(boat, "/boat", boat__kind="sailing", boat__length="9", boat__engine="")
    assert again.path.endswith("/route")
    assert "Your training lasts 6 months" in again.text


def test_the_language_of_guidance_is_switched_by_a_link(sara: Person) -> None:
    shown = start(sara, "ar")
    links = [one.get("href") or "" for one in shown.page.all("a", hreflang="en")]
    assert links
    assert all(link.endswith("/steps/before") for link in links), links


def test_two_tabs_pass_guidance_without_a_conflict(sara: Person) -> None:
    shown = start(sara, "en")
    assert sara.send(shown, "/before").path.endswith("/boat")
    assert sara.send(shown, "/before").path.endswith("/boat")
