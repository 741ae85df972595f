"""Signing up without a national ID or Iqama number, and adding one later on the account page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.operations import accounts
from tests.support.portal import PASSWORD, Person, Shown, Site, serving
from tests.support.visitors import RESIDENT, config
from tests.unit.operations.test_linking import to_everybody

EMAIL = "maria@example.org"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("abroad"), to_everybody(), is_development=True) as made:
        yield made


def sign_up(person: Person, language: str, **typed: str) -> Shown:
    given = {"email": EMAIL, "password": PASSWORD, "person_key": "", **typed}
    return person.send(person.get(f"/{language}/sign-up"), "/sign-up", **given)


def add(person: Person, number: str, language: str = "en") -> Shown:
    return person.send(person.get(f"/{language}/account"), "/account/number", person_key=number)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_person_without_a_number_ticks_so_and_is_mailed_a_link(site: Site, language: str) -> None:
    shown = sign_up(site.anybody(), language, no_number="yes", email=f"{language}@example.org")
    assert shown.path == f"/{language}/mail-sent"
    assert re.search(r"/activate/", accounts.outbox(site.ports)[0].body)


def test_a_number_left_blank_without_the_tick_is_missing(site: Site) -> None:
    shown = sign_up(site.anybody(), "en")
    assert shown.status == 422
    assert shown.page.one("input", name="person_key").get("aria-invalid") == "true"


def test_the_tick_is_not_offered_where_the_portal_does_not_allow_it(tmp_path: Path) -> None:
    with serving(tmp_path, config()) as site:
        asked = site.anybody().get("/en/sign-up").page.all("input")
        assert "no_number" not in [one.get("name") for one in asked]
        assert sign_up(site.anybody(), "en", no_number="yes").status == 422


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_wrong_number_is_said_beside_the_field(site: Site, language: str) -> None:
    person = site.signed_in(f"wrong-{language}", None, language)
    shown = add(person, "123", language)
    assert shown.status == 422
    assert shown.page.one("input", name="person_key").get("aria-invalid") == "true"
    assert shown.page.one("a", href="#person_key").text


def test_a_number_is_added_on_the_account_page_once(site: Site) -> None:
    person = site.signed_in("maria", None, "en")
    assert add(person, RESIDENT).path == "/en/account"
    shown = person.get("/en/account")
    assert RESIDENT in shown.text
    assert "person_key" not in [one.get("name") for one in shown.page.all("input")]
