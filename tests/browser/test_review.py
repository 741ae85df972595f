"""The way of an application through the back office: returned, corrected, approved; or refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.operations import records
from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.paper import cut
from tests.support.renewal import Renewal
from tests.support.visiting import press, sideways

REASON = {"ar": "الصورة غير واضحة", "en": "The photograph is not clear"}
VISITS = [
    (Visit(360, language="ar"), "mona@demo.example"),
    (Visit(1280, language="en"), "mohamed@demo.example"),
]


@dataclass
class Desk:
    """A member of staff at a browser of his own."""

    page: Page
    live: Live
    language: str

    @classmethod
    def of(cls, open_page: OpenPage, visit: Visit, live: Live, login: str) -> Desk:
        desk = cls(open_page(visit), live, visit.language)
        Renewal(desk.page, live, visit.language, Path()).sign_in(f"{login}@demo.example")
        return desk

    def open(self, reference: str) -> None:
        self.page.goto(f"{self.live.address}/{self.language}/staff/applications/{reference}")

    def queue(self) -> None:
        self.page.goto(f"{self.live.address}/{self.language}/staff/applications")

    def claim(self) -> None:
        press(self.page, "form[action$='/claim'] button")

    def begin(self, event: str) -> None:
        press(self.page, f"a[href$='/acts/{event}']")

    def say(self) -> None:
        for language, text in REASON.items():
            self.page.locator(f"[name='reasons.{language}']").fill(text)

    def confirm(self) -> None:
        press(self.page, "main form .actions button")


def looked_at(page: Page, name: str) -> None:
    assert violations(page) == [], name
    assert sideways(page) <= 0, name
    assert cut(page) == [], name


def submitted(walk: Renewal) -> str:
    """Filled in, submitted and paid: its reference number."""
    walk.begin()
    walk.fill(is_scripted=True)
    page = walk.page
    press(page, "main .actions a.button")
    press(page, "form[action$='/submit'] button")
    press(page, "a[href$='/bank']")
    press(page, "main form button")
    press(page, "a[href*='/pay/']")
    return page.locator("bdi.reference").inner_text()


def card_of(page: Page) -> str:
    """Download the card: the address that its QR code holds, which is a link as well."""
    with page.expect_download() as downloading:
        page.locator("a[href*='/issued/']").first.click()
    card = Path(downloading.value.path()).read_bytes()
    found = re.search(rb"/URI ?\(([^)]+)\)", card)
    assert found is not None, "the card has no address"
    return found[1].decode()


def holds(stranger: Page, address: str) -> None:
    """Anybody who opens the address of a card is told that it was issued, and whether it holds."""
    stranger.goto(address)
    expect(stranger.locator("main")).to_contain_text(address.rpartition("/")[2])
    expect(stranger.locator(".alert-bad")).to_have_count(0)
    looked_at(stranger, "check of a card")


@pytest.mark.parametrize(("visit", "email"), VISITS, ids=[str(visit) for visit, _ in VISITS])
def test_an_application_is_returned_corrected_and_approved_by_a_second_person(
    visit: Visit, email: str, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    walk = Renewal(open_page(visit), live, visit.language, tmp_path)
    walk.sign_in(email)
    reference = submitted(walk)

    reviewer = Desk.of(open_page, visit, live, "reviewer")
    reviewer.queue()
    expect(reviewer.page.locator("main")).to_contain_text(reference)
    looked_at(reviewer.page, "queue")
    reviewer.open(reference)
    reviewer.claim()
    looked_at(reviewer.page, "application")
    reviewer.begin("return")
    reviewer.confirm()
    looked_at(reviewer.page, "return refused")
    reviewer.say()
    reviewer.page.locator("[name='correct:documents.photo']").check()
    reviewer.page.locator("[name='remark:documents.photo']").fill("صورة حديثة")
    reviewer.confirm()

    page = walk.page
    walk.open(f"/applications/{reference}")
    expect(page.locator("main")).to_contain_text(REASON[visit.language])
    looked_at(page, "returned")
    press(page, "a[href$='/steps/attachments']")
    expect(page.locator("input[type=file]")).to_have_count(1)
    looked_at(page, "a step to correct")
    returned = page.locator(".file").first.element_handle()
    walk.supply(0)
    page.wait_for_function("file => !file.isConnected", arg=returned)  # another stands there now
    walk.go_on()
    press(page, "a[href$='/acts/resubmit']")
    looked_at(page, "sending back")
    press(page, "main form .actions button")

    reviewer.open(reference)
    reviewer.begin("recommend")
    reviewer.confirm()
    approver = Desk.of(open_page, visit, live, "approver")
    approver.open(reference)
    approver.begin("approve")
    looked_at(approver.page, "approve")
    approver.confirm()
    looked_at(approver.page, "approved")
    walk.open(f"/applications/{reference}")
    looked_at(page, "approved, as its applicant sees it")
    holds(open_page(visit), card_of(page))
    replayed = records.replay(live.ports, reference)
    assert isinstance(replayed, records.Replayed)
    assert replayed.differences == ()
    assert isinstance(records.verify(live.ports), records.ChainIntact)
    page.goto(f"{live.address}/{visit.language}/staff/applications/{reference}")
    expect(page.locator("h1")).not_to_contain_text(reference)


def test_a_refusal_is_reviewed_after_a_grievance(
    open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    visit = Visit(1280, language="ar")
    walk = Renewal(open_page(visit), live, "ar", tmp_path)
    walk.sign_in("nawal@demo.example")
    reference = submitted(walk)
    reviewer = Desk.of(open_page, visit, live, "second-reviewer")
    reviewer.open(reference)
    reviewer.begin("refuse")
    reviewer.say()
    reviewer.confirm()
    walk.open(f"/applications/{reference}")
    page = walk.page
    press(page, "a[href$='/acts/grieve']")
    looked_at(page, "grievance")
    page.locator("[name=statement]").fill("الصورة واضحة")
    press(page, "main form .actions button")
    approver = Desk.of(open_page, visit, live, "approver")
    approver.open(reference)
    expect(approver.page.locator("main")).to_contain_text("الصورة واضحة")
    approver.begin("uphold")
    approver.say()
    approver.confirm()
    walk.open(f"/applications/{reference}")
    expect(page.locator("main")).to_contain_text(REASON["ar"])
    looked_at(page, "refused finally")
