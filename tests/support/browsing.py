"""The random walks of `tests.support.walks`, made in a real browser, with a look at every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from engine.answers import StepReading
from engine.model.service import Field, FieldType
from tests.support.driving import Paper, Texts
from tests.support.live import Live
from tests.support.visiting import GO_ON, press, sign_in

_UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"
_ROUNDS = 8  # answers that uncover questions that uncover questions


@dataclass
class InBrowser:
    """The hand of somebody at a browser. `look` is called at every page, with its name.

    `folder` is where the files lie that are chosen.
    """

    page: Page
    live: Live
    language: str
    folder: Path
    look: Callable[[str], None]
    place: str = ""

    def open(self, path: str) -> None:
        self.page.goto(f"{self.live.address}/{self.language}{path}")

    def sign_in(self, email: str) -> None:
        sign_in(self.page, self.live, self.language, email)

    def begin(self, service: str) -> None:
        """From the start page, which is looked at, to the first step."""
        self.open(f"/services/{service}")
        self.look("start page")
        press(self.page, "form[action$='/apply'] button")
        self.place = self.page.url.partition("/steps/")[0]

    # The hand of `tests.support.driving.fill` -----------------------------------------------

    def save(self, step: StepReading, texts: Texts, papers: list[Paper]) -> None:
        id = step.step.id
        self._open(f"/steps/{id}")
        self.look(id)
        if texts or papers:
            self._go_on()
            if f"/steps/{id}" in self.page.url:
                self.look(f"{id}, refused")
        self._fill(step.step.fields, texts, papers, is_at_once=bool(step.documents))
        self._go_on()

    def add(self, step: StepReading, texts: Texts, papers: list[Paper]) -> str:
        id = step.step.id
        self._open(f"/steps/{id}")
        self.look(f"{id}, a list")
        self._open(f"/steps/{id}/items/new")
        self.look(f"{id}, an item")
        action = self.page.locator("#step-form").get_attribute("action") or ""
        self._fill(step.step.fields, texts, papers, is_at_once=False)
        self._go_on()
        return action.rsplit("/", 1)[-1]

    def close(self, step: StepReading) -> None:
        self._open(f"/steps/{step.step.id}")
        self.look(f"{step.step.id}, whole")
        self._go_on()

    def submit(self) -> bool:
        """From the check page to what comes of it; whether it could be submitted."""
        self._open("/steps/check")
        self.look("check")
        self._open("/decision")
        self.look("decision")
        button = self.page.locator("form[action$='/submit'] button")
        if not button.count():
            return False
        press(self.page, button)
        self.look("submitted")
        self._open("")
        self.look("application")
        return True

    # One page -------------------------------------------------------------------------------

    def _open(self, rest: str) -> None:
        self.page.goto(f"{self.place}{rest}")

    def _go_on(self) -> None:
        press(self.page, GO_ON)

    def _fill(
        self, fields: tuple[Field, ...], texts: Texts, papers: list[Paper], is_at_once: bool
    ) -> None:
        """Answer what is asked, as often as an answer uncovers something more."""
        several = {one.id for one in fields if one.type is FieldType.CHOICES}
        left = {
            (f"{name}:{code}" if name in several else name): "yes" if name in several else text
            for name, text in texts.items()
            for code in (text.split(",") if name in several else ("",))
            if text
        }
        for _ in range(_ROUNDS):
            there = {name: self._named(name) for name in left}
            now = [name for name, found in there.items() if found.count()]
            for name in now:
                self._answer(name, left.pop(name))
            if not now:
                break
        for paper in papers:
            self._choose(paper, is_at_once)

    def _named(self, name: str) -> Locator:
        return self.page.locator(f"#step-form [name='{name}']:not([type=hidden]):not([type=file])")

    def _answer(self, name: str, text: str) -> None:
        """Give one answer; where others hang on it, wait until the page has been drawn anew."""
        found = self._named(name)
        if not found.first.evaluate("one => one.closest('[hx-post]') !== null"):
            self._give(found, text)
            return
        with self.page.expect_response(lambda answer: "/preview" in answer.url):
            self._give(found, text)
        expect(self.page.locator(_UNDER_WAY)).to_have_count(0)

    def _give(self, found: Locator, text: str) -> None:
        first = found.first
        kind = first.get_attribute("type") or str(first.evaluate("one => one.localName"))
        if kind in {"radio", "checkbox"}:
            found.and_(self.page.locator(f"[value='{text}']")).first.check()
        elif kind == "select":
            first.evaluate(_CHOOSE, text)
        else:
            first.fill(text)
            first.blur()

    def _choose(self, paper: Paper, is_at_once: bool) -> None:
        """Choose a file; on a page of documents it is sent as soon as it is chosen."""
        name, content, _ = paper.upload
        place = self.folder / name
        place.write_bytes(content)
        chosen = self.page.locator(f"input[type=file][name='{paper.slot}']")
        if not is_at_once:
            chosen.set_input_files(place)
            return
        card = chosen.locator("xpath=ancestor::section[1]").get_attribute("id")
        with self.page.expect_response(lambda answer: "/upload" in answer.url):
            chosen.set_input_files(place)
        self.page.locator(f"#{card} .file").first.wait_for()


_CHOOSE = """(one, code) => {
    one.value = code;
    one.dispatchEvent(new Event("change", { bubbles: true }));
}"""
