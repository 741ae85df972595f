"""Bad input gets a clear 4xx: never a 5xx, never a traceback, nothing lost."""

import re

import pytest

from tests.support import journeys
from tests.support.html import sent_by
from tests.support.portal import Person, Shown, Site, filled

TEXTS = {
    "nothing": "",
    "a nul": "a\x00b",
    "bidi controls": "\u202eabc\u202c\u2066",
    "half a surrogate pair": "%ED%A0%80",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% raw %}",
    "SQL": "'; DROP TABLE applications; --",
    "an impossible date": "31/2/2026",
    "a far date": "1/1/99999",
    "a negative number": "-5",
    "a huge number": "9" * 5000,
    "an exponent": "1e999999999",
    "not a number": "NaN",
    "a long text": "ا" * 50_000,
    "combining marks": "e" + "\u0301" * 5000,
    "new lines": "a\r\nb\x0b\x0c\u2028",
    "a path": "../../../../etc/passwd",
    "a format": "%s%n{0}{name}",
}


@pytest.mark.parametrize("text", list(TEXTS.values()), ids=list(TEXTS))
def test_no_text_in_any_field_breaks_a_page(site: Site, sara: Person, text: str) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    for field in ("boat.is_own", "boat.metres", "revision", "unknown"):
        response = sara.post(boat, "/boat", **{field: text})
        assert response.status_code in (303, 409, 422), (field, response.status_code)
    again = sara.get(boat.path)
    assert again.status == 200
    assert "<script>alert" not in again.response.text
    nobody = site.anybody()
    sign_in = nobody.get("/ar/sign-in")
    for field in ("email", "password", "next"):
        assert nobody.post(sign_in, "/sign-in", **{field: text}).status_code in (303, 422, 429)
    sign_up = nobody.get("/ar/sign-up")
    for field in ("email", "password", "person_key"):
        assert nobody.post(sign_up, "/sign-up", **{field: text}).status_code in (303, 422, 429)
    dispute = sara.get(journeys.place(boat, "/disputes/resident.name"))
    assert sara.post(dispute, "/disputes/resident.name", text=text).status_code == 303
    assert sara.get(boat.path).status == 200


@pytest.mark.parametrize(
    "part", ["x", "..", "%00", "%2e%2e%2f", "a" * 3000, "%ff%fe", "؀", "new", "'"]
)
def test_no_part_of_an_address_breaks_a_page(site: Site, sara: Person, part: str) -> None:
    boat = journeys.start(sara)
    token = journeys.token_of(boat)
    known = {
        "language": "ar",
        "reference": journeys.reference_of(boat),
        "step": "boat",
        "item": "x",
        "fact": "x",
        "file": "x",
        "token": "x",
        "service": "x",
        "bill": "x",
    }
    for route in site.app.routes:
        if not route.path.startswith("/{language"):
            continue
        for name in re.findall(r"\{(\w+):str\}", route.path)[1:]:
            address = filled(route.path, **{**known, name: part})
            for method in ("GET", "POST"):
                data = {"csrf": token} if method == "POST" else None
                status = sara.ask(method, address, data=data).status_code
                assert status < 500, (method, address[:80], status)


def test_ten_megabytes_of_text_are_refused_and_lose_nothing(sara: Person) -> None:
    boat = sara.send(journeys.start(sara), "/boat", boat__is_own="yes")
    response = sara.post(boat, "/boat", boat__metres="9" * 10_000_000)
    assert response.status_code == 413
    assert "أكبر من المسموح" in response.text
    kept = sara.get(journeys.place(boat, "/steps/boat"))
    assert sent_by(kept.form("/boat"))["boat.is_own"] == "yes"


@pytest.fixture
def papers(sara: Person) -> Shown:
    terms = journeys.fill_boat(sara, journeys.start(sara))
    return sara.send(terms, "/terms", accepted="yes")


def raw(person: Person, papers: Shown, body: bytes, kind: str) -> int:
    return person.ask("POST", papers.path, content=body, headers={"Content-Type": kind}).status_code


STRANGE_CHARSET = (
    b"--x\r\nContent-Disposition: form-data; name=a\r\n"
    b'Content-Type: text/plain; charset="\xff"\r\n\r\nb\r\n--x--\r\n'
)
BODIES = {
    "no boundary": (b"--x\r\n", "multipart/form-data", 415),
    "never ends": (
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n",
        "multipart/form-data; boundary=x",
        400,
    ),
    "not multipart": (b"hello", "multipart/form-data; boundary=x", 400),
    "bad utf-8": (b"a=%ff%fe", "application/x-www-form-urlencoded", 400),
    "not ascii": ("a=ع".encode(), "application/x-www-form-urlencoded", 400),
    "too many fields": (
        b"&".join(b"a%d=1" % n for n in range(2000)),
        "application/x-www-form-urlencoded",
        400,
    ),
    "JSON": (b"{}", "application/json", 415),
    "no type": (b"a=b", "", 415),
    "a strange charset": (
        STRANGE_CHARSET,
        "multipart/form-data; boundary=x",
        400,
    ),
}


@pytest.mark.parametrize(("body", "kind", "status"), list(BODIES.values()), ids=list(BODIES))
def test_a_body_that_is_no_form_gets_a_clear_answer(
    sara: Person, papers: Shown, body: bytes, kind: str, status: int
) -> None:
    assert raw(sara, papers, body, kind) == status


def test_many_parts_are_refused(sara: Person, papers: Shown) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    assert raw(sara, papers, part * 1000 + b"--x--\r\n", "multipart/form-data; boundary=x") == 413


def test_a_file_where_none_is_taken_is_left_aside(sara: Person) -> None:
    boat = journeys.start(sara)
    parts = [(name, (None, text)) for name, text in sent_by(boat.form("/boat")).items()]
    response = sara.ask(
        "POST",
        "/ar/sign-out",
        files=[*parts, ("file", ("a.pdf", b"x" * 100_000, "application/pdf"))],
    )
    assert response.status_code == 303


def test_a_field_sent_as_a_file_reads_as_blank(sara: Person) -> None:
    boat = journeys.start(sara)
    parts = [(name, (None, text)) for name, text in sent_by(boat.form("/boat")).items()]
    response = sara.ask(
        "POST", boat.path, files=[*parts, ("boat.is_own", ("yes", b"yes", "text/plain"))]
    )
    assert response.status_code in (404, 422)


@pytest.mark.parametrize("length", ["-1", "x", "", "99999999999999999999"])
def test_a_length_that_is_no_length_is_refused(sara: Person, length: str) -> None:
    response = sara.ask(
        "POST",
        "/ar/sign-out",
        content=b"a=b",
        headers={"Content-Length": length, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert 400 <= response.status_code < 500


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "\x01", "a=b", '"quoted"', "é"])
def test_no_cookie_breaks_a_page(site: Site, cookie: str) -> None:
    header = f"mumaris={cookie}; mumaris-browser={cookie}".encode("latin-1")
    answer = site.client.get("/ar/sign-in", headers={b"Cookie": header})
    assert answer.status_code == 200


@pytest.mark.parametrize("referrer", ["http://[", "x" * 9000, "https://evil.example/ar/account"])
def test_no_referrer_leads_elsewhere_or_breaks_a_page(site: Site, referrer: str) -> None:
    response = site.anybody().ask(
        "POST", "/ar/applications/x/discard", headers={"Referer": referrer}
    )
    assert response.status_code == 303
    assert response.headers["location"].startswith("/ar/sign-in?next=")
