"""What a visitor does on any page in a real browser: sign in, press what leads elsewhere.

What Playwright reads at once (`count()`, `url`, `evaluate()`) does not wait for anything. So
whatever leads to another page is pressed by `press`, which comes back on that page: nothing is
ever read off the page that was left.
"""

from playwright.sync_api import Locator, Page

from tests.support.live import Live

GO_ON = "#step-form .actions button"


def press(page: Page, what: str | Locator) -> None:
    """Press the first link or button of these that is seen; return on the page it leads to."""
    target = page.locator(what) if isinstance(what, str) else what
    with page.expect_navigation():
        target.locator("visible=true").first.click()


def sign_in(page: Page, portal: Live, language: str, email: str) -> None:
    """Sign in with the password that everybody of the demonstration has."""
    page.goto(f"{portal.address}/{language}/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(portal.password)
    press(page, "main form button")


def begin(page: Page, portal: Live, language: str, service: str) -> None:
    """Sign in as Sara, and begin an application for the service."""
    sign_in(page, portal, language, "sara@demo.example")
    page.goto(f"{portal.address}/{language}/services/{service}")
    press(page, "form[action$='/apply'] button")


def sideways(page: Page) -> int:
    """How many pixels the page has to be scrolled sideways: none, if it is right."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
