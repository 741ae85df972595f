"""The back office in a browser: signing in with a second factor, and managing users, with axe."""

from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.visiting import press, sideways, sign_in
from tests.support.visitors import NOW

VISITS = [Visit(360, language="ar"), Visit(1280, language="en")]
# Each visit is another person's, so that nobody finds the second factor of another's test.
OWNERS = [
    (VISITS[0], "policy@demo.example"),
    (VISITS[1], "auditor@demo.example"),
    (Visit(1280, language="en", javascript=False), "second-reviewer@demo.example"),
]


@pytest.mark.parametrize(("visit", "login"), OWNERS, ids=[str(visit) for visit, _ in OWNERS])
def test_staff_set_up_a_second_factor(
    visit: Visit, login: str, open_page: OpenPage, live: Live
) -> None:
    page = open_page(visit)
    sign_in(page, live, visit.language, login)
    assert page.url.endswith("/staff")
    look(visit, page, "home")
    page.goto(f"{live.address}/{visit.language}/account/second-factor")
    look(visit, page, "none yet")
    press(page, "form[action$='/begin'] button")
    drawing = page.locator("img.qr")
    assert drawing.evaluate("one => one.complete && one.naturalWidth > 0")
    look(visit, page, "to scan")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.fill("#code", "000000")
    press(page, "form[action$='/confirm'] button")
    look(visit, page, "refused")
    page.fill("#code", pyotp.TOTP(secret).at(NOW))
    press(page, "form[action$='/confirm'] button")
    assert page.locator(".recovery-codes li").count() == 10
    code = page.locator(".recovery-codes li").first.inner_text()
    look(visit, page, "recovery codes")
    press(page, ".actions a.button")
    page.goto(f"{live.address}/{visit.language}/account/second-factor")
    look(visit, page, "in use")
    other = open_page(visit)
    sign_in(other, live, visit.language, login)
    look(visit, other, "code asked for")
    other.fill("#code", pyotp.TOTP(secret).at(NOW - timedelta(seconds=60)))
    press(other, "form[action$='/code'] button")
    look(visit, other, "code refused")
    other.fill("#code", code)
    press(other, "form[action$='/code'] button")
    assert other.url.endswith("/staff")


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_an_administrator_manages_users(visit: Visit, open_page: OpenPage, live: Live) -> None:
    page = open_page(visit)
    sign_in(page, live, visit.language, "administrator@demo.example")
    press(page, "nav.site-menu a[href$='/users']")
    assert page.locator("tbody tr").count() >= 7
    look(visit, page, "users")
    press(page, "main a[href$='/invite']")
    look(visit, page, "invite")
    press(page, "main form button")
    look(visit, page, "invite refused")
    page.fill("#email", f"new-{visit.language}@demo.example")
    page.select_option("#role", "reviewer")
    press(page, "main form button")
    look(visit, page, "invited")
    press(page, f"a:has-text('new-{visit.language}@demo.example')")
    look(visit, page, "somebody invited")
    press(page, "main nav a")
    press(page, "a:has-text('administrator@demo.example')")
    look(visit, page, "oneself")
    assert page.locator("button[name=act]").count() == 0
    page.goto(f"{live.address}/{visit.language}/my-services")
    look(visit, page, "refused")


def look(visit: Visit, page: Page, name: str) -> None:
    """Axe waits for timers of the page, which never come without JavaScript."""
    if visit.javascript:
        assert violations(page) == [], name
    assert sideways(page) <= 0, name
