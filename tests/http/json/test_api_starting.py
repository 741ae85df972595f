"""Starting an application: once for each key, and only by those a service is open to."""

import pytest

from tests.http.json.programs import Caller, codes, problem

SERVICE = "fishing-licence"


def test_the_same_key_opens_one_draft(sara: Caller) -> None:
    headers = {"Idempotency-Key": "8f14e45f"}
    first = sara.ask("POST", "/applications", {"service": SERVICE}, headers=headers)
    second = sara.ask("POST", "/applications", {"service": SERVICE}, headers=headers)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.headers["location"] == second.headers["location"]
    assert sara.get(first.headers["location"].removeprefix("/api/v1")) == first.json()


def test_another_key_or_none_opens_another_draft(sara: Caller) -> None:
    references = {sara.start(SERVICE, "a"), sara.start(SERVICE, "b"), sara.start(SERVICE)}
    assert len(references) == 3


def test_a_key_is_not_used_for_two_services(sara: Caller) -> None:
    sara.start(SERVICE, "mine")
    headers = {"Idempotency-Key": "mine"}
    response = sara.ask("POST", "/applications", {"service": "parking-permit"}, headers=headers)
    problem(response, 422, "key-reused")


@pytest.mark.parametrize("key", [b"", b"a" * 101, b"with space", b"caf\xe9"])
def test_an_odd_key_is_refused(sara: Caller, key: bytes) -> None:
    headers = {"Idempotency-Key": key.decode("latin-1")}
    response = sara.ask("POST", "/applications", {"service": SERVICE}, headers=headers)
    problem(response, 400, "bad-request")


def test_a_service_is_open_only_to_those_on_record(omar: Caller) -> None:
    document = problem(
        omar.ask("POST", "/applications", {"service": SERVICE}), 422, "not-open-to-you"
    )
    assert document["register"] == "resident"
    assert document["otherwise"] == {"ar": "سجّل سكنك أولًا", "en": "Register your residence first"}
    assert document["leads_to"] is None


def test_an_unknown_service_is_not_there(sara: Caller) -> None:
    problem(sara.ask("POST", "/applications", {"service": "none"}), 404, "not-there")


def test_a_mistyped_member_is_refused_with_the_one_meant(sara: Caller) -> None:
    document = problem(sara.ask("POST", "/applications", {"servise": SERVICE}), 422, "wrong-body")
    assert codes(document) == [("/servise", "unknown-field"), ("", "missing")]
    assert "did you mean service?" in document["errors"][0]["message"]["en"]
