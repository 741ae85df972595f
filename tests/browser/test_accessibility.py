"""axe-core finds nothing wrong with any page, in both languages."""

from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.renewal import Renewal
from tests.support.visiting import press

PUBLIC = (
    "/",
    "/services",
    "/services?q=xyz",
    "/services?topic=classification-and-registration",
    "/services/registration-renewal",
    "/services/registration-renewal/before",
    "/opinion?about=home&useful=no",
    "/sign-in",
    "/sign-up",
    "/mail-sent",
    "/password",
    "/activate/token",
    "/password/token",
    "/privacy",
    "/accessibility",
    "/check",
    "/check?code=4F7K9",
    "/check/4F7K9",
    "/nothing",
)
VISITS = [Visit(360, language="ar"), Visit(1280, language="en")]


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing_wrong_with_the_public_pages(
    visit: Visit, open_page: OpenPage, live: Live
) -> None:
    page = open_page(visit)
    for path in PUBLIC:
        page.goto(f"{live.address}/{visit.language}{path}")
        assert violations(page) == [], path


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing_wrong_with_the_pages_of_a_journey(
    visit: Visit, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    page = open_page(visit)
    walk = Renewal(page, live, visit.language, tmp_path)
    walk.sign_in({"ar": "shahad@demo.example", "en": "ibrahim@demo.example"}[visit.language])
    seen: list[str] = []

    def look(name: str) -> None:
        assert violations(page) == [], name
        seen.append(name)

    look("my services, empty")
    walk.begin()
    for name in ("options", "terms"):
        look(name)
        walk.go_on()
        look(f"{name} refused")
        getattr(walk, name)()
    look("information")
    press(page, "a[href*='/disputes/']")
    look("dispute")
    page.go_back()
    walk.information()
    look("attachments")
    walk.go_on()
    look("attachments refused")
    walk.attachments(is_scripted=True)
    look("experience")
    press(page, "a[href$='/items/new']")
    look("a new experience")
    walk.go_on()
    look("a new experience refused")
    walk.fill_item(employer="مستشفى الملك فهد", from_date="15/1/2020", is_current="yes")
    look("an experience added")
    press(page, "a[href$='/remove']")
    look("an experience to remove")
    page.go_back()
    walk.go_on()
    look("licence")
    walk.licence()
    look("check")
    press(page, "main .actions a.button")
    look("decision")
    press(page, "form[action$='/submit'] button")
    look("invoice")
    press(page, "a[href$='/card']")
    look("card")
    page.go_back()
    press(page, "a[href$='/bank']")
    look("payment channel")
    press(page, "main form button")
    look("paid at the bank")
    press(page, "a[href*='/pay/']")
    look("paid")
    walk.open("/invoices")
    look("invoices")
    press(page, "main h2 a")
    look("paid invoice")
    press(page, "a[href*='/receipts/']")
    look("receipt")
    for path in ("/my-services", "/account"):
        walk.open(path)
        look(path)
    assert len(seen) == len(set(seen)) == 27


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing_wrong_off_the_usual_path(
    visit: Visit, open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    """Somebody too early, two tabs on one step, and people to whom the service is not open."""
    page = open_page(visit)
    walk = Renewal(page, live, visit.language, tmp_path)
    walk.sign_in({"ar": "reem@demo.example", "en": "haifa@demo.example"}[visit.language])
    walk.begin()
    assert violations(page) == [], "a warning on a step"
    draft, step = page.url.partition("/steps/")[0], page.url
    for path in ("/decision", "/discard"):
        page.goto(f"{draft}{path}")
        assert violations(page) == [], path
    page.goto(step)
    other = Renewal(page.context.new_page(), live, visit.language, tmp_path)
    other.page.goto(step)
    other.page.locator("select").select_option("private")
    other.go_on()
    page.locator("select").select_option("government")
    walk.go_on()
    assert walk.step == "options", "the other tab was not overwritten"
    assert violations(page) == [], "conflict"
    for email in ("jawaher@demo.example", "ayesha@demo.example"):
        stranger = Renewal(open_page(visit), live, visit.language, tmp_path)
        stranger.sign_in(email)
        stranger.open("/services/registration-renewal")
        assert violations(stranger.page) == [], email
