"""My services: what waits for its owner, what is under way, what opens, and what is over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest
from sqlalchemy import Engine, event

from engine.definitions.read import read_folder
from engine.model.account import Role
from tests.http.test_reviewing import REASONS, acted, state
from tests.support.html import Element
from tests.support.journeys import apply, fill, place, reference_of, start
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import reviewed

CONFIG = Path(__file__).parents[2] / "config"
RENEWAL = "/services/registration-renewal"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("reviewed"), reviewed()) as made:
        yield made


def section(shown: Shown, id: str) -> Element | None:
    found = [one for one in shown.page.all("section") if one.get("aria-labelledby") == id]
    return found[0] if found else None


def card(shown: Shown, id: str, reference: str) -> Element:
    found = section(shown, id)
    assert found is not None, (id, shown.text)
    return next(one for one in found.all("li") if reference in one.text)


def mine(person: Person, language: str = "en") -> Shown:
    return person.get(f"/{language}/my-services")


def test_a_draft_says_what_is_left_and_leads_to_it(sara: Person) -> None:
    first = start(sara)
    shown = card(mine(sara), "waiting", reference_of(first))
    assert "4 steps are left: The boat, Terms, Papers and Earlier trips" in shown.text
    links = [str(one.get("href")) for one in shown.all("a")]
    assert place(first, "/steps/boat").replace("/ar/", "/en/") in links
    done = fill(sara)
    shown = card(mine(sara), "waiting", reference_of(done))
    assert "the application is still to be submitted" in shown.text


def test_what_was_submitted_shows_its_way_and_what_happens_next(sara: Person) -> None:
    done = fill(sara)
    sara.send(sara.get(place(done, "/decision")), "/submit")
    shown = card(mine(sara), "under-way", reference_of(done))
    steps = shown.one("ol", class_="progress-line").all("li")
    assert [one.get("aria-current") for one in steps] == ["step"]
    assert "23 November 2026 (13 Jumada II 1448 AH)" in steps[0].text
    assert "Your licence comes by e-mail" in shown.text


def test_what_has_to_be_paid_says_how_much_and_until_when(sara: Person) -> None:
    done = fill(sara, metres="12")
    sara.send(sara.get(place(done, "/decision")), "/submit")
    shown = card(mine(sara), "waiting", reference_of(done))
    assert "Pay SAR 120.50 by" in shown.text
    assert [one for one in shown.all("a") if "/invoices/" in str(one.get("href"))]


def test_what_was_returned_says_what_to_correct(site: Site, sara: Person) -> None:
    done = fill(sara)
    sara.send(sara.get(place(done, "/decision")), "/submit")
    reference = reference_of(done)
    reviewer = site.staff("reviewer", Role.REVIEWER, "en")
    acted(reviewer, reference, "return", **REASONS, **{"correct:boat.is_own": "yes"})
    assert state(site, reference) == "returned"
    shown = card(mine(sara), "waiting", reference)
    assert "What you are to correct: I have a boat" in shown.text


def test_somebody_with_nothing_is_told_what_comes_here(site: Site) -> None:
    person = site.signed_in("omar", "1001244019")
    shown = mine(person)
    assert "You have not begun anything yet" in shown.text
    assert section(shown, "waiting") is section(shown, "openings") is None


# What opens --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def renewing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("renewing"), read_folder(CONFIG)) as made:
        yield made


def somebody(site: Site, login: str) -> Person:
    release = site.ports.releases.active(site.clock.now)
    people = release.catalogue.people.values()
    key = next(one.key for one in people if one.login.startswith(login))
    return site.signed_in(login, key)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "en",
            "Opens for you on 24 November 2026 (14 Jumada II 1448 AH)",
            "Open now Open to you since 24 November 2026 (14 Jumada II 1448 AH)",
        ),
        ("ar", "يُفتح لك في 24 نوفمبر 2026م (14 جمادى الآخرة 1448هـ)", "مفتوح لك منذ 24 نوفمبر"),
    ],
)
def test_a_renewal_opens_on_its_day(renewing: Site, language: str, before: str, after: str) -> None:
    assert before in mine(somebody(renewing, "reem"), language).text
    now = renewing.clock.now
    try:
        renewing.clock.now = now + timedelta(hours=12)  # midnight has passed where it is run
        assert after in mine(somebody(renewing, "reem"), language).text
    finally:
        renewing.clock.now = now


def test_what_was_begun_already_no_longer_opens(renewing: Site) -> None:
    person = somebody(renewing, "ibrahim")
    assert section(mine(person), "openings") is not None
    apply(person, person.get(f"/en{RENEWAL}"), "key")
    assert section(mine(person), "openings") is None


@pytest.mark.parametrize("login", ["jose", "ingrid"])
def test_nothing_is_said_where_registers_say_nothing(renewing: Site, login: str) -> None:
    assert mine(somebody(renewing, login)).status == 200


@pytest.mark.long
def test_more_services_make_no_more_queries(
    tmp_path_factory: pytest.TempPathFactory, renewing: Site
) -> None:
    files = dict(read_folder(CONFIG))
    form = files[PurePosixPath("services/registration-renewal.yaml")].decode()
    for number in range(2):
        copy = form.replace("id: registration-renewal\n", f"id: renewal-{number}\n", 1)
        files[PurePosixPath(f"services/renewal-{number}.yaml")] = copy.encode()
    with serving(tmp_path_factory.mktemp("many"), files) as many:
        assert queries(many, "haifa") == queries(renewing, "haifa")


def queries(site: Site, login: str) -> int:
    """How many the page makes."""
    person = somebody(site, login)
    mine(person)
    asked: list[object] = []

    def heard(*of_query: object) -> None:
        asked.append(of_query[2])

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        assert mine(person).page.all("ul", class_="service-lines")
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
    assert asked
    return len(asked)
