"""A professional registration renewed in a browser: the steps of the founding article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.support.live import Live
from tests.support.papers import pdf, picture
from tests.support.visiting import GO_ON, press, sign_in

SERVICE = "registration-renewal"
WORDS = {
    "ar": {"apply": "تقدّم الآن", "next": "التالي", "agree": "تقدّم على الخدمة", "save": "حفظ"},
    "en": {"apply": "Apply now", "next": "Next", "agree": "Apply for the service", "save": "Save"},
}


@dataclass
class Renewal:
    """`folder` holds the files that are supplied."""

    page: Page
    live: Live
    language: str
    folder: Path

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.language]

    @property
    def step(self) -> str:
        """The id of the step that is open, or an empty text on another page."""
        return self.page.url.partition("/steps/")[2].partition("?")[0].partition("/")[0]

    def open(self, path: str) -> None:
        self.page.goto(f"{self.live.address}/{self.language}{path}")

    def press(self, name: str) -> None:
        """Press the visible button or link of this name in the content of the page."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=name, exact=True)
        link = main.get_by_role("link", name=name, exact=True)
        press(self.page, button.or_(link))

    def go_on(self) -> None:
        """Press the main button of the step, whatever it says."""
        press(self.page, GO_ON)

    def sign_in(self, email: str) -> None:
        sign_in(self.page, self.live, self.language, email)

    def begin(self) -> None:
        """From My services to the first step."""
        press(self.page, ".site-menu a")
        press(self.page, f"a.cover[href$='{SERVICE}']")
        self.press(self.words["apply"])

    def options(self) -> None:
        self.page.locator("select").select_option("government")
        self.press(self.words["next"])

    def terms(self) -> None:
        self.page.locator("input[type=checkbox]").check()
        self.press(self.words["agree"])

    def information(self) -> None:
        self.page.locator("[name='contact.mobile']").fill("٠٥٠١٢٣٤٥٦٧")
        self.go_on()

    def supply(self, number: int) -> None:
        """Choose a file that the input takes."""
        chosen = self.page.locator("input[type=file]").nth(number)
        is_pdf = ".pdf" in (chosen.get_attribute("accept") or "")
        path = self.folder / (f"ملف {number}.pdf" if is_pdf else f"photo-{number}.jpg")
        path.write_bytes(pdf(str(number).encode()) if is_pdf else picture("JPEG"))
        chosen.set_input_files(path)

    def attachments(self, is_scripted: bool) -> None:
        for number in range(self.page.locator("input[type=file]").count()):
            self.supply(number)
            if is_scripted:
                self.page.locator(".document").nth(number).locator(".file").wait_for()
        self.page.locator("[name='documents.employer_letter.issue_date']").fill("١/١١/٢٠٢٦")
        self.press(self.words["save"])

    def add_item(self, **typed: str) -> None:
        """Add an item to the group that is open, with these texts and a file."""
        press(self.page, "a[href$='/items/new']")
        self.fill_item(**typed)

    def fill_item(self, **typed: str) -> None:
        """Fill in the item that is open, and save it."""
        for name, text in typed.items():
            if text in ("yes", "no"):
                self.page.locator(f"[name='{name}'][value='{text}']").check()
            else:
                self.page.locator(f"[name='{name}']").fill(text)
        self.supply(0)
        self.go_on()

    def experience(self) -> None:
        self.add_item(employer="مستشفى الملك فهد", from_date="١٥/١/٢٠٢٠", is_current="yes")
        self.go_on()

    def licence(self) -> None:
        self.add_item(authority="هيئة التخصصات", number="15-J-M-77", valid_until_date="1/1/1450")
        self.go_on()

    def fill(self, is_scripted: bool) -> None:
        """Every step up to the check page."""
        self.options()
        self.terms()
        self.information()
        self.attachments(is_scripted)
        self.experience()
        self.licence()
        assert self.step == "check"
