"""The back office in a browser: signing in with a second factor, and managing users, with axe."""

from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.visitors import NOW

VISITS = [Visit(360, language="ar"), Visit(1280, language="en", javascript=False)]
LOGINS = {"ar": "policy@demo.example", "en": "auditor@demo.example"}


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_staff_set_up_a_second_factor(visit: Visit, open_page: OpenPage, live: Live) -> None:
    page = open_page(visit)
    sign_in(page, live, visit.language, LOGINS[visit.language])
    assert page.url.endswith("/staff")
    look(page, "home")
    page.goto(f"{live.address}/{visit.language}/account/second-factor")
    look(page, "none yet")
    press(page, "form[action$='/begin'] button")
    drawing = page.locator("img.qr")
    assert drawing.evaluate("one => one.complete && one.naturalWidth > 0")
    look(page, "to scan")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.fill("#code", "000000")
    press(page, "form[action$='/confirm'] button")
    look(page, "refused")
    page.fill("#code", pyotp.TOTP(secret).at(NOW))
    press(page, "form[action$='/confirm'] button")
    assert page.locator(".recovery-codes li").count() == 10
    code = page.locator(".recovery-codes li").first.inner_text()
    look(page, "recovery codes")
    page.locator(".actions a.button").click()
    page.goto(f"{live.address}/{visit.language}/account/second-factor")
    look(page, "in use")
    other = open_page(visit)
    sign_in(other, live, visit.language, LOGINS[visit.language])
    look(other, "code asked for")
    other.fill("#code", pyotp.TOTP(secret).at(NOW - timedelta(seconds=60)))
    press(other, "form[action$='/code'] button")
    look(other, "code refused")
    other.fill("#code", code)
    press(other, "form[action$='/code'] button")
    assert other.url.endswith("/staff")


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_an_administrator_manages_users(visit: Visit, open_page: OpenPage, live: Live) -> None:
    page = open_page(visit)
    sign_in(page, live, visit.language, "administrator@demo.example")
    page.locator("nav.site-menu a[href$='/users']").click()
    assert page.locator("tbody tr").count() >= 7
    look(page, "users")
    page.locator("main a[href$='/invite']").click()
    look(page, "invite")
    press(page, "main form button")
    look(page, "invite refused")
    page.fill("#email", f"new-{visit.language}@demo.example")
    page.select_option("#role", "reviewer")
    press(page, "main form button")
    look(page, "invited")
    page.locator(f"a:has-text('new-{visit.language}@demo.example')").click()
    look(page, "somebody invited")
    page.locator("main nav a").click()
    page.locator("a:has-text('administrator@demo.example')").click()
    look(page, "oneself")
    assert page.locator("button[name=act]").count() == 0
    page.goto(f"{live.address}/{visit.language}/my-services")
    look(page, "refused")


def sign_in(page: Page, live: Live, language: str, email: str) -> None:
    page.goto(f"{live.address}/{language}/sign-in")
    page.fill("#email", email)
    page.fill("#password", live.password)
    press(page, "main form button")


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def look(page: Page, name: str) -> None:
    assert violations(page) == [], name
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, f"{name} scrolls sideways"
