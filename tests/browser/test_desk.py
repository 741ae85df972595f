"""The policy desk in a real browser: a fee is proposed, looked at, published by another, seen by
whoever wants to apply, and taken back. Nothing is wrong with any page on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.model.account import Account, Role
from engine.model.report import ReportKind
from engine.model.words import Language
from engine.operations import computing, releases
from engine.phrases import phrase
from engine.reports.comparing import KINDS
from tests.browser.conftest import OpenPage
from tests.support.archives import zipped
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live, live_portal
from tests.support.paper import cut
from tests.support.visiting import press, sideways, sign_in
from tests.support.visitors import NOW, RULES, config, edited

VISITS = [
    Visit(360, language="ar"),
    pytest.param(Visit(1280, language="en"), marks=pytest.mark.long),
]
NEW_FEE = "2025-04-01: 990.00 SAR"
CHOSEN = "service=fishing-licence&person=resident-of-zone-a&day=2026-12-01"
ANSWERED = f"{CHOSEN}&s=boat&a/boat/boat.is_own=yes&a/boat/boat.metres=12"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A portal of these tests' own, for they publish, with two editors."""
    with live_portal(tmp_path_factory.mktemp("desk"), config()) as portal:
        hashed = portal.ports.passwords.hash(portal.password)
        with portal.ports.store.begin() as work:
            for name in ("first", "second"):
                email = f"{name}@example.org"
                account = Account(
                    name, email, None, Language.AR, Role.POLICY_EDITOR, is_active=True
                )
                work.accounts.add(account, hashed, NOW)
        yield portal


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_fee_goes_from_a_proposal_to_the_start_page_and_back(
    visit: Visit, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    said = Language(visit.language)
    before = releases.history(live.ports)[0].release
    archive = tmp_path / "config.zip"
    comment = f"# {visit.language}\n".encode()
    dearer = edited(config(), RULES, "2025-04-01: 120.50 SAR", NEW_FEE)
    archive.write_bytes(zipped({**dearer, RULES: comment + dearer[RULES]}))

    first = signed_in(open_page(visit), live, visit, "first")
    go(first, live, visit, "/staff/desk")
    go(first, live, visit, "/staff/desk/propose")
    first.locator("#archive").set_input_files(archive)
    first.locator("#note").fill("dearer boats")
    press(first, "form[action$='/propose'] button")
    expect(first.locator("main")).to_contain_text(phrase("desk.own-title", said))
    look(first, "own candidate")

    while computing.compute_next(live.ports, NOW):
        pass
    second = signed_in(open_page(visit), live, visit, "second")
    candidate = first.url.partition("?")[0]
    second.goto(candidate)
    look(second, "candidate")
    candidate_release = releases_in(second)
    for kind in (*KINDS, "files"):
        second.goto(candidate)
        press(second, f"main a[href$='/{kind}']")
        if kind not in (
            ReportKind.PROOF,
            ReportKind.IMPACT,
        ):  # nothing is amiss, nobody has applied
            expect(second.locator("main")).to_contain_text("990.00")
        look(second, kind)
    for page in (
        f"preview?{CHOSEN}&page=start",
        f"preview?{CHOSEN}&page=boat",
        f"preview?{CHOSEN}&page=papers",
        f"preview?{CHOSEN}&page=trips",
        f"preview?{CHOSEN}&page=before",
        f"preview?{ANSWERED}&page=result",
        f"preview?{ANSWERED}&page=issued/fishing-licence",
        f"try?{ANSWERED}",
        "problems",
        f"file?path={RULES}",
    ):
        go(second, live, visit, f"/staff/desk/releases/{candidate_release}/{page}")
    second.goto(candidate)
    press(second, "form[action$='/approve'] button")

    somebody = open_page(visit)
    somebody.goto(f"{live.address}/{visit.language}/services/fishing-licence")
    expect(somebody.locator("main")).to_contain_text("990.00")

    go(second, live, visit, f"/staff/desk/releases/{before}")
    second.locator("#reason").fill("the order says 120.50")
    press(second, "button[value='alone']")
    expect(second.locator("main")).to_contain_text(phrase("desk.alone", said))
    look(second, "after")
    somebody.reload()
    expect(somebody.locator("main")).to_contain_text("120.50")


def signed_in(page: Page, live: Live, visit: Visit, name: str) -> Page:
    sign_in(page, live, visit.language, f"{name}@example.org")
    return page


def go(page: Page, live: Live, visit: Visit, path: str) -> None:
    page.goto(f"{live.address}/{visit.language}{path}")
    look(page, path)


def look(page: Page, name: str) -> None:
    assert violations(page) == [], name
    assert sideways(page) <= 0, name
    assert cut(page) == [], name


def releases_in(page: Page) -> str:
    """The release that a candidate's page leads to."""
    address = page.locator("main dl a[href*='/releases/']").first.get_attribute("href") or ""
    return address.rpartition("/")[2]
