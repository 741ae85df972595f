"""The fishing licence, filled in through its pages."""

from __future__ import annotations

from secrets import token_hex

from httpx import Response

from tests.support.papers import pdf, picture
from tests.support.portal import Person, Shown

SERVICE = "fishing-licence"
PDF = ("scan.pdf", pdf(), "application/pdf")
PNG = ("me.png", picture("PNG"), "image/png")


def start(person: Person, language: str = "ar", key: str | None = None) -> Shown:
    """A new draft, whether there is one already or not: its first step."""
    shown = person.get(f"/{language}/services/{SERVICE}")
    response = apply(person, shown, key or token_hex(8))
    assert response.status_code == 303
    return person.get(response.headers["location"])


def apply(person: Person, shown: Shown, key: str) -> Response:
    """Press «تقدّم الآن» on a start page that may offer to continue instead."""
    token = token_of(shown)
    return person.ask("POST", f"{shown.path}/apply", data={"csrf": token, "key": key})


def token_of(shown: Shown) -> str:
    """The CSRF token of a page's forms: the same in all of them."""
    tokens = {one.get("value") for one in shown.page.all("input", name="csrf")}
    assert len(tokens) == 1
    return str(tokens.pop())


def reference_of(shown: Shown) -> str:
    return shown.path.split("/applications/")[1].split("/")[0]


def ways_to_pay(shown: Shown) -> list[str]:
    """The links of an invoice to the biller's pages: at a bank, and by card."""
    links = [str(one.get("href")) for one in shown.page.all("a")]
    return [link for link in links if "/pay/" in link]


def place(shown: Shown, rest: str = "") -> str:
    """An address of the application that `shown` is a page of."""
    language = shown.path.split("/")[1]
    return f"/{language}/applications/{reference_of(shown)}{rest}"


def fill_boat(person: Person, shown: Shown, metres: str | None = None) -> Shown:
    shown = person.send(shown, "/boat", boat__is_own="no" if metres is None else "yes")
    if metres is not None:
        shown = person.send(shown, "/boat", boat__is_own="yes", boat__metres=metres)
    return shown


def fill_papers(person: Person, shown: Shown) -> Shown:
    return person.send(shown, "/papers", {"documents.identity": PNG})


def fill_trip(person: Person, shown: Shown, name: str = "جدة") -> Shown:
    """Add one trip: the page of the group again."""
    add = next(one for one in shown.page.all("a") if str(one.get("href")).endswith("/items/new"))
    form = person.get(str(add.get("href")))
    action = str(form.page.one("form", id="step-form").get("action"))
    return person.send(form, action, {"proof": PDF}, place=name)


def fill(person: Person, language: str = "ar", metres: str | None = None) -> Shown:
    """A draft with everything given: its check page."""
    shown = fill_boat(person, start(person, language), metres)
    shown = person.send(shown, "/terms", accepted="yes")
    if metres is None:
        shown = fill_papers(person, shown)
    else:
        files = {"documents.identity": PNG, "documents.certificates": PDF}
        shown = person.send(shown, "/papers", files)
    shown = fill_trip(person, shown)
    return person.send(shown, "/trips")
