"""Bad input gets a clear 4xx in both languages, and loses nothing. Never a 5xx."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.http.json.contract import Contract
from tests.http.json.programs import ROOT, Caller, codes, latin, problem
from tests.support.portal import Site

SERVICE = "fishing-licence"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def path(sara: Caller) -> str:
    """The first step of a draft."""
    return f"/applications/{sara.start(SERVICE)}/steps/boat"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "not-json"),
        (b"", "not-json"),
        (b"{'revision': 0}", "not-json"),
        (b'{"revision": 0} {}', "not-json"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b'{"revision": 0, "revision": 1}', "repeated-key"),
        (
            b'{"revision": 0, "answers": {"boat.is_own": true, "boat.is_own": false}}',
            "repeated-key",
        ),
        (b'{"revision": 0, "r\\u0065vision": 1}', "repeated-key"),
        (b'{"revision": NaN}', "not-finite"),
        (b'{"revision": -Infinity}', "not-finite"),
        (b'{"revision": 0, "answers": {"a": "\\ud800"}}', "unreadable-text"),
        (b'{"revision": 0, "answers": {"a": "\\u0000"}}', "unreadable-text"),
        (b'{"revision": 0, "answers": {"\xff": 1}}', "not-utf-8"),
        (b"[" * 500_000, "too-deep"),
        (b'{"a":' * 100_000, "too-deep"),
    ],
)
def test_what_is_no_strict_json_is_refused(
    sara: Caller, path: str, content: bytes, code: str
) -> None:
    response = sara.ask("PUT", path, content=content, headers=JSON)
    assert codes(problem(response, 400, "malformed-body")) == [(None, code)]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (None, [("", "not-an-object")]),
        ([], [("", "not-an-object")]),
        ("text", [("", "not-an-object")]),
        ({}, [("", "missing"), ("", "missing")]),
        ({"revision": "1", "answers": {}}, [("/revision", "not-whole")]),
        ({"revision": -1, "answers": {}}, [("/revision", "not-whole")]),
        ({"revision": 1.5, "answers": {}}, [("/revision", "not-whole")]),
        ({"revision": 10**400, "answers": {}}, [("/revision", "not-whole")]),
        ({"revision": True, "answers": {}}, [("/revision", "not-whole")]),
        ({"revision": 0, "answers": []}, [("/answers", "not-an-object")]),
        ({"revision": 0, "answers": {str(n): 1 for n in range(401)}}, [("/answers", "too-many")]),
        ({"revision": 0, "answers": {}, "admin": True}, [("/admin", "unknown-field")]),
    ],
)
def test_a_body_of_another_shape_is_refused(
    sara: Caller, path: str, body: Any, faults: list[tuple[str, str]]
) -> None:
    assert codes(problem(sara.ask("PUT", path, body), 422, "wrong-body")) == faults


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "",
        "x",
    ],
)
def test_another_content_type_is_refused(sara: Caller, path: str, kind: str) -> None:
    content = b'{"revision": 0, "answers": {}}'
    response = sara.ask("PUT", path, content=content, headers={"Content-Type": kind})
    problem(response, 415, "wrong-media")


@pytest.mark.parametrize("kind", ["application/json", 'Application/JSON; charset="UTF-8"'])
def test_json_may_name_its_charset(sara: Caller, path: str, kind: str) -> None:
    content = b'{"revision": 0, "answers": {"boat.is_own": false}}'
    response = sara.ask("PUT", path, content=content, headers={"Content-Type": kind})
    assert response.status_code == 200


def test_ten_megabytes_of_text_are_refused_before_they_are_parsed(sara: Caller, path: str) -> None:
    content = json.dumps({"revision": 0, "answers": {"boat.is_own": "x" * 10_000_000}}).encode()
    problem(sara.ask("PUT", path, content=content, headers=JSON), 413, "too-large")
    problem(sara.ask("PUT", path, content=b"\xff" * 1_000_001, headers=JSON), 413, "too-large")


def test_a_long_answer_is_refused_with_a_sentence_and_keeps_the_others(
    sara: Caller, path: str
) -> None:
    answers = {"boat.is_own": True, "boat.metres": "9" * 900_000}
    response = sara.ask("PUT", path, {"revision": 0, "answers": answers})
    document = problem(response, 422, "wrong-answers")
    assert codes(document) == [("/answers/boat.metres", "too-long")]
    step = sara.step(path.split("/")[2], "boat")
    assert step["questions"][0]["value"] is True


def test_nothing_is_lost_by_a_refused_request(sara: Caller, path: str) -> None:
    saved = sara.ask("PUT", path, {"revision": 0, "answers": {"boat.is_own": False}})
    for content in (b"{", b"[]", b'{"revision": 1, "answers": {"x": 1}}'):
        assert sara.ask("PUT", path, content=content, headers=JSON).status_code in {400, 422}
    assert sara.step(path.split("/")[2], "boat") == saved.json()["step"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/services"),
        ("PATCH", "/applications"),
        ("TRACE", "/services"),
        ("PUT", "/sessions"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(anybody: Caller, method: str, path: str) -> None:
    response = anybody.ask(method, path)
    problem(response, 405, "wrong-method")
    assert "GET" in response.headers["allow"] or "POST" in response.headers["allow"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/applications", {"GET", "POST"}),
        ("/applications/x", {"GET", "DELETE"}),
        ("/applications/x/steps/y/items/z", {"PUT", "DELETE"}),
    ],
)
def test_options_names_every_method_of_an_address(
    anybody: Caller, path: str, methods: set[str]
) -> None:
    response = anybody.client.options(ROOT + path)
    assert response.status_code == 204
    assert methods <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize(
    "path", ["/none", "/applications/x/y/z", "/services/", "//services/x/form/y/z", "/%2e%2e/x/y"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_address_is_a_problem_too(anybody: Caller, method: str, path: str) -> None:
    response = anybody.client.request(method, ROOT + path)
    if response.status_code != 200:  # a final slash is no difference
        assert response.headers["content-type"] == "application/problem+json"
        assert response.status_code in {404, 405}


ODD = ["%00", "%ff%fe", "%e2%80%ae", "a" * 301, "a" * 8000, "%0d%0aX-A:%20b", "'%20or%201=1", "🦀"]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_reference_is_not_there(sara: Caller, odd: str) -> None:
    response = sara.client.get(
        f"{ROOT}/applications/{odd}", headers={"Authorization": f"Bearer {sara.token}"}
    )
    problem(response, 404, "not-there")


@pytest.mark.parametrize("revision", ["", "x", "-1", "1e9999", "9" * 5000, "1.5", "null", "%00"])
def test_an_odd_revision_is_refused(sara: Caller, revision: str) -> None:
    reference = sara.start(SERVICE)
    path = f"/applications/{reference}/steps/trips/items/0123456789abcdef?revision={revision}"
    problem(sara.ask("DELETE", path), 400, "bad-request")


def test_many_changes_in_a_minute_are_refused_for_the_rest_of_it(sara: Caller, site: Site) -> None:
    limit = site.app.state.runtime.limit
    before, limit.per_minute = limit.per_minute, 3
    try:
        answers = [sara.ask("DELETE", "/applications/none").status_code for _ in range(9)]
        assert answers[-1] == 429
        response = sara.ask("DELETE", "/applications/none")
        problem(response, 429, "too-many")
        assert 0 < int(response.headers["retry-after"]) <= 60
        assert sara.ask("GET", "/applications").status_code == 200
    finally:
        limit.per_minute = before


# Anything at all -------------------------------------------------------------------------------

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**30), max_value=10**30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=30),
    st.sampled_from(["yes", "boat.is_own", "١٢", "0x1", "1e999", "\u202e", "\ud800", "\x00", "'"]),
)
names = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["revision", "answers", "service", "text", "email", "password"]),
    st.sampled_from(["boat.is_own", "boat.metres", "accepted", "place", "proof", "__proto__"]),
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
bodies = st.one_of(
    anything,
    st.fixed_dictionaries(
        {},
        optional={
            "revision": st.one_of(st.integers(0, 5), anything),
            "answers": st.one_of(st.dictionaries(names, scalars, max_size=4), anything),
            "service": st.one_of(st.just(SERVICE), scalars),
            "text": scalars,
            "email": scalars,
            "password": scalars,
        },
    ),
)
segments = st.one_of(
    st.sampled_from(["boat", "terms", "papers", "trips", "check", "0123456789abcdef"]),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="/?#\\"),
        min_size=1,
        max_size=12,
    ),
)


@pytest.fixture(scope="module")
def drafts() -> dict[str, str]:
    """References that the examples below share."""
    return {}


@settings(
    max_examples=400,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_input_is_our_fault(
    sara: Caller, contract: Contract, drafts: dict[str, str], data: st.DataObject
) -> None:
    """Any operation, any body, any ids: an answer that the document declares, and no 5xx."""
    if "one" not in drafts:
        drafts["one"] = sara.start(SERVICE)
    reference = drafts["one"]
    open_to_all = [name for name in contract.operations if name not in {"sign-out", "sign-in"}]
    method, path, operation = contract.operations[data.draw(st.sampled_from(open_to_all))]
    path = path.removeprefix(ROOT).replace("{reference}", reference)
    for parameter in ("service", "step", "item", "fact", "evidence_id"):
        if f"{{{parameter}}}" in path:
            path = path.replace(f"{{{parameter}}}", quote(data.draw(segments), safe=""))
    query = {
        one["name"]: data.draw(st.text(max_size=20) | st.sampled_from(["0", "documents.identity"]))
        for one in operation.get("parameters", ())
        if one["in"] == "query" and data.draw(st.booleans())
    }
    content = json.dumps(data.draw(bodies)).encode() if "requestBody" in operation else None
    kind = data.draw(st.sampled_from(["application/json", "application/pdf"]))
    params = {name: value.encode("utf-8", "replace") for name, value in query.items()}
    response = sara.client.request(
        method.upper(),
        ROOT + path,
        content=content,
        params=params,
        headers={"Authorization": f"Bearer {sara.token}", "Content-Type": kind},
    )
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert set(response.json()["titles"]) == {"ar", "en"}
    else:
        contract.check(method, ROOT + path, response)
    if response.status_code == 204:
        drafts.clear()  # it may have been discarded


@settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    headers=st.dictionaries(
        st.sampled_from(
            [
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "Content-Length",
                "Accept",
                "Cookie",
            ]
        ),
        st.text(
            st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"),
            max_size=40,
        ),
        max_size=4,
    ),
    content=st.binary(max_size=200),
)
def test_no_header_is_our_fault(anybody: Caller, headers: dict[str, str], content: bytes) -> None:
    for path in ("/sessions", "/applications", "/applications/x/evidence?slot=y"):
        response = anybody.client.post(ROOT + path, content=content, headers=latin(headers))
        assert 400 <= response.status_code < 500, response.text
