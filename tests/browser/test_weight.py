"""How much a first visit loads: a page of at most 100 KB without fonts, of 300 KB with all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenPage
from tests.browser.test_services import CATALOGUE
from tests.support.browser import Visit
from tests.support.live import Live

KB = 1024
PAGES = ("/", "/services", *(f"/services/{one.id}" for one in CATALOGUE.listed))


def loaded(page: Page, address: str) -> dict[str, int]:
    """The bytes of every answer that a visit asks for, by address, as they were sent."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => {})")
    return {one.url: one.request.sizes()["responseBodySize"] for one in answers}


@pytest.mark.parametrize(
    ("language", "pages"),
    [
        ("ar", PAGES[:4]),
        ("en", PAGES[:2]),
        pytest.param("ar", PAGES[4:], marks=pytest.mark.long, id="ar-other-services"),
    ],
)
def test_a_first_visit_is_light(
    language: str, pages: tuple[str, ...], open_page: OpenPage, live: Live
) -> None:
    for path in pages:
        page = open_page(Visit(language=language))
        sizes = loaded(page, f"{live.address}/{language}{path}")
        fonts = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
        everything = sum(sizes.values())
        assert everything - fonts <= 100 * KB, (path, sizes)
        assert everything <= 300 * KB, (path, sizes)
        page.context.close()
