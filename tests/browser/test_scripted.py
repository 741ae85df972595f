"""What gets better with JavaScript on: focus, files, questions, one press counting once."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.support.live import Live
from tests.support.papers import pdf
from tests.support.renewal import Renewal
from tests.support.visiting import press


@pytest.fixture
def walk(page: Page, live: Live, tmp_path: Path) -> Renewal:
    """A fresh draft of somebody whom no other module uses, on its first step."""
    made = Renewal(page, live, "ar", tmp_path)
    made.sign_in("latifa@demo.example")
    made.open("/services/registration-renewal")
    token = page.locator("input[name=csrf]").first.get_attribute("value")
    page.evaluate(
        """token => {
            const form = document.createElement("form");
            form.method = "post";
            form.action = location.pathname + "/apply";
            for (const [name, value] of [["csrf", token], ["key", String(Math.random())]]) {
                const input = document.createElement("input");
                Object.assign(input, { type: "hidden", name, value });
                form.append(input);
            }
            document.body.append(form);
            form.submit();
        }""",
        token,
    )
    page.wait_for_url("**/steps/**")
    return made


def test_the_summary_of_errors_takes_the_focus_and_leads_into_the_field(walk: Renewal) -> None:
    walk.go_on()
    expect(walk.page.locator("#error-summary")).to_be_focused()
    walk.page.locator("#error-summary a").first.click()
    expect(walk.page.locator("select")).to_be_focused()


def test_a_file_is_sent_as_soon_as_it_is_chosen_and_typed_text_stays(walk: Renewal) -> None:
    walk.options()
    walk.terms()
    walk.information()
    date = walk.page.locator("[name='documents.employer_letter.issue_date']")
    date.fill("1/11/2026")
    walk.supply(1)
    expect(walk.page.locator(".document").nth(1).locator(".file")).to_be_visible()
    expect(walk.page.locator("#announcer")).to_have_text("أُرفق الملف")
    assert date.input_value() == "1/11/2026"


def test_a_file_that_is_refused_says_why_where_it_was_chosen(walk: Renewal) -> None:
    walk.options()
    walk.terms()
    walk.information()
    liar = walk.folder / "liar.pdf"
    liar.write_bytes(b"not a pdf")
    walk.page.locator("input[type=file]").first.set_input_files(liar)
    expect(walk.page.locator(".document").first.locator(".error")).to_be_visible()
    expect(walk.page.locator("input[type=file]").first).to_be_focused()


def test_files_chosen_one_after_another_are_all_kept(walk: Renewal) -> None:
    """One file is still on its way while the next is chosen."""
    walk.options()
    walk.terms()
    walk.information()
    paper = walk.folder / "paper.pdf"
    paper.write_bytes(pdf())
    inputs = walk.page.locator("input[type=file][accept*=pdf]")
    names = [inputs.nth(at).get_attribute("name") for at in range(inputs.count())]
    for name in names:
        walk.page.locator(f"input[name='{name}']").set_input_files(paper)
    expect(walk.page.locator(".document .file")).to_have_count(len(names))


def test_an_answer_uncovers_its_question_without_a_press(walk: Renewal) -> None:
    walk.options()
    walk.terms()
    walk.information()
    walk.attachments(is_scripted=True)
    press(walk.page, "a[href$='/items/new']")
    walk.page.locator("[name=employer]").fill("مستشفى")
    walk.page.locator("[name=is_current][value=no]").check()
    expect(walk.page.locator("[name=to_date]")).to_be_visible()
    assert walk.page.locator("[name=employer]").input_value() == "مستشفى"
    walk.page.locator("[name=is_current][value=yes]").check()
    expect(walk.page.locator("[name=to_date]")).to_have_count(0)


def test_a_double_click_sends_one_form(walk: Renewal) -> None:
    sent: list[Request] = []
    walk.page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    walk.page.locator("select").select_option("private")
    walk.page.locator("#step-form .actions button").dblclick()
    walk.page.wait_for_url("**/steps/terms")
    assert len(sent) == 1


def test_the_language_switch_keeps_the_page_and_what_was_chosen(walk: Renewal) -> None:
    walk.page.locator("select").select_option("private")
    walk.page.locator("button[lang=en]").click()
    walk.page.wait_for_url("**/en/**")
    assert walk.page.locator("html").get_attribute("dir") == "ltr"
    assert walk.page.locator("select").input_value() == "private"


def test_enter_in_a_field_saves_and_removes_nothing(walk: Renewal) -> None:
    walk.options()
    walk.terms()
    walk.page.locator("[name='contact.mobile']").press("Enter")
    walk.page.wait_for_url("**/steps/attachments")
    walk.supply(1)
    expect(walk.page.locator(".document").nth(1).locator(".file")).to_be_visible()
    walk.page.locator("[name='documents.employer_letter.issue_date']").press("Enter")
    expect(walk.page.locator("#error-summary")).to_be_visible()
    expect(walk.page.locator(".document").nth(1).locator(".file")).to_be_visible()


def test_the_tab_key_reaches_the_way_past_the_header_first(walk: Renewal) -> None:
    walk.page.keyboard.press("Tab")
    expect(walk.page.locator(".skip-link")).to_be_focused()
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator("main")).to_be_focused()
