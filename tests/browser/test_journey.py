"""A registration is renewed in a real browser: both languages, with JavaScript and without."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.renewal import Renewal
from tests.support.visiting import press, sideways

# Each walk is another person's, so that nobody finds a draft of somebody else's test.
WALKS = [
    (Visit(360, language="ar"), "nurse@demo.example"),
    (Visit(1280, language="en"), "abdulaziz@demo.example"),
    (Visit(1280, language="ar", javascript=False), "sultan@demo.example"),
    (Visit(360, language="en", javascript=False), "majed@demo.example"),
]


@pytest.mark.parametrize(("visit", "email"), WALKS, ids=[str(visit) for visit, _ in WALKS])
def test_a_registration_is_renewed_from_signing_in_to_a_reference_number(
    visit: Visit, email: str, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    page = open_page(visit)
    walk = Renewal(page, live, visit.language, tmp_path)
    walk.sign_in(email)
    walk.begin()
    walk.fill(visit.javascript)
    press(page, "main .actions a.button")
    expect(page.locator(".alert-good")).to_be_visible()
    press(page, "form[action$='/submit'] button")
    expect(page.locator(".bill")).to_contain_text("129")
    press(page, "a[href$='/bank']")
    expect(page.locator(".simulation")).to_be_visible()
    press(page, "main form button")
    expect(page.locator(".alert-good")).to_be_visible()
    press(page, "a[href*='/pay/']")
    reference = page.locator("bdi.reference").inner_text()
    assert page.url.partition("?")[0].endswith(f"/applications/{reference}")
    press(page, ".site-menu a")
    expect(page.locator("main")).to_contain_text(reference)


def test_closing_the_browser_half_way_loses_nothing(
    open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    walk = Renewal(open_page(Visit()), live, "ar", tmp_path)
    walk.sign_in("amal@demo.example")
    walk.begin()
    walk.options()
    walk.terms()
    walk.page.context.close()
    again = Renewal(open_page(Visit()), live, "ar", tmp_path)
    again.sign_in("amal@demo.example")
    press(again.page, "main .card a.button")
    assert again.step == "information"


@pytest.mark.parametrize("page", [Visit(320), Visit(360), Visit(1280)], indirect=True, ids=str)
def test_no_page_is_wider_than_the_screen(page: Page, live: Live) -> None:
    for language in ("ar", "en"):
        for path in ("/", "/services/registration-renewal", "/sign-in", "/sign-up", "/privacy"):
            page.goto(f"{live.address}/{language}{path}")
            assert sideways(page) <= 0, (language, path)
