"""The pages of auditors and of personal data in a real browser: nothing wrong with them, no
sideways scrolling, and a decision made again says that it is the same."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.model.words import Language
from engine.phrases import phrase
from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.renewal import Renewal

VISITS = [
    Visit(360, language="ar"),
    pytest.param(Visit(1280, language="en"), marks=pytest.mark.long),
]
PAGES = (
    "/staff/audit",
    "/staff/audit?from=x",
    "/staff/audit/publications",
    "/staff/audit/publications/1",
    "/staff/audit/rules",
    "/staff/audit/rules/registration-renewal/value/late_fee_amount",
    "/staff/audit/looks",
)
PEOPLE = {"ar": "shahad@demo.example", "en": "ibrahim@demo.example"}


def sign_in(page: Page, live: Live, language: str, login: str) -> None:
    page.goto(f"{live.address}/{language}/sign-in")
    page.locator("#email").fill(login)
    page.locator("#password").fill(live.password)
    with page.expect_navigation():
        page.locator("main form button").first.click()


def look(page: Page, name: str) -> None:
    assert violations(page) == [], name
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide), f"{name} scrolls sideways"


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_decision_is_audited_and_its_person_sees_that(
    visit: Visit, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    said = Language(visit.language)
    walk = Renewal(open_page(visit), live, visit.language, tmp_path)
    walk.sign_in(PEOPLE[visit.language])
    walk.begin()
    walk.options()
    walk.terms()
    walk.information()
    walk.attachments(is_scripted=True)
    walk.page.locator("a[href$='/items/new']").click()
    walk.fill_item(employer="مستشفى الملك فهد", from_date="15/1/2020", is_current="yes")
    walk.go_on()
    walk.licence()
    walk.page.locator("main .actions a.button").click()
    with walk.page.expect_navigation():
        walk.page.locator("form[action$='/submit'] button").click()

    auditor = open_page(visit)
    sign_in(auditor, live, visit.language, "auditor@demo.example")
    for path in PAGES:
        auditor.goto(f"{live.address}/{visit.language}{path}")
        look(auditor, path)
    auditor.goto(f"{live.address}/{visit.language}/staff/audit?kind=decision")
    auditor.locator("tbody a").first.click()
    assert phrase("audit.same", said) in auditor.locator("main").inner_text()
    explained = auditor.locator("main details", has=auditor.locator("mark"))
    explained.last.locator("summary").first.click()
    assert auditor.locator("details[open] mark").count() > 0
    look(auditor, "a decision")

    walk.open("/account/data")
    assert phrase("backoffice.role-auditor", said) in walk.page.locator("table").inner_text()
    look(walk.page, "my data")
    walk.page.locator("#kind").select_option("correction")
    walk.page.locator("form[action$='/requests'] button").click()
    look(walk.page, "my data refused")
    walk.page.locator("#text").fill("اسمي مكتوب خطأ")
    with walk.page.expect_navigation():
        walk.page.locator("form[action$='/requests'] button").click()
    look(walk.page, "my data with a request")

    clerk = open_page(visit)
    sign_in(clerk, live, visit.language, "administrator@demo.example")
    clerk.goto(f"{live.address}/{visit.language}/staff/data-requests")
    look(clerk, "requests")
    clerk.locator("tbody a").first.click()
    look(clerk, "a request")
