"""What axe-core finds wrong with a page, as one line for each element at fault.

The script comes from the front-end packages (`make assets`). It is evaluated by the browser's
debugger, not loaded by the page, so a Content-Security-Policy stays as strict as in use.
Loads with JavaScript on only.
"""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "api/assets/node_modules/axe-core/axe.min.js"
RUN = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
    return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target}: ${failureSummary}`));
}"""


def violations(page: Page) -> list[str]:
    """Return every violation of every rule that axe-core runs by default.

    No sound is loaded beforehand to learn how long it plays: no page has any.
    """
    page.evaluate(SCRIPT.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found
