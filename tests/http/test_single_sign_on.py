"""Signing in by a certified OpenID provider on loopback, and everything that must not work."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.model.account import Role
from engine.openid import Provider
from engine.operations import records, users
from engine.operations.accounts import outbox
from engine.operations.ports import Ports
from engine.operations.users import Act, Standing
from tests.support import journeys
from tests.support.portal import Person, Shown, Site, serving
from tests.support.provider import (
    PEOPLE,
    AtProvider,
    ProviderUnavailable,
    RunningProvider,
    asked,
    running_provider,
)
from tests.support.visitors import RESIDENT

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    try:
        with running_provider(BASE) as running:
            yield running
    except ProviderUnavailable as error:
        pytest.skip(f"no OpenID provider: {error}")


@pytest.fixture
def site(folder: Path, provider: RunningProvider) -> Iterator[Site]:
    """A portal of the test's own beside the provider. Tokens hold real time, so it does too."""
    with serving(folder) as made:
        made.clock.now = datetime.now(UTC)
        put_beside(made, provider)
        yield made


def test_staff_sign_in_with_the_role_that_the_provider_says(site: Site) -> None:
    person, shown = come_back(site, "rana")
    assert shown.path == "/en/staff"
    (entry,) = users.search(site.ports, "rana@")
    assert (entry.account.role, entry.is_provided) == (Role.REVIEWER, True)
    assert person.get("/en/staff").status == 200
    _, again = come_back(site, "rana")
    assert again.path == "/en/staff"
    assert len(users.search(site.ports, "rana@")) == 1
    assert isinstance(records.verify(site.ports), records.ChainIntact)


def test_the_first_role_that_fits_counts_and_people_land_where_they_wanted(site: Site) -> None:
    person = site.anybody()
    page = person.get("/ar/account")
    address = leave(person, page)
    shown = person.get(AtProvider(BASE).sign_in(address, "hind"))
    assert shown.path == "/ar/account"
    assert users.search(site.ports, "hind@")[0].account.role is Role.APPROVER


