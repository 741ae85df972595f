"""What holds of every page: its language, its title, its labels, where its links and forms lead."""

import re

import pytest

from engine.model.words import Language
from tests.support.every_page import pages
from tests.support.html import INVISIBLE, Element, label_of
from tests.support.portal import Shown, Site

Named = dict[str, Shown]
CONTROLS = ("input", "select", "textarea")
ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.fixture(scope="module", params=list(Language))
def shown(request: pytest.FixtureRequest, site: Site) -> tuple[Language, Named]:
    language = Language(request.param)
    return language, dict(pages(site, site.signed_in("sara"), language))


def controls(page: Element) -> list[Element]:
    """The inputs that people see."""
    return [one for one in page.all(*CONTROLS) if one.get("type") not in INVISIBLE]


def test_no_page_fails_on_our_side(shown: tuple[Language, Named]) -> None:
    assert {name: one.status for name, one in shown[1].items() if one.status >= 500} == {}


def test_every_page_says_its_language_and_direction(shown: tuple[Language, Named]) -> None:
    language, named = shown
    for name, one in named.items():
        html = one.page.one("html")
        assert (html.get("lang"), html.get("dir")) == (language, language.direction), name


def test_every_page_has_one_heading_of_the_first_level(shown: tuple[Language, Named]) -> None:
    for name, one in shown[1].items():
        assert one.heading, name


def test_pages_that_ask_different_things_have_different_titles(
    shown: tuple[Language, Named],
) -> None:
    titles = {name: one.title for name, one in shown[1].items()}
    for first, second in (
        ("boat", "terms"),
        ("boat", "boat refused"),
        ("terms", "papers"),
        ("trips", "new trip"),
        ("check", "decision"),
        ("invoice", "payment channel"),
        ("my services", "account"),
        ("public /sign-in", "sign-in refused"),
        ("public /privacy", "public /accessibility"),
    ):
        assert titles[first] != titles[second], (first, second)


def test_every_input_has_a_label(shown: tuple[Language, Named]) -> None:
    for name, one in shown[1].items():
        for control in controls(one.page):
            assert label_of(one.page, control), (name, control.attributes)


def test_no_id_stands_twice_on_a_page(shown: tuple[Language, Named]) -> None:
    for name, one in shown[1].items():
        ids = [str(found.get("id")) for found in one.page.walk() if found.get("id")]
        assert len(ids) == len(set(ids)), (name, sorted(i for i in ids if ids.count(i) > 1))


def test_every_id_that_a_label_or_a_description_names_is_there(
    shown: tuple[Language, Named],
) -> None:
    for name, one in shown[1].items():
        ids = {found.get("id") for found in one.page.walk()}
        for found in one.page.walk():
            for attribute in ("for", "aria-describedby", "aria-labelledby", "form"):
                for wanted in (found.get(attribute) or "").split():
                    assert wanted in ids, (name, attribute, wanted)


def test_every_line_of_the_summary_of_errors_leads_to_something_on_the_page(
    shown: tuple[Language, Named],
) -> None:
    for name, one in shown[1].items():
        if "refused" not in name:
            continue
        summary = one.page.one("div", id="error-summary")
        links = [str(link.get("href")).removeprefix("#") for link in summary.all("a")]
        assert links, name
        ids = {found.get("id") for found in one.page.walk()}
        assert set(links) <= ids, name


def test_a_field_in_error_is_marked_and_described(shown: tuple[Language, Named]) -> None:
    for name in ("sign-up refused", "terms refused", "papers refused", "trip refused"):
        one = shown[1][name]
        marked = [found for found in one.page.walk() if found.get("aria-invalid") == "true"]
        assert marked, name
        for found in marked:
            described = (found.get("aria-describedby") or "").split()
            assert any(wanted.endswith("-error") for wanted in described), name


def test_every_form_that_changes_something_carries_a_token(shown: tuple[Language, Named]) -> None:
    for name, one in shown[1].items():
        for form in one.page.all("form"):
            if form.get("method") == "get":
                assert not form.all("input", name="csrf"), "a token would stand in the address"
                continue
            assert form.get("method") == "post", name
            if "/bills/" in str(form.get("action")):
                continue  # the biller's own pages know no session that could be misused
            assert form.all("input", name="csrf"), (name, form.get("action"))


def test_nothing_is_written_inline_that_the_policy_forbids(shown: tuple[Language, Named]) -> None:
    for name, one in shown[1].items():
        for found in one.page.walk():
            assert found.tag != "style", name
            assert "style" not in found.attributes, name
            assert not any(key.startswith("on") for key in found.attributes), name
            assert found.tag != "script" or found.get("src"), name


def test_the_first_link_leads_past_the_header_to_the_content(
    shown: tuple[Language, Named],
) -> None:
    for name, one in shown[1].items():
        assert one.page.all("a")[0].get("href") == "#main", name
        assert one.page.one("main").get("id") == "main", name


def test_an_english_page_holds_arabic_only_where_people_wrote_it(site: Site) -> None:
    named = dict(pages(site, site.signed_in("sara"), "en"))
    for name, one in named.items():
        for found in one.page.walk():
            own = " ".join(child for child in found.children if isinstance(child, str))
            if ARABIC.search(own) and found.tag != "option":
                is_typed = found.get("dir") == "auto" or found.tag in (
                    "bdi",
                    "h2",
                    "h3",
                    "textarea",
                )
                is_typed = is_typed or any(word in own for word in ("جدة", "العربية", "سارة"))
                assert is_typed, (name, own)


def test_a_page_without_a_summary_of_errors_says_no_error_in_its_title(
    shown: tuple[Language, Named],
) -> None:
    for name, one in shown[1].items():
        has_summary = bool(one.page.all("div", id="error-summary"))
        assert has_summary == one.title.startswith(("خطأ:", "Error:")), name


def test_enter_in_a_field_presses_the_button_that_saves(shown: tuple[Language, Named]) -> None:
    """A browser presses the first button of the form on the page, wherever it stands."""
    for name, one in shown[1].items():
        for form in one.page.all("form", id="step-form"):
            own = {id(found) for found in form.walk()}
            buttons = [
                found
                for found in one.page.all("button")
                if id(found) in own or found.get("form") == "step-form"
            ]
            assert not {"formaction", "name"} & set(buttons[0].attributes), name
