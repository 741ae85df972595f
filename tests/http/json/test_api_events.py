"""What a program of the applicant does to a submitted application."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.model.account import Role
from tests.http.test_reviewing import REASONS, acted
from tests.support.journeys import fill, place, reference_of
from tests.support.portal import PASSWORD, Person, Site, serving
from tests.support.visitors import reviewed


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("reviewed"), reviewed()) as made:
        yield made


@pytest.fixture
def reference(site: Site) -> str:
    sara = site.signed_in("sara")
    shown = fill(sara)
    sara.send(sara.get(place(shown, "/decision")), "/submit")
    return reference_of(shown)


@pytest.fixture
def reviewer(site: Site) -> Person:
    return site.staff("reviewer", Role.REVIEWER, "en")


def token(site: Site) -> dict[str, str]:
    sent = site.client.post(
        "/api/v1/sessions", json={"email": "sara@example.org", "password": PASSWORD}
    )
    return {"Authorization": f"Bearer {sent.json()['token']}"}


def test_a_returned_application_is_corrected_and_sent_back(
    site: Site, reference: str, reviewer: Person
) -> None:
    named = {"correct:boat.is_own": "yes", "remark:boat.is_own": "Is it yours?"}
    acted(reviewer, reference, "return", **REASONS, **named)
    headers, base = token(site), f"/api/v1/applications/{reference}"
    events: dict[str, Any] = site.client.get(f"{base}/events", headers=headers).json()
    assert events["state"]["id"] == "returned"
    assert [(one["name"], one["remark"]) for one in events["corrections"]] == [
        ("boat.is_own", "Is it yours?")
    ]
    assert [one["event"] for one in events["acts"]] == ["resubmit"]
    assert events["happened"][-1]["reasons"]["en"] == "The boat is not sound"
    assert "reviewer" not in str(events["happened"])

    application = site.client.get(base, headers=headers).json()
    assert application["is_open"]
    revisions = {one["id"]: one["revision"] for one in application["steps"]}
    tampered = site.client.put(
        f"{base}/steps/terms",
        json={"revision": revisions["terms"], "answers": {"accepted": "yes"}},
        headers=headers,
    )
    assert (tampered.status_code, kind(tampered.json())) == (409, "not-open")
    saved = site.client.put(
        f"{base}/steps/boat",
        json={"revision": revisions["boat"], "answers": {"boat.is_own": False}},
        headers=headers,
    )
    assert saved.status_code == 200

    revision = site.client.get(base, headers=headers).json()["revision"]
    sent = [
        site.client.post(f"{base}/events/resubmit", json={"revision": revision}, headers=headers)
        for _ in range(2)
    ]
    assert [one.status_code for one in sent] == [200, 409]
    assert sent[0].json()["state"]["id"] == "submitted"
    assert kind(sent[1].json()) == "application-changed"


def test_a_grievance_needs_a_statement(site: Site, reference: str, reviewer: Person) -> None:
    acted(reviewer, reference, "refuse", **REASONS)
    headers, base = token(site), f"/api/v1/applications/{reference}/events"
    events = site.client.get(base, headers=headers).json()
    assert (events["acts"][0]["event"], events["acts"][0]["asks"]) == ("grieve", ["statement"])
    assert events["last_date"] == "2027-01-22"
    empty = site.client.post(f"{base}/grieve", json={}, headers=headers)
    assert (empty.status_code, kind(empty.json())) == (422, "wrong-answers")
    assert empty.json()["errors"][0]["pointer"] == "/statement"
    done = site.client.post(f"{base}/grieve", json={"statement": "It is sound"}, headers=headers)
    assert done.json()["state"]["id"] == "grievance"
    unknown = site.client.post(f"{base}/approve", json={}, headers=headers)
    assert (unknown.status_code, kind(unknown.json())) == (409, "not-open")


def kind(problem: dict[str, Any]) -> str:
    return str(problem["type"]).rpartition("#")[2]
