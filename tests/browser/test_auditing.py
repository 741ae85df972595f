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
from tests.support.paper import cut
from tests.support.renewal import Renewal
from tests.support.visiting import press, sideways, sign_in

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


def look(page: Page, name: str) -> None:
    assert violations(page) == [], name
    assert sideways(page) <= 0, name
    assert cut(page) == [], name


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
    press(walk.page, "a[href$='/items/new']")
    walk.fill_item(employer="مستشفى الملك فهد", from_date="15/1/2020", is_current="yes")
    walk.go_on()
    walk.licence()
    press(walk.page, "main .actions a.button")
    press(walk.page, "form[action$='/submit'] button")

    auditor = open_page(visit)
    sign_in(auditor, live, visit.language, "auditor@demo.example")
    for path in PAGES:
        auditor.goto(f"{live.address}/{visit.language}{path}")
        look(auditor, path)
    auditor.goto(f"{live.address}/{visit.language}/staff/audit?kind=decision")
    press(auditor, "tbody a")
    assert phrase("audit.same", said) in auditor.locator("main").inner_text()
    explained = auditor.locator("main details", has=auditor.locator("mark"))
    explained.last.locator("summary").first.click()
    assert auditor.locator("details[open] mark").count() > 0
    look(auditor, "a decision")

    walk.open("/account/data")
    assert phrase("backoffice.role-auditor", said) in walk.page.locator("table").inner_text()
    look(walk.page, "my data")
    walk.page.locator("#kind").select_option("correction")
    press(walk.page, "form[action$='/requests'] button")
    look(walk.page, "my data refused")
    walk.page.locator("#text").fill("اسمي مكتوب خطأ")
    press(walk.page, "form[action$='/requests'] button")
    look(walk.page, "my data with a request")

    clerk = open_page(visit)
    sign_in(clerk, live, visit.language, "administrator@demo.example")
    clerk.goto(f"{live.address}/{visit.language}/staff/data-requests")
    look(clerk, "requests")
    press(clerk, "tbody a")
    look(clerk, "a request")
