"""Opening an account by a mailed link, and choosing a new password."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.operations import accounts
from tests.support.portal import PASSWORD, Person, Shown, Site, serving
from tests.support.visitors import RESIDENT

EMAIL = "new@example.org"


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    """A portal without accounts, in development, where mails are shown and sent to nobody."""
    with serving(folder, is_development=True) as made:
        yield made


def sign_up(person: Person, **typed: str) -> Shown:
    given = {"email": EMAIL, "password": PASSWORD, "person_key": RESIDENT, **typed}
    return person.send(person.get("/ar/sign-up"), "/sign-up", **given)


def mailed_link(site: Site) -> str:
    """The local part of the newest mail's link."""
    body = accounts.outbox(site.ports)[0].body
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", body)
    assert found
    return found[1]


def test_an_account_works_once_its_mailed_link_was_opened(site: Site) -> None:
    person = site.anybody()
    assert sign_up(person).path == "/ar/mail-sent"
    assert person.sign_in(EMAIL).status == 422
    link = mailed_link(site)
    activated = person.send(person.get(link), link)
    assert "فُعّل حسابك" in activated.text
    assert person.sign_in(EMAIL).path == "/ar/my-services"


def test_opening_the_link_alone_uses_nothing_up(site: Site) -> None:
    person = site.anybody()
    sign_up(person)
    link = mailed_link(site)
    for _ in range(2):
        assert person.get(link).status == 200
    assert "فُعّل حسابك" in person.send(person.get(link), link).text


def test_a_link_works_once(site: Site) -> None:
    person = site.anybody()
    sign_up(person)
    link = mailed_link(site)
    page = person.get(link)
    person.send(page, link)
    assert person.send(page, link).status == 410


def test_wrong_answers_are_said_beside_their_fields(site: Site) -> None:
    shown = sign_up(site.anybody(), email="nobody", password="short", person_key="123")
    assert shown.status == 422
    marked = {one.get("name") for one in shown.page.all("input", **{"aria-invalid": "true"})}
    assert {"email", "person_key"} <= marked
    summary = shown.page.one("div", id="error-summary").all("a")
    assert [one.text.partition(":")[0] for one in summary] == [
        "رقم الهوية الوطنية أو الإقامة",
        "البريد الإلكتروني",
        "كلمة المرور",
    ]
    assert shown.page.one("input", name="password").get("value") == ""


def test_nobody_learns_whether_an_address_has_an_account(site: Site) -> None:
    site.signed_in("sara")
    person = site.anybody()
    asked = person.get("/ar/password")
    known = person.send(asked, "/password", email="sara@example.org")
    unknown = person.send(person.get("/ar/password"), "/password", email="nobody@example.org")
    assert (known.path, known.text) == (unknown.path, unknown.text)


def test_a_forgotten_password_is_replaced_and_ends_every_session(site: Site) -> None:
    other_phone = site.signed_in("sara")
    person = site.anybody()
    person.send(person.get("/en/password"), "/password", email="sara@example.org")
    link = mailed_link(site)
    changed = person.send(person.get(link), link, password="another long sentence")
    assert changed.status == 200
    assert other_phone.get("/ar/my-services").path.startswith("/ar/sign-in")
    shown = person.send(
        person.get("/ar/sign-in"),
        "/sign-in",
        email="sara@example.org",
        password="another long sentence",
    )
    assert shown.path == "/ar/my-services"


def test_the_outbox_shows_mails_in_development(site: Site) -> None:
    sign_up(site.anybody())
    shown = site.anybody().get("/ar/outbox")
    assert EMAIL in shown.text
    assert [one for one in shown.page.all("a") if "/activate/" in str(one.get("href"))]


def test_there_is_no_outbox_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with serving(tmp_path / "other") as site:
        assert site.anybody().ask("GET", "/ar/outbox").status_code == 404
