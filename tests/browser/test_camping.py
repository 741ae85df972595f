"""Checks across answers, computed choices and partial dates, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support import camping
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live, live_portal
from tests.support.visiting import GO_ON, begin, press

VISITS = [Visit(360, language="ar"), Visit(1280, language="en")]


@pytest.fixture
def camp(tmp_path: Path) -> Iterator[Live]:
    """A portal that has the camping permit, for which nobody has applied yet."""
    with live_portal(tmp_path, camping.files()) as portal:
        yield portal


@dataclass(frozen=True)
class Camper:
    """Somebody who applies for a camping permit."""

    page: Page

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"[name='{name}']").fill(text)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def go_on(self) -> None:
        press(self.page, GO_ON)

    def stay(self, last: str = "3/12/2026", tents: str = "2") -> None:
        self.fill("stay.first_date", "1/12/2026")
        self.fill("stay.last_date", last)
        self.fill("stay.tents", tents)
        self.choose("stay.has_fire", "no")
        self.page.locator("[name='stay.has_stove']").first.wait_for()
        self.choose("stay.has_stove", "yes")


def arrive(page: Page, camp: Live, language: str) -> Camper:
    """Sign in and begin a new application."""
    begin(page, camp, language, "camping")
    return Camper(page)


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing_wrong_with_checks_and_choices(
    visit: Visit, open_page: OpenPage, camp: Live
) -> None:
    page = open_page(visit)
    camper = arrive(page, camp, visit.language)
    camper.stay(last="30/11/2026", tents="6")
    camper.go_on()
    assert violations(page) == [], "refused"
    camper.stay(last="20/12/2026", tents="6")
    page.locator("[name='explain.long-stay']").fill("x")
    expect(page.locator("[name='noticed:many-tents']")).to_have_count(1)
    assert violations(page) == [], "a notice and an explanation"
    camper.go_on()
    assert page.url.endswith("/guests"), "what was seen is passed"
    camper.go_on()
    camper.choose("place.region", "desert")
    page.locator("[name='place.site']").first.wait_for()
    assert violations(page) == [], "choices"
    camper.go_on()
    assert violations(page) == [], "choices that are missing"
    camper.choose("place.site", "dunes")
    page.locator("[name='place.activities:none']").check()
    camper.go_on()
    camper.choose("licence.is_local", "no")
    page.locator("[name='licence.foreign_month']").fill("رجب ١٤٤٥")
    assert violations(page) == [], "a month"
    camper.go_on()
    assert violations(page) == [], "everything"


def test_a_box_that_excludes_the_others_takes_turns_with_them(page: Page, camp: Live) -> None:
    camper = arrive(page, camp, "ar")
    camper.stay()
    camper.go_on()
    camper.go_on()
    hiking = page.locator("[name='place.activities:hiking']")
    none = page.locator("[name='place.activities:none']")
    hiking.check()
    none.check()
    expect(hiking).not_to_be_checked()
    hiking.check()
    expect(none).not_to_be_checked()


def test_an_answer_given_while_the_page_is_on_its_way_still_counts(page: Page, camp: Live) -> None:
    """The first answer asks for the page again; the second one is given before it is there."""
    camper = arrive(page, camp, "ar")
    camper.fill("stay.tents", "6")
    camper.choose("stay.has_fire", "no")
    expect(page.locator("[name='stay.has_stove']")).to_have_count(2)


def test_an_answer_changes_what_is_offered_and_what_is_asked(page: Page, camp: Live) -> None:
    camper = arrive(page, camp, "ar")
    camper.stay(last="20/12/2026")
    page.locator("[name='stay.tents']").press("Tab")
    expect(page.locator("[name='explain.long-stay']")).to_be_visible()
    page.locator("[name='explain.long-stay']").fill("عمل")
    camper.go_on()
    camper.go_on()
    camper.choose("place.region", "coast")
    expect(page.locator("[name='place.site'][value='beach']")).to_be_visible()
    camper.choose("place.site", "beach")
    expect(page.locator("[name='place.activities:swimming']")).to_be_visible()
    camper.choose("place.region", "desert")
    expect(page.locator("[name='place.site'][value='dunes']")).to_be_visible()
    expect(page.locator("[name='place.site'][value='beach']")).to_have_count(0)
