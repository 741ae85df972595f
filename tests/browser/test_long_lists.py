"""Long lists that one searches, and pages that change while one answers, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.support import boating
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live, live_portal
from tests.support.visiting import GO_ON, begin, press

VISITS = [Visit(360, language="ar"), Visit(1280, language="en")]


SPELLINGS = (  # no two in a row find the same
    ("الوجه", "ميناء الوجه 1"),
    ("الاسماعيليه ٤", "ميناء الإسماعيلية 4"),
    ("وجه", "ميناء الوجه 1"),
    ("أملـج", "ميناء أملج 10"),
    ("جده 16", "ميناء جُدّة 16"),
    ("املج", "ميناء أملج 10"),
    ("مستوره", "ميناء مستورة 7"),
    ("wajh 61", "ميناء الوجه 61"),
    ("MASTURAH", "ميناء مستورة 7"),
    ("jeddah_16", "ميناء جُدّة 16"),
)


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Live]:
    """A portal at which nobody has asked for a berth yet."""
    with live_portal(tmp_path, boating.files()) as portal:
        yield portal


@dataclass(frozen=True)
class Sailor:
    """Somebody who asks for a berth."""

    page: Page

    @property
    def harbour(self) -> Locator:
        return self.page.get_by_role("combobox")

    @property
    def choices(self) -> Locator:
        return self.page.get_by_role("option")

    @property
    def told(self) -> Locator:
        return self.page.locator("#announcer")

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def chosen(self, name: str) -> str:
        return self.page.locator(f"select[name='{name}']").input_value()

    def go_on(self) -> None:
        press(self.page, GO_ON)


def arrive(page: Page, harbour: Live, language: str = "ar") -> Sailor:
    """Sign in, begin, and choose a coast, which decides what harbours there are."""
    begin(page, harbour, language, "mooring")
    sailor = Sailor(page)
    sailor.choose("berth.coast", "gulf")
    expect(sailor.harbour).to_be_visible()
    return sailor


def further(sailor: Sailor) -> None:
    """Go on to the page of the harbours before."""
    sailor.harbour.fill("wajh_1")
    sailor.harbour.press("ArrowDown")
    sailor.harbour.press("Enter")
    sailor.page.locator("[name='berth.months']").fill("3")
    sailor.page.locator("[name='berth.first_date']").fill("1/12/2026")
    sailor.go_on()


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing_wrong_with_lists_that_are_searched(
    visit: Visit, open_page: OpenPage, harbour: Live
) -> None:
    page = open_page(visit)
    sailor = arrive(page, harbour, visit.language)
    assert violations(page) == [], "closed"
    sailor.harbour.fill("port")
    sailor.harbour.press("ArrowDown")
    assert violations(page) == [], "open"
    sailor.harbour.fill("zzz")
    assert violations(page) == [], "nothing found"
    further(sailor)
    page.locator("#f-former-harbours-filter").fill("jeddah")
    assert violations(page) == [], "boxes"


def test_a_choice_is_found_in_any_spelling_in_both_languages_and_by_its_code(
    page: Page, harbour: Live
) -> None:
    sailor = arrive(page, harbour)
    for typed, first in SPELLINGS:
        sailor.harbour.fill(typed)
        expect(sailor.choices.first).to_have_text(first)


def test_the_keyboard_alone_is_enough(page: Page, harbour: Live) -> None:
    sailor = arrive(page, harbour)
    sailor.harbour.focus()
    sailor.harbour.press("ArrowDown")
    expect(sailor.harbour).to_have_attribute("aria-expanded", "true")
    first = sailor.choices.first
    expect(sailor.harbour).to_have_attribute(
        "aria-activedescendant", first.get_attribute("id") or ""
    )
    sailor.harbour.press("ArrowUp")
    expect(sailor.choices.last).to_have_class("is-active")
    sailor.harbour.press("Escape")
    expect(sailor.harbour).to_have_attribute("aria-expanded", "false")
    assert sailor.chosen("berth.harbour") == ""
    sailor.harbour.press_sequentially("القطيف 13")
    sailor.harbour.press("Enter")
    expect(sailor.harbour).to_have_value("القطيف 13")  # several match: nothing is guessed
    sailor.harbour.press("ArrowDown")
    sailor.harbour.press("Enter")
    assert sailor.chosen("berth.harbour") == "qatif_13"
    expect(sailor.harbour).to_have_attribute("aria-expanded", "false")
    expect(sailor.harbour).to_be_focused()


def test_whoever_leaves_has_chosen_the_only_match_or_what_was_chosen_stays(
    page: Page, harbour: Live
) -> None:
    sailor = arrive(page, harbour)
    sailor.harbour.fill("obhur_49")
    sailor.harbour.press("Tab")
    expect(sailor.harbour).to_have_value("ميناء أبحر 49")
    sailor.harbour.fill("الوجه")
    sailor.harbour.press("Tab")
    expect(sailor.harbour).to_have_value("ميناء أبحر 49")
    assert sailor.chosen("berth.harbour") == "obhur_49"
    sailor.harbour.fill("")
    sailor.harbour.press("Tab")
    assert sailor.chosen("berth.harbour") == ""


def test_what_is_found_is_counted_aloud_and_what_is_not_is_said(page: Page, harbour: Live) -> None:
    sailor = arrive(page, harbour, "en")
    expect(sailor.told).to_have_text("New question: Harbour")
    sailor.harbour.fill("obhur_49")
    expect(sailor.told).to_have_text("Choices that match: 1")
    sailor.harbour.fill("zzz")
    expect(sailor.told).to_contain_text("No choice has this name")
    expect(page.locator(".combobox-none")).to_be_visible()


def test_a_choice_is_taken_with_the_pointer_and_sent(page: Page, harbour: Live) -> None:
    sailor = arrive(page, harbour, "en")
    sailor.harbour.click()
    assert sailor.choices.count() > 80
    sailor.harbour.fill("umluj 10")
    sailor.choices.first.click()
    page.locator("[name='berth.months']").fill("1")
    page.locator("[name='berth.first_date']").fill("1/12/2026")
    sailor.go_on()
    sailor.go_on()
    expect(page.locator("main")).to_contain_text("Port of Umluj 10")


def test_an_error_leads_to_the_search(page: Page, harbour: Live) -> None:
    sailor = arrive(page, harbour)
    sailor.go_on()
    page.locator("#error-summary a[href='#f-berth-harbour']").click()
    expect(sailor.harbour).to_be_focused()
    expect(sailor.harbour).to_have_attribute("aria-invalid", "true")


def test_another_coast_changes_the_harbours_and_tells_it_where_the_focus_is(
    page: Page, harbour: Live
) -> None:
    sailor = arrive(page, harbour, "en")
    sailor.harbour.fill("wajh_1")
    sailor.harbour.press("ArrowDown")
    sailor.harbour.press("Enter")
    coast = page.locator("[name='berth.coast'][value='gulf']")
    coast.focus()
    coast.press("ArrowDown")
    expect(sailor.told).to_contain_text("The choices have changed: Harbour")
    expect(sailor.told).to_contain_text("Port of Al Wajh 1")
    expect(page.locator("#f-berth-harbour-gone")).to_be_visible()
    expect(page.locator("[name='berth.coast'][value='lake']")).to_be_focused()
    expect(sailor.harbour).to_have_value("")
    assert sailor.chosen("berth.harbour") == ""


def test_a_code_of_both_coasts_stays_chosen(page: Page, harbour: Live) -> None:
    sailor = arrive(page, harbour, "en")
    sailor.harbour.fill("umluj_10 ")
    sailor.harbour.press("Tab")
    sailor.choose("berth.coast", "lake")
    expect(sailor.told).to_contain_text("The choices have changed: Harbour")
    expect(sailor.harbour).to_have_value("Port of Umluj 10")


def test_what_is_computed_is_drawn_and_told_while_answering(page: Page, harbour: Live) -> None:
    sailor = arrive(page, harbour, "en")
    months = page.locator("[name='berth.months']")
    months.fill("3")
    months.press("Tab")
    expect(page.locator(".results")).to_contain_text("SAR 600.00")
    expect(sailor.told).to_contain_text("Price of the berth: SAR 600.00")
    expect(page.locator("[name='berth.first_date']")).to_be_focused()


def test_many_boxes_are_looked_through_by_typing_and_what_is_ticked_stays(
    page: Page, harbour: Live
) -> None:
    sailor = arrive(page, harbour, "en")
    further(sailor)
    boxes = page.locator("[data-choices] label.choice").locator("visible=true")
    page.locator("[name='former.harbours:duba_2']").check()
    search = page.locator("#f-former-harbours-filter")
    search.fill("ينبع")
    expect(boxes).to_have_count(1)
    search.fill("جدة 6")
    expect(page.locator("[name='former.harbours:jeddah_6']")).to_be_visible()
    page.locator("[name='former.harbours:jeddah_6']").check()
    expect(page.locator("[name='former.is_captain']")).to_have_count(2)
    expect(search).to_have_value("جدة 6")
    expect(page.locator("[name='former.harbours:lith_8']")).to_be_hidden()
    search.press("Enter")
    assert page.url.endswith("/former"), "searching sends nothing"


def test_a_page_that_comes_back_while_one_types_takes_nothing_from_what_is_looked_for(
    page: Page, harbour: Live
) -> None:
    further(arrive(page, harbour, "en"))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with page.expect_response("**/preview"):
        page.locator("[name='former.harbours:duba_2']").check()
    page.route("**/preview", hold)
    page.locator("[name='former.harbours:jeddah_6']").check()
    search = page.locator("#f-former-harbours-filter")
    search.press_sequentially("ين")
    held[0].continue_()
    expect(page.locator("[name='former.is_captain']")).to_have_count(2)
    page.keyboard.insert_text("بع")
    expect(search).to_have_value("ينبع")


def test_going_back_shows_what_was_chosen(page: Page, harbour: Live) -> None:
    sailor = arrive(page, harbour, "en")
    further(sailor)
    page.go_back()
    expect(sailor.harbour).to_have_value("Port of Al Wajh 1")
    assert sailor.chosen("berth.harbour") == "wajh_1"
