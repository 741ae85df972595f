"""A real Chromium, and pages opened in it the way a `Visit` says.

    def test_my_services_are_in_the_menu(page: Page) -> None: ...

    @pytest.mark.parametrize("page", [Visit(width=1280), Visit(javascript=False)], indirect=True)
    def test_a_step_is_saved(page: Page) -> None: ...

Every page has a context of its own: no cookie of one test reaches another. A test in which a
page throws an error, or breaks its Content-Security-Policy, fails when it ends.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.support.browser import Visit, executable, launch_flags
from tests.support.live import Live, live_portal

HERE = Path(__file__).parent
OpenPage = Callable[[Visit], Page]
HARMLESS = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
PATIENCE_MS = 60_000  # the machine is shared; a page that comes late is no fault
expect.set_options(timeout=PATIENCE_MS)
LOCALES = {"ar": "ar-SA", "en": "en-GB"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


# For the folder, not the session: while Playwright runs, no other test of this worker can
# start an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium that lives for the tests of this folder."""
    path = executable()
    if path is None:
        pytest.skip("no Chromium: python -m tests.support.browser says what to do")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=launch_flags())
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Give a portal with the demonstration of config/, on a port of its own."""
    with live_portal(tmp_path_factory.mktemp("live")) as portal:
        yield portal


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Give a function that opens a page as a new visitor: two calls share no cookie."""
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A 4xx answer is logged as an error too; tests ask for those on purpose.
        # So is what htmx was asking for when the visitor moved on.
        if message.type == "error" and not message.text.startswith(HARMLESS):
            errors.append(message.text)

    def opened(visit: Visit) -> Page:
        context = browser.new_context(
            viewport={"width": visit.width, "height": visit.height},
            java_script_enabled=visit.javascript,
            locale=LOCALES[visit.language],
            timezone_id="Asia/Riyadh",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", heard)
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert not errors, "the pages logged errors"


@pytest.fixture
def page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    """Open a page as an Arabic phone, or as the `Visit` that the test is parametrised with."""
    return open_page(getattr(request, "param", Visit()))
