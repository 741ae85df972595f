"""Documents of which one is enough, due for each item, and used again, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.grant import GRANT, grant
from tests.support.grants import submitted
from tests.support.live import Live, live_portal
from tests.support.papers import pdf
from tests.support.visiting import GO_ON, begin, press

VISITS = [Visit(360, language="ar"), Visit(1280, language="en")]
CARD = "#f-documents-identity-card"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Live]:
    with live_portal(tmp_path, grant()) as portal:
        yield portal


def papers(page: Page, portal: Live, language: str) -> None:
    """The documents step of a student with one trip, who supplied an ID before."""
    with portal.ports.store.read() as work:
        found = work.accounts.by_email("sara@demo.example")
    assert found is not None
    submitted(portal.ports, found.account)
    begin(page, portal, language, GRANT)
    page.locator("[name='grant.is_student'][value='yes']").check()
    press(page, GO_ON)
    page.goto(f"{page.url}/items/new")
    page.locator("[name='city']").fill("Abha")
    page.locator("[name='end_date']").fill("1/11/2026")
    page.locator("[name='is_refunded'][value='no']").check()
    press(page, GO_ON)
    press(page, GO_ON)


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing_wrong_with_places_for_documents(
    visit: Visit, open_page: OpenPage, portal: Live
) -> None:
    page = open_page(visit)
    papers(page, portal, visit.language)
    assert violations(page) == [], "places, items and an offer"
    press(page, GO_ON)
    assert violations(page) == [], "documents that are missing"
    page.locator("[name='documents.passport']").set_input_files(
        {"name": "passport.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.locator(f"{CARD} .file").wait_for()
    assert page.locator(f"{CARD} input[type=file]").count() == 1, "the others are not offered"
    page.locator("[name='documents.passport.country']").fill("Egypt")
    assert violations(page) == [], "one is attached"
