"""Every route, asked by nobody and by somebody in each role: allowed, refused, or asked to sign in.

The table of what was answered stands in tests/golden/routes.txt, for a person to read.
"""

from pathlib import Path

import pytest
from httpx import Response
from litestar import get

from api.security.access import Access, guard
from api.security.csrf import token_for
from docs.generate.routes import CALLERS, Caller, Line, declared, lines, text_of
from engine.model.account import Account, Role
from engine.model.scope import SCOPES, Scope
from engine.model.words import Language
from engine.operations.tokens import new_token, token_hash
from engine.phrases import phrase
from tests.conftest import Golden
from tests.support.html import parse
from tests.support.portal import Site, filled
from tests.support.visitors import RESIDENT

GOLDEN = Path(__file__).parents[1] / "golden" / "routes.txt"
REFUSED = phrase("faults.not-allowed-title", Language.AR)


def test_every_route_asks_for_its_scope(site: Site, golden: Golden) -> None:
    found = lines(site.app)
    assert len(found) > 60
    answered = {(line, caller): ask(site, line, caller) for line in found for caller in CALLERS}
    wrong = [
        (line.method, line.path, caller)
        for line in found
        for caller in CALLERS
        if answered[line, caller] is not declared(line, caller)
    ]
    assert wrong == [], "what is declared is not what is enforced"
    golden(GOLDEN, text_of(found, lambda line, caller: answered[line, caller]))


def test_every_route_says_who_may_use_it(site: Site) -> None:
    assert [line for line in lines(site.app) if line.scope == "nothing"] == []


def test_an_auditor_changes_nothing_but_his_own_account(site: Site) -> None:
    changing = [
        line.path
        for line in lines(site.app)
        if line.method != "GET"
        and declared(line, Role.AUDITOR) is Access.ALLOWED
        and line.opt.get("scope") not in (None, Scope.OWN_ACCOUNT, Scope.ENROL)
    ]
    assert changing == []


def test_a_route_that_declares_nothing_is_refused_to_everybody(site: Site) -> None:
    @get("/forgotten", sync_to_thread=False)
    def forgotten() -> str:
        return "nobody should see this"

    site.app.register(forgotten)
    assert guard in site.app.guards
    line = next(one for one in lines(site.app) if one.path == "/forgotten")
    assert {declared(line, caller) for caller in CALLERS} == {Access.REFUSED}
    assert site.anybody().ask("GET", "/forgotten").status_code == 403


def test_whoever_is_refused_gets_a_page_with_a_way_back(site: Site) -> None:
    person = site.staff("clerk", Role.REVIEWER)
    shown = person.get("/en/my-services")
    assert shown.status == 403
    assert shown.heading == phrase("faults.not-allowed-title", Language.EN)
    assert [one.get("href") for one in shown.page.all("a", href="/en/staff")] != []


@pytest.mark.parametrize("role", [role for role in Role if role.is_staff])
def test_staff_land_on_the_back_office_and_see_its_menu(site: Site, role: Role) -> None:
    person = site.staff(role.value.replace("_", "-"), role)
    shown = person.get("/ar/staff")
    assert shown.status == 200
    menu = [str(one.get("href")) for one in shown.page.one("nav", class_="site-menu").all("a")]
    assert menu[0] == "/ar/staff"
    assert all(person.ask("GET", address).status_code == 200 for address in menu)


def test_each_role_of_staff_holds_what_no_applicant_does() -> None:
    for role in Role:
        assert (Scope.STAFF in SCOPES[role]) is role.is_staff
        assert (Scope.APPLY in SCOPES[role]) is (role is Role.APPLICANT)


def ask(site: Site, line: Line, caller: Caller) -> Access:
    """Send a request with nothing in it, as somebody who has just signed in."""
    token = None if caller is None else session_of(site, caller)
    address = filled(line.path)
    data: dict[str, str] = {}
    headers = {"Authorization": f"Bearer {token}"} if token and "/api/" in address else {}
    person = site.anybody()
    if token and not headers:
        person.cookies["mumaris"] = token
        data = {} if line.method == "GET" else {"csrf": token_for(token)}
    response = person.ask(line.method, address, data=data or None, headers=headers)
    assert response.status_code < 500 or response.status_code == 503, address
    return meaning(response)


def meaning(response: Response) -> Access:
    kind = response.headers.get("content-type", "")
    if kind.startswith("application/problem+json"):
        name = response.json()["type"].rpartition("#")[2]
        return {"unauthenticated": Access.SIGN_IN, "not-allowed": Access.REFUSED}.get(
            name, Access.ALLOWED
        )
    if "/sign-in?next=" in response.headers.get("location", ""):
        return Access.SIGN_IN
    if response.status_code == 403 and parse(response.text).one("h1").text == REFUSED:
        return Access.REFUSED
    return Access.ALLOWED


def session_of(site: Site, role: Role) -> str:
    """The token of a new session, of an account that is made on first use."""
    token, now = new_token(), site.clock.now
    email = f"walker-{role.value}@example.org"
    account = Account(
        f"walker-{role.value}",
        email,
        None if role.is_staff else RESIDENT,
        Language.AR,
        role,
        is_active=True,
    )
    with site.ports.store.begin() as work:
        if work.accounts.by_email(email) is None:
            work.accounts.add(account, "no hash", now)
        work.sessions.add(token_hash(token), account.id, now, now.replace(year=now.year + 1))
    return token
