"""What guards every answer: headers, cookies, sessions and tokens."""

import re
from pathlib import Path

import pytest
from litestar import Litestar

from api.pages.addresses import local_or
from api.security.csrf import is_valid, token_for
from tests.support import journeys
from tests.support.portal import PASSWORD, Person, Site, filled, serving
from tests.support.visitors import NOW, STRANGER

EXPECTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/ar/", "/nothing", "/ar/nothing", "/health", "/ar/my-services"])
def test_every_answer_carries_the_security_headers(site: Site, path: str) -> None:
    headers = site.anybody().ask("GET", path).headers
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED
    assert headers["x-request-id"]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(site: Site) -> None:
    policy = site.anybody().ask("GET", "/ar/").headers["content-security-policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["frame-ancestors"] == "'none'"
    assert parts["base-uri"] == "'none'"
    assert parts["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "*" not in policy


def test_pages_are_not_kept_by_caches(sara: Person) -> None:
    assert sara.ask("GET", "/ar/my-services").headers["cache-control"] == "no-store"


def test_files_named_after_their_content_are_kept_for_ever(site: Site) -> None:
    page = site.anybody().ask("GET", "/ar/").text
    sheet = re.search(r'href="(/static/portal[^"]+\.css)"', page)
    assert sheet
    headers = site.anybody().ask("GET", sheet[1]).headers
    assert "immutable" in headers["cache-control"]


def test_nothing_outside_the_built_files_is_served(site: Site) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"):
        assert site.anybody().ask("GET", path).status_code in (400, 404)


def test_a_head_request_says_what_get_says_without_a_body(site: Site) -> None:
    response = site.anybody().ask("HEAD", "/ar/")
    assert response.status_code == 200
    assert response.content == b""


def test_plain_http_has_no_strict_transport(site: Site) -> None:
    assert "strict-transport-security" not in site.anybody().ask("GET", "/ar/").headers


def test_behind_https_cookies_are_bound_to_the_host_and_transport_is_strict(folder: Path) -> None:
    with serving(folder, base_url="https://portal.example") as site:
        person = site.anybody()
        response = person.ask("GET", "/ar/sign-in")
        assert "max-age=" in response.headers["strict-transport-security"]
        cookie = response.headers["set-cookie"]
        assert cookie.startswith("__Host-")
        for flag in ("HttpOnly", "Path=/", "SameSite=lax", "Secure"):
            assert flag in cookie
        assert "Domain" not in cookie


def test_the_session_cookie_is_out_of_reach_of_scripts(site: Site) -> None:
    site.signed_in("sara")
    person = site.anybody()
    page = person.get("/ar/sign-in")
    answer = person.post(page, "/sign-in", email="sara@example.org", password=PASSWORD)
    cookie = next(
        one for one in answer.headers.get_list("set-cookie") if one.startswith("mumaris=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def routes(app: Litestar) -> list[tuple[str, str, bool]]:
    """Method, path and whether it is public, of every route; OPTIONS only names the methods."""
    return [
        (str(method), route.path, bool(handler.opt.get("is_public")))
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if method != "OPTIONS"
    ]


def test_every_route_that_is_not_declared_public_needs_a_session(site: Site) -> None:
    closed = [one for one in routes(site.app) if not one[2] and one[1].startswith("/{language")]
    assert len(closed) > 25
    for method, path, _ in closed:
        address = filled(path)
        response = site.anybody().ask(method, address)
        assert response.status_code == 303, (method, address, response.status_code)
        assert response.headers["location"].startswith("/ar/sign-in?next="), address


def test_no_form_is_taken_without_its_token(site: Site, sara: Person) -> None:
    for method, path, _ in routes(site.app):
        if method == "POST" and path.startswith("/{language"):
            address = filled(path)
            assert sara.ask("POST", address, data={"a": "b"}).status_code == 403, address


@pytest.mark.parametrize("token", ["", "0" * 64, "é", "\x00"])
def test_a_wrong_token_is_refused(sara: Person, token: str) -> None:
    response = sara.ask("POST", "/ar/sign-out", data={"csrf": token})
    assert response.status_code == 403
    assert "لم نتحقق من هذه الصفحة" in response.text


def test_the_token_of_one_session_does_not_work_in_another(sara: Person, omar: Person) -> None:
    token = journeys.token_of(sara.get("/ar/my-services"))
    assert omar.ask("POST", "/ar/sign-out", data={"csrf": token}).status_code == 403
    assert omar.get("/ar/my-services").path == "/ar/my-services"


@pytest.mark.parametrize("site_of_request", ["cross-site", "same-site"])
def test_a_form_sent_by_another_site_is_refused_by_what_the_browser_says(
    sara: Person, site_of_request: str
) -> None:
    token = journeys.token_of(sara.get("/ar/my-services"))
    response = sara.ask(
        "POST",
        "/ar/sign-out",
        data={"csrf": token},
        headers={"Sec-Fetch-Site": site_of_request},
    )
    assert response.status_code == 403


def test_signing_in_needs_the_token_of_the_same_browser(site: Site) -> None:
    page = site.anybody().get("/ar/sign-in")
    other = site.anybody()
    assert other.post(page, "/sign-in", email="a@b.example", password="x").status_code == 403


def test_a_token_belongs_to_its_secret_alone() -> None:
    assert is_valid("one", token_for("one"))
    assert not is_valid("one", token_for("two"))
    assert not is_valid(None, token_for("one"))
    assert not is_valid("one", None)


def test_signing_out_ends_the_session(site: Site) -> None:
    person = site.signed_in("sara")
    kept = dict(person.cookies)
    assert person.send(person.get("/ar/my-services"), "/sign-out").path == "/ar/"
    person.cookies = kept
    assert person.get("/ar/my-services").path.startswith("/ar/sign-in")


def test_signing_in_gives_a_new_session_whatever_cookie_came_before(site: Site) -> None:
    site.signed_in("sara")
    person = site.anybody()
    person.cookies["mumaris"] = "a-value-somebody-planted"
    person.sign_in("sara@example.org")
    assert person.cookies["mumaris"] != "a-value-somebody-planted"


def test_after_signing_in_one_is_where_one_wanted_to_be(site: Site) -> None:
    site.signed_in("sara")
    person = site.anybody()
    asked = person.get("/en/account")
    assert asked.path.startswith("/en/sign-in")
    shown = person.send(asked, "/sign-in", email="sara@example.org", password=PASSWORD)
    assert shown.path == "/en/account"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/ar/",
        "//evil.example/ar/",
        "/\\evil.example/ar/",
        "/ar/\\..//evil.example",
        "javascript:alert(1)",
        "/fr/",
        "ar/my-services",
        "/ar/\nLocation: x",
        "",
        "/ar/" + "a" * 600,
    ],
)
def test_signing_in_never_leads_to_another_site(site: Site, target: str) -> None:
    assert local_or(target, "/ar/my-services") == "/ar/my-services"
    site.signed_in("omar", STRANGER)
    person = site.anybody()
    shown = person.send(
        person.get("/ar/sign-in"),
        "/sign-in",
        email="omar@example.org",
        password=PASSWORD,
        next=target,
    )
    assert shown.path == "/ar/my-services"


def test_too_many_changes_in_a_minute_are_refused_until_it_is_over(folder: Path) -> None:
    with serving(folder, requests_per_minute=3) as site:
        person = site.anybody()
        page = person.get("/ar/sign-in")
        answers = [
            person.post(page, "/sign-in", email=f"{number}@b.example", password="wrong")
            for number in range(4)
        ]
        assert [one.status_code for one in answers] == [422, 422, 422, 429]
        assert int(answers[-1].headers["retry-after"]) <= 60
        assert "طلبات كثيرة" in answers[-1].text
        site.clock.now = NOW.replace(minute=1)
        assert person.post(page, "/sign-in", email="x@b.example", password="y").status_code == 422


def test_logs_hold_no_token_no_address_and_no_name(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    person = site.anybody()
    person.get("/ar/activate/a-very-secret-token")
    person.send(
        person.get("/ar/sign-in"), "/sign-in", email="someone@example.org", password="pass-words"
    )
    logged = capsys.readouterr()
    for secret in ("a-very-secret-token", "someone@example.org", "pass-words"):
        assert secret not in logged.err + logged.out
