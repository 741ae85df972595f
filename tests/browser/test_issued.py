"""A card is downloaded by its holder, and its QR address opened by somebody who was shown it."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.support import issuing
from tests.support.axe import violations
from tests.support.browser import Visit
from tests.support.live import Live
from tests.support.pdf_text import text_of
from tests.support.renewal import Renewal
from tests.support.visiting import press, sideways


def test_a_card_is_downloaded_and_its_address_says_whether_it_holds(
    open_page: OpenPage, live: Live, tmp_path: Path
) -> None:
    page = open_page(Visit(360, language="ar"))
    walk = Renewal(page, live, "ar", tmp_path)
    walk.sign_in("hessa@demo.example")
    walk.begin()
    walk.fill(is_scripted=True)
    press(page, "main .actions a.button")
    press(page, "form[action$='/submit'] button")
    reference = page.url.partition("/applications/")[2].partition("/")[0]
    issued = issuing.issue(live.ports, reference, "registration-card")

    walk.open("/my-services")
    assert violations(page) == []
    with page.expect_download() as downloading:
        page.locator(f"a[href$='/issued/{issued.code}']").click()
    card = Path(downloading.value.path()).read_bytes()
    assert issued.code in text_of(card)
    addresses = re.findall(rb"/URI\(([^)]+)\)", card.replace(b"/URI (", b"/URI("))
    assert addresses, "the QR code is a link as well"

    shown = open_page(Visit(360, language="ar"))
    shown.goto(addresses[0].decode())
    expect(shown.locator("main")).to_contain_text(issued.public_lines[0].value.ar)
    expect(shown.locator("main")).to_contain_text(issued.code)
    assert shown.context.cookies() == []
    assert violations(shown) == []
    assert sideways(shown) <= 0

    issuing.revoke(live.ports, reference, "registration-card")
    shown.reload()
    expect(shown.locator(".alert-bad")).to_be_visible()
    assert violations(shown) == []
