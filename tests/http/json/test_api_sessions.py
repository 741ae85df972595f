"""Who is signed in, and with what: a bearer token, never a cookie."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.http.json.conftest import sign_in
from tests.http.json.contract import Contract
from tests.http.json.programs import ROOT, Caller, latin, problem
from tests.support.portal import PASSWORD, Site

CREDENTIALS = {"email": "sara@example.org", "password": PASSWORD}


@pytest.fixture
def fresh(site: Site, sara: Caller) -> Caller:
    """A program with a session of its own, which the test may end."""
    return replace(sara, token=sign_in(sara, "sara"))


def test_a_session_says_whose_it_is(sara: Caller) -> None:
    session = sara.get("/sessions/current")
    assert session["account"] == {
        "email": "sara@example.org",
        "language": "ar",
        "role": "applicant",
        "has_number": True,
    }


def test_signing_out_makes_the_token_worthless(fresh: Caller) -> None:
    assert fresh.ask("DELETE", "/sessions/current").status_code == 204
    response = fresh.ask("GET", "/applications")
    problem(response, 401, "unauthenticated")
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_session_ends_when_it_is_not_used(fresh: Caller, site: Site) -> None:
    before = site.clock.now
    try:
        site.clock.now += timedelta(minutes=29)
        assert fresh.ask("GET", "/sessions/current").status_code == 200
        site.clock.now += timedelta(minutes=30)
        problem(fresh.ask("GET", "/sessions/current"), 401, "unauthenticated")
    finally:
        site.clock.now = before


@pytest.mark.parametrize(
    "change",
    [{"password": "another sentence"}, {"email": "nobody@example.org"}, {"email": "\N{SNOWMAN}"}],
    ids=["password", "address", "no address"],
)
def test_wrong_credentials_are_not_told_apart(
    anybody: Caller, sara: Caller, change: dict[str, str]
) -> None:
    response = anybody.ask("POST", "/sessions", CREDENTIALS | change)
    document = problem(response, 401, "wrong-credentials")
    assert "errors" not in document


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic c2FyYTpz", "Bearer a b", "Bearer " + "a" * 300, "Bearer \xe9"],
)
def test_what_is_no_token_opens_nothing(anybody: Caller, header: str) -> None:
    headers = latin({"Authorization": header})
    response = anybody.client.get(ROOT + "/applications", headers=headers)
    problem(response, 401, "unauthenticated")


def test_two_tokens_open_nothing(sara: Caller) -> None:
    headers = [("Authorization", f"Bearer {sara.token}"), ("Authorization", "Bearer x")]
    problem(sara.client.get(ROOT + "/applications", headers=headers), 401, "unauthenticated")


def test_the_cookie_of_the_pages_opens_nothing(site: Site, contract: Contract) -> None:
    """So that no page of another site can make a browser use the API."""
    person = site.signed_in("sara")
    response = person.ask("GET", ROOT + "/applications")
    problem(response, 401, "unauthenticated")
    assert person.get("/ar/my-services").status == 200


def test_a_token_works_as_a_session_of_the_pages_does(site: Site, sara: Caller) -> None:
    """One kind of session: signing out on either side ends it on both."""
    person = site.anybody()
    assert sara.token is not None
    person.cookies["mumaris"] = sara.token
    assert person.get("/ar/my-services").path == "/ar/my-services"


def test_a_token_is_not_needed_where_anybody_may_read(anybody: Caller) -> None:
    anybody.token = "worthless"
    assert anybody.ask("GET", "/services").status_code == 200


def test_guessing_is_limited_and_told_when_to_come_back(anybody: Caller, sara: Caller) -> None:
    wrong = CREDENTIALS | {"email": "guessed@example.org"}
    answers = [anybody.ask("POST", "/sessions", wrong) for _ in range(40)]
    assert answers[0].status_code == 401
    problem(answers[-1], 429, "too-many")
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_session_can_be_begun_by_json_alone(anybody: Caller) -> None:
    response = anybody.ask(
        "POST",
        "/sessions",
        content=b"email=a&password=b",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    problem(response, 415, "wrong-media")