def test_the_request_has_a_state_a_nonce_and_a_challenge(site: Site) -> None:
    person = site.anybody()
    said = asked(leave(person, person.get("/en/sign-in")))
    assert said["response_type"] == "code"
    assert said["code_challenge_method"] == "S256"
    assert said["state"].startswith("en.")
    assert {"nonce", "code_challenge"} <= said.keys()
    assert said["redirect_uri"] == f"{BASE}/sign-in/return"
    other = asked(leave(person, person.get("/en/sign-in")))
    assert all(other[name] != said[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("how", ["audience", "issuer", "expired", "nonce", "none", "key"])
def test_a_token_with_one_thing_wrong_signs_nobody_in(site: Site, how: str) -> None:
    person, shown = come_back(site, f"spoilt-{how}")
    assert_not_in(site, person, shown)
    assert "could not verify" in shown.text


def test_a_return_works_once(site: Site) -> None:
    person = site.anybody()
    back = AtProvider(BASE).sign_in(leave(person, person.get("/en/sign-in")), "rana")
    replayed = site.anybody()
    replayed.cookies = dict(person.cookies)
    assert person.get(back).path == "/en/staff"
    shown = replayed.get(back)
    assert_not_in(site, replayed, shown)


def test_a_code_works_once_even_with_a_fresh_state(site: Site) -> None:
    person = site.anybody()
    back = AtProvider(BASE).sign_in(leave(person, person.get("/en/sign-in")), "rana")
    other = site.anybody()
    fresh = asked(leave(other, other.get("/en/sign-in")))["state"]
    shown = other.get(f"/en/sign-in/return?code={asked(back)['code']}&state={fresh}")
    assert_not_in(site, other, shown)


def test_a_return_to_another_browser_signs_nobody_in(site: Site) -> None:
    """Else somebody could be signed in as somebody else, and fill that account with their data."""
    person = site.anybody()
    back = AtProvider(BASE).sign_in(leave(person, person.get("/en/sign-in")), "rana")
    victim = site.anybody()
    victim.get("/en/sign-in")
    assert_not_in(site, victim, victim.get(back))


def test_a_return_that_comes_late_signs_nobody_in(site: Site) -> None:
    person = site.anybody()
    back = AtProvider(BASE).sign_in(leave(person, person.get("/en/sign-in")), "rana")
    site.clock.now += timedelta(minutes=10)
    assert_not_in(site, person, person.get(back))


@pytest.mark.parametrize(
    "query", ["", "?state=en.x&code=y", "?state=&code=", "?code=x", "?state=ar.%00&code=%FF"]
)
def test_a_return_that_nobody_left_for_signs_nobody_in(site: Site, query: str) -> None:
    person = site.anybody()
    assert_not_in(site, person, person.get(f"/sign-in/return{query}"))


def test_whoever_declines_at_the_provider_is_told_so(site: Site) -> None:
    person = site.anybody()
    back = AtProvider(BASE).decline(leave(person, person.get("/en/sign-in")))
    assert asked(back)["error"] == "access_denied"
    shown = person.get(back)
    assert_not_in(site, person, shown)
    assert "not finished" in shown.text


def test_whoever_has_no_role_or_no_verified_address_is_not_let_in(site: Site) -> None:
    for login, word in (("visitor", "no role"), ("unverified", "verified e-mail")):
        person, shown = come_back(site, login)
        assert_not_in(site, person, shown)
        assert word in shown.text
    assert users.search(site.ports) == ()


def test_an_address_alone_links_no_account(site: Site) -> None:
    """A local account of the same address stays what it is, and is not signed in to."""
    email = str(PEOPLE["rana"]["email"])
    site.staff_account("local", Role.ADMINISTRATOR, email)
    person, shown = come_back(site, "rana")
    assert_not_in(site, person, shown)
    (entry,) = users.search(site.ports, "rana@")
    assert (entry.account.role, entry.is_provided) == (Role.ADMINISTRATOR, False)


def test_an_applicant_whose_number_the_provider_says_signs_in_and_applies(
    site: Site, provider: RunningProvider
) -> None:
    put_beside(site, provider, person_claim="national_id")
    person, shown = come_back(site, "sara")
    assert shown.path == "/en/my-services"
    assert RESIDENT in person.get("/en/account").text
    assert journeys.start(person, "en").status == 200
    _, again = come_back(site, "sara")
    assert again.path == "/en/my-services"
    for login, word in (("unheard-of", "no record"), ("numberless", "no record")):
        other, refused = come_back(site, login)
        assert_not_in(site, other, refused)
        assert word in refused.text


def test_a_number_alone_links_no_account(site: Site, provider: RunningProvider) -> None:
    put_beside(site, provider, person_claim="national_id")
    site.signed_in("somebody", RESIDENT)
    person, shown = come_back(site, "sara")
    assert_not_in(site, person, shown)
    assert "already" in shown.text


def test_a_number_counts_only_where_its_claim_is_declared(site: Site) -> None:
    person, shown = come_back(site, "sara")
    assert_not_in(site, person, shown)
    assert "no role" in shown.text


def test_an_account_stays_with_its_person(site: Site, provider: RunningProvider) -> None:
    put_beside(site, provider, person_claim="national_id")
    come_back(site, "sara")
    put_beside(site, provider, person_claim="email")
    person, shown = come_back(site, "sara")
    assert_not_in(site, person, shown)


def test_a_role_that_changed_at_the_provider_changes_here(
    site: Site, provider: RunningProvider
) -> None:
    come_back(site, "rana")
    put_beside(site, provider, roles={"Reviewers": Role.AUDITOR})
    come_back(site, "rana")
    (entry,) = users.search(site.ports, "rana@")
    assert entry.account.role is Role.AUDITOR
    _, history = users.read(site.ports, entry.account.id)
    assert [(one.act, one.role) for one in history] == [
        ("provided-role", Role.AUDITOR),
        ("provide", Role.REVIEWER),
    ]
    put_beside(site, provider, roles={"Nobody": Role.AUDITOR})
    person, shown = come_back(site, "rana")
    assert_not_in(site, person, shown)


def test_whoever_was_deactivated_here_is_not_let_in(site: Site) -> None:
    come_back(site, "rana")
    site.staff_account("boss", Role.ADMINISTRATOR)
    boss = users.read(site.ports, "boss")[0].account
    (entry,) = users.search(site.ports, "rana@")
    users.carry_out(site.ports, boss, entry.account.id, Act.DEACTIVATE, site.clock.now)
    person, shown = come_back(site, "rana")
    assert_not_in(site, person, shown)
    assert users.search(site.ports, "rana@")[0].standing is Standing.DEACTIVATED


def test_an_account_of_the_provider_gets_no_password(site: Site) -> None:
    come_back(site, "rana")
    person = site.anybody()
    person.send(person.get("/en/password"), "/password", email="rana@work.example")
    assert outbox(site.ports) == ()
    assert person.sign_in("rana@work.example").status == 422


def test_signing_out_offers_to_sign_out_of_the_provider_too(site: Site) -> None:
    person, shown = come_back(site, "rana")
    out = person.send(shown, "/sign-out")
    assert out.heading == "You are signed out"
    farewell = next(str(a.get("href")) for a in out.page.all("a", class_="button"))
    assert site.ports.provider is not None
    assert farewell.startswith(site.ports.provider.settings.issuer)
    assert asked(farewell)["post_logout_redirect_uri"] == f"{BASE}/en/"
    assert person.get("/en/staff").path.startswith("/en/sign-in")


def test_the_second_factor_is_the_providers(site: Site) -> None:
    strict = replace(site.ports.settings, staff_second_factor=True)
    use(site, replace(site.ports, settings=strict))
    _, shown = come_back(site, "rana")
    assert shown.path == "/en/staff"


def test_a_provider_that_is_down_is_said_plainly(folder: Path) -> None:
    with running_provider(BASE) as running, serving(folder) as site:
        site.clock.now = datetime.now(UTC)
        put_beside(site, running)
        person = site.anybody()
        address = leave(person, person.get("/en/sign-in"))
        back = AtProvider(BASE).sign_in(address, "rana")
        running.stop()
        shown = person.get(back)
        assert_not_in(site, person, shown)
        assert "does not answer" in shown.text
        cold = Provider(running.settings)
        use(site, replace(site.ports, provider=cold))
        shown = person.get("/en/sign-in/provider")
        assert_not_in(site, person, shown)
        assert "does not answer" in shown.text


def test_without_a_provider_there_is_no_button_and_no_page(folder: Path) -> None:
    with serving(folder) as site:
        person = site.anybody()
        assert "/sign-in/provider" not in person.get("/en/sign-in").response.text
        assert person.get("/en/sign-in/provider").status == 404
        assert person.get("/sign-in/return?state=en.x&code=y").status == 404


def put_beside(site: Site, provider: RunningProvider, **changes: object) -> None:
    settings = replace(provider.settings, **changes)  # type: ignore[arg-type]
    use(site, replace(site.ports, provider=Provider(settings)))


def use(site: Site, ports: Ports) -> None:
    """Serve with other ports over the same store."""
    site.ports = ports
    site.app.state.runtime = replace(site.app.state.runtime, ports=ports)


def leave(person: Person, page: Shown) -> str:
    """Press the button of the sign-in page; the address at the provider."""
    button = next(
        str(a.get("href")) for a in page.page.all("a") if "/sign-in/provider" in str(a.get("href"))
    )
    answer = person.ask("GET", button)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def come_back(site: Site, login: str) -> tuple[Person, Shown]:
    person = site.anybody()
    address = leave(person, person.get("/en/sign-in"))
    return person, person.get(AtProvider(BASE).sign_in(address, login))


def assert_not_in(site: Site, person: Person, shown: Shown) -> None:
    assert shown.status == 422
    assert shown.page.all("form", action="/en/sign-out") == []
    assert "mumaris" not in person.cookies
    assert person.get("/en/staff").path.startswith("/en/sign-in?")
