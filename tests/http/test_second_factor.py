"""The second factor on pages: a session that awaits a code opens nothing but the page for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from docs.generate.routes import lines
from engine.model.account import Role
from engine.model.scope import Scope
from engine.operations import users
from engine.operations.second_factors import STEP_SECONDS
from tests.http.test_users import act
from tests.support.html import parse
from tests.support.portal import PASSWORD, Person, Shown, Site, filled, serving


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    """A portal of the test's own, whose clock a test moves."""
    with serving(folder) as made:
        yield made


def test_a_member_of_staff_sets_it_up_and_signs_in_with_it(site: Site) -> None:
    person = site.staff("clerk", Role.REVIEWER)
    before = person.cookies["mumaris"]
    secret = set_up(site, person)
    assert person.cookies["mumaris"] != before
    assert person.get("/en/staff").status == 200
    later(site)
    person = site.anybody()
    page = sign_in(person, "clerk")
    assert page.path == "/en/sign-in/code"
    half = person.cookies["mumaris"]
    wrong = person.send(page, "/sign-in/code", code="000000")
    assert wrong.status == 422
    assert [a.get("href") for a in wrong.page.one("div", id="error-summary").all("a")] == ["#code"]
    shown = person.send(wrong, "/sign-in/code", code=code_now(site, secret))
    assert shown.path == "/en/staff"
    assert person.cookies["mumaris"] != half
    stale = site.anybody()
    stale.cookies["mumaris"] = half
    assert stale.get("/en/staff").path.startswith("/en/sign-in?")


def test_after_the_code_people_are_where_they_wanted_to_be(site: Site) -> None:
    secret = set_up(site, site.staff("clerk", Role.REVIEWER))
    later(site)
    person = site.anybody()
    asked = person.get("/en/account")
    page = person.send(asked, "/sign-in", email="clerk@example.org", password=PASSWORD)
    shown = person.send(page, "/sign-in/code", code=code_now(site, secret))
    assert shown.path == "/en/account"


def test_a_session_that_awaits_a_code_opens_nothing_else(site: Site) -> None:
    set_up(site, site.staff("boss", Role.ADMINISTRATOR))
    later(site)
    person = site.anybody()
    page = sign_in(person, "boss")
    token = str(page.page.all("input", name="csrf")[0].get("value"))
    count = 0
    for line in lines(site.app):
        if line.scope in ("public", str(Scope.GIVE_CODE)):
            continue
        address, count = filled(line.path), count + 1
        if address.startswith("/api/"):
            bearer = {"Authorization": f"Bearer {person.cookies['mumaris']}"}
            response = site.anybody().ask(line.method, address, headers=bearer)
            assert response.status_code == 401, address
            continue
        data = {"csrf": token} if line.method == "POST" else None
        response = person.ask(line.method, address, data=data)
        assert response.status_code == 303, address
        assert response.headers["location"].startswith("/ar/sign-in/code?next="), address
    assert count > 40
    assert "has-menu" not in person.get("/en/services").response.text


def test_staff_who_must_enrol_are_led_to_it_and_nowhere_else(site: Site) -> None:
    ports = replace(site.ports, settings=replace(site.ports.settings, staff_second_factor=True))
    site.app.state.runtime = replace(site.app.state.runtime, ports=ports)
    person = site.anybody()
    site.staff_account("clerk", Role.REVIEWER)
    page = sign_in(person, "clerk")
    assert page.path == "/en/account/second-factor"
    assert person.get("/en/staff").path.startswith("/en/account/second-factor?next=")
    set_up(site, person)
    assert person.get("/en/staff").status == 200


def test_the_drawing_is_of_the_secret_and_loads_under_our_policy(site: Site) -> None:
    person = site.staff("clerk", Role.REVIEWER)
    begin(person)
    drawing = person.ask("GET", "/en/account/second-factor/drawing")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert drawing.headers["cache-control"] == "no-store"
    assert b"style" not in drawing.content
    assert parse(drawing.text).all("path") != []


def test_recovery_codes_are_shown_once(site: Site) -> None:
    person = site.staff("clerk", Role.REVIEWER)
    page = begin(person)
    codes = confirm(site, person, page)
    assert len(codes.page.one("ol").all("li")) == 10
    assert (
        codes.page.one("ol").all("li")[0].text not in person.get("/en/account/second-factor").text
    )


def test_an_administrator_resets_it_for_somebody_who_lost_the_device(site: Site) -> None:
    clerk = site.staff("clerk", Role.REVIEWER)
    set_up(site, clerk)
    boss = site.staff("boss", Role.ADMINISTRATOR)
    assert users.read(site.ports, "clerk")[0].has_second_factor
    act(boss, "clerk", "reset-second-factor")
    assert not users.read(site.ports, "clerk")[0].has_second_factor
    assert clerk.get("/en/staff").path.startswith("/en/sign-in")
    assert sign_in(site.anybody(), "clerk").path == "/en/staff"


def test_programs_cannot_sign_in_for_whoever_has_one(site: Site) -> None:
    set_up(site, site.staff("clerk", Role.REVIEWER))
    body = {"email": "clerk@example.org", "password": PASSWORD}
    answer = site.anybody().ask("POST", "/api/v1/sessions", json=body)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("#second-factor")


def test_applicants_have_none(sara: Person) -> None:
    assert sara.get("/ar/account/second-factor").status == 403


def begin(person: Person) -> Shown:
    return person.send(person.get("/en/account/second-factor"), "/second-factor/begin")


def confirm(site: Site, person: Person, page: Shown) -> Shown:
    return person.send(page, "/second-factor/confirm", code=code_now(site, waiting(page)))


def set_up(site: Site, person: Person) -> str:
    """Set one up; the secret."""
    page = begin(person)
    secret = waiting(page)
    assert confirm(site, person, page).status == 200
    return secret


def waiting(page: Shown) -> str:
    return page.page.one("bdi", class_="secret").text.replace(" ", "")


def code_now(site: Site, secret: str) -> str:
    return pyotp.TOTP(secret).at(site.clock.now)


def later(site: Site) -> None:
    site.clock.now += timedelta(seconds=STEP_SECONDS)


def sign_in(person: Person, name: str) -> Shown:
    page = person.get("/en/sign-in")
    return person.send(page, "/sign-in", email=f"{name}@example.org", password=PASSWORD)
