"""Groups inside the items of a group in a real browser: by mouse, by keyboard, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support import skipper
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live, live_portal
from tests.support.visiting import GO_ON, begin, press, sideways

NO_SCRIPT = Visit(1280, language="en", javascript=False)
VISITS = [Visit(360, language="ar"), pytest.param(NO_SCRIPT, marks=pytest.mark.long)]
ADD = "a[href$='new']"


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Live]:
    """A portal that has the skipper's licence, for which nobody has applied yet."""
    with live_portal(tmp_path, skipper.files()) as portal:
        yield portal


def fill_boat(page: Page, name: str = "Gull") -> None:
    page.locator("[name='name']").fill(name)
    page.locator("[name='seats']").fill("6")


def fill_voyage(page: Page, left: str = "1/4/2025") -> None:
    page.locator("[name='left']").fill(left)
    page.locator("[name='returned']").fill("3/4/2025")
    page.locator("[name='aboard']").fill("2")
    page.locator("[name='in_charge'][value='no']").check()


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_boat_with_its_voyages_is_filled_in(
    visit: Visit, open_page: OpenPage, harbour: Live
) -> None:
    page = open_page(visit)
    begin(page, harbour, visit.language, skipper.SERVICE)
    press(page, ADD)
    fill_boat(page)
    press(page, GO_ON)
    assert "/groups/" in page.url, "a new boat leads to its voyages"
    seen(page, visit, "no voyages yet")
    press(page, GO_ON)
    page.locator(".error-summary a, [role=alert] a").first.click()
    expect(page.locator(ADD)).to_be_focused()
    seen(page, visit, "too few voyages")
    press(page, ADD)
    seen(page, visit, "a voyage")
    fill_voyage(page)
    press(page, GO_ON)
    seen(page, visit, "one voyage")
    press(page, GO_ON)
    press(page, GO_ON)
    assert page.url.endswith("/steps/boats")
    seen(page, visit, "the boat with what it holds")
    press(page, "a[href$='.voyages']")
    press(page, "a[href$='/remove']")
    seen(page, visit, "whether to remove it")
    press(page, "form button.button-danger")
    expect(page.locator(".card")).to_have_count(0)


def seen(page: Page, visit: Visit, where: str) -> None:
    if visit.javascript:
        assert violations(page) == [], where
    assert sideways(page) <= 0, where


@pytest.mark.long
def test_the_keyboard_alone_adds_a_voyage(page: Page, harbour: Live) -> None:
    begin(page, harbour, "ar", skipper.SERVICE)
    page.locator(ADD).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    fill_boat(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(ADD).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    fill_voyage(page)
    with page.expect_navigation():
        page.locator("[name='aboard']").press("Enter")
    expect(page.locator(".card")).to_have_count(1)
    page.locator(ADD).focus()
    page.keyboard.press("Tab")
    expect(page.locator(GO_ON)).to_be_focused()
