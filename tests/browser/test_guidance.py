"""Pages that ask nothing, in a real browser: with axe, by keyboard, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support import boating
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live, live_portal
from tests.support.visiting import GO_ON, begin, sideways


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Live]:
    """A portal at which nobody has applied for a licence yet."""
    with live_portal(tmp_path, boating.files()) as portal:
        yield portal


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator(GO_ON).press("Enter")


@pytest.mark.parametrize("visit", [Visit(320, language="ar"), Visit(1280, language="en")], ids=str)
def test_axe_finds_nothing_wrong_with_guidance(
    visit: Visit, open_page: OpenPage, harbour: Live
) -> None:
    page = open_page(visit)
    begin(page, harbour, visit.language, "boating")
    assert violations(page) == [], "before"
    go_on(page)
    page.locator("[name='boat.kind'][value='motor']").check()
    page.locator("[name='boat.length']").fill("9")
    page.locator("[name='boat.engine']").fill("150")
    go_on(page)
    page.locator("summary").first.press("Enter")
    assert violations(page) == [], "the result"
    assert sideways(page) <= 0


@pytest.mark.parametrize("page", [Visit(javascript=False)], indirect=True)
def test_guidance_is_passed_without_a_script(page: Page, harbour: Live) -> None:
    begin(page, harbour, "en", "boating")
    expect(page.locator("main")).to_contain_text("Your boat belongs to the harbour of Zone A")
    go_on(page)
    assert page.url.endswith("/boat")
