"""The browser that the other tests of this folder trust."""

import pytest
from playwright.sync_api import Page

from tests.support.axe import violations
from tests.support.browser import Visit

SCRIPT = "<title>-</title><script>document.title = 'script ran'</script>"


@pytest.mark.parametrize(
    ("page", "title"),
    [(Visit(javascript=True), "script ran"), (Visit(javascript=False), "-")],
    indirect=["page"],
    ids=str,
)
def test_scripts_run_only_where_javascript_is_on(page: Page, title: str) -> None:
    page.set_content(SCRIPT)
    assert page.title() == title


@pytest.mark.parametrize("page", [Visit(width=360), Visit(width=1280)], indirect=True, ids=str)
def test_a_page_has_the_width_of_its_visit(page: Page) -> None:
    assert page.viewport_size is not None
    assert page.viewport_size["width"] == page.evaluate("window.innerWidth")


def test_axe_finds_a_field_without_a_label(page: Page) -> None:
    page.set_content("<html lang=ar dir=rtl><title>-</title><main><h1>-</h1><input></main></html>")
    assert [line.split(":")[0] for line in violations(page)] == ["label"]


def test_axe_finds_nothing_wrong_with_a_labelled_field(page: Page) -> None:
    body = "<main><h1>-</h1><label>الاسم <input></label></main>"
    page.set_content(f"<html lang=ar dir=rtl><title>-</title>{body}</html>")
    assert violations(page) == []
