"""Somebody asks before starting: with and without JavaScript, in both languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.renewal import SERVICE, Renewal
from tests.support.visiting import press, sideways

WORDS = {
    "ar": ("تستطيع التقديم", "ابدأ الطلب بهذه الإجابات"),
    "en": ("You may apply", "Start the application with these answers"),
}
VISITS = [Visit(360, language="ar"), Visit(1280, language="en", javascript=False)]


def go(page: Page, button: str) -> None:
    press(page, f"#step-form button[value={button}]")


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_few_questions_give_the_answer_and_begin_the_application(
    visit: Visit, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    page = open_page(visit)
    walk = Renewal(page, live, visit.language, tmp_path)
    walk.sign_in("shahad@demo.example")
    walk.open(f"/services/{SERVICE}")
    press(page, f"main a[href$='/{SERVICE}/before']")
    page.locator("select").select_option("government")
    go(page, "next")
    page.locator("input[name$='issue_date']").fill("١/١١/٢٠٢٦")
    go(page, "next")
    page.locator("input[name=employer]").fill("مستشفى الملك فهد")
    page.locator("input[name=from_date]").fill("1/1/2015")
    page.locator("label[for='f-is-current-2']").click()
    if visit.javascript:
        expect(page.locator("input[name=to_date]")).to_be_visible()
    page.locator("label[for='f-is-current-1']").click()
    go(page, "next")
    assert page.locator(".has-error").count() == 0
    go(page, "all")
    answer, begin = WORDS[visit.language]
    expect(page.locator("main")).to_contain_text(answer)
    if visit.javascript:
        assert violations(page) == []
    assert sideways(page) <= 0
    walk.press(begin)
    assert page.locator("select").input_value() == "government"
