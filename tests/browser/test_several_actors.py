"""An endorser and the applicant who invited her, in a real browser: the pages, with axe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.badge import LAYLA, SAAD, Guide, badge
from tests.support.browser import Visit
from tests.support.live import Live, live_portal
from tests.support.visiting import press, sign_in
from tests.support.visitors import open_here

VISITS = [Visit(360, language="ar"), Visit(1280, language="en"), Visit(javascript=False)]


@dataclass(frozen=True)
class Mountain:
    """A portal with a submitted application, whose endorsers have their links."""

    live: Live
    guide: Guide

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.live.address}{path}")


@pytest.fixture
def mountain(tmp_path: Path) -> Iterator[Mountain]:
    with live_portal(tmp_path, badge()) as live:
        ports = open_here(tmp_path, f"sqlite:///{tmp_path / 'mumaris.sqlite3'}")
        with ports.store.read() as work:
            sara = work.accounts.by_email("sara@demo.example")
        assert sara is not None
        yield Mountain(live, Guide.starting(ports, sara.account).fill().submit())
        ports.close()


def send(page: Page, form: str) -> None:
    press(page, f"form[action$='{form}'] button")


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_an_endorser_confirms_is_corrected_and_answers(
    visit: Visit, open_page: OpenPage, mountain: Mountain
) -> None:
    page, guide = open_page(visit), mountain.guide

    def look(name: str) -> None:
        if visit.javascript:
            assert violations(page) == [], name

    mountain.open(page, f"/{visit.language}/invitations/{guide.token(LAYLA)}")
    look("invitation")
    send(page, "/code")
    look("code")
    page.locator("#code").fill("1")
    send(page, "/confirm")
    look("code refused")
    page.locator("#code").fill(guide.code(LAYLA))
    send(page, "/confirm")
    look("answering")
    send(page, "/answer")
    look("answering refused")
    assert page.locator("#error-summary").is_visible()
    page.locator("[name='years_known']").fill("٣")
    page.locator("[name='endorses'][value='yes']").check()
    send(page, "/answer")
    look("answered")
    mountain.open(page, f"/{visit.language}/invitations/{guide.token(LAYLA)}")
    look("gone")


@pytest.mark.parametrize("visit", VISITS[:2], ids=str)
def test_an_applicant_invites_another_for_one_who_declined(
    visit: Visit, open_page: OpenPage, mountain: Mountain
) -> None:
    guide, endorser = mountain.guide, open_page(visit)
    mountain.open(endorser, f"/{visit.language}/invitations/{guide.token(LAYLA)}")
    send(endorser, "/code")
    endorser.locator("#code").fill(guide.code(LAYLA))
    send(endorser, "/confirm")
    send(endorser, "/decline")
    assert violations(endorser) == []
    page = open_page(visit)
    sign_in(page, mountain.live, visit.language, "sara@demo.example")
    mountain.open(page, f"/{visit.language}/applications/{guide.reference}/invitations")
    assert violations(page) == []
    page.locator("main input[name=name]").fill("نورة")
    page.locator("main input[name=email]").fill(SAAD)
    send(page, guide.invitation(LAYLA).id)
    assert violations(page) == []
    page.locator("main input[name=email]").fill("noura@example.org")
    send(page, guide.invitation(LAYLA).id)
    assert guide.mails("noura@example.org")
