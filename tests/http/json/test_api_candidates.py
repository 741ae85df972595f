"""Pipelines propose over HTTP and read what becomes of it; people approve at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from api.json.candidates import PROPOSING
from api.security.access import Access, access
from docs.generate.routes import lines
from engine.definitions.archive import LARGEST_BYTES
from engine.model.account import Role
from engine.model.scope import OF_MACHINES
from engine.operations import approving, candidates, machines, releases
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller
from tests.support.archives import packed, zipped
from tests.support.portal import Site, serving
from tests.support.visitors import RULES, Files, config, edited


def dearer(amount: str) -> Files:
    return edited(config(), RULES, "2025-04-01: 120.50 SAR", f"2025-04-01: {amount} SAR")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """For tests that keep nothing."""
    with serving(tmp_path_factory.mktemp("idle")) as made:
        yield made


@pytest.fixture(scope="module")
def contract(idle: Site) -> Contract:
    return Contract(idle.client.get("/api/v1/openapi.json").json())


@pytest.fixture
def pipeline(site: Site, contract: Contract) -> Caller:
    return machine(site, contract, "pipeline")


def machine(site: Site, contract: Contract, name: str) -> Caller:
    _, token = machines.add(site.ports, name, 30, "tests", site.clock.now)
    return Caller(site.client, contract, token)


def hand_in(
    caller: Caller, content: bytes, key: str | None = None, query: str = "note=dearer+boats"
) -> Response:
    headers = {"Content-Type": "application/zip"} | ({"Idempotency-Key": key} if key else {})
    return caller.ask("POST", f"/candidates?{query}", content=content, headers=headers)


def problem(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].rpartition("#")[2]


def test_a_pipeline_proposes_and_two_editors_publish(site: Site, pipeline: Caller) -> None:
    before = releases.history(site.ports)[0].release
    made = hand_in(pipeline, zipped(dearer("990.00")), query="note=dearer+boats&commit=abc123")
    assert made.status_code == 201
    assert made.headers["location"] == "/api/v1/candidates/1"
    found = pipeline.get("/candidates/1")
    assert found == made.json()
    assert (found["state"], found["has_proposer"], found["proposed_by"]) == (
        "proposed",
        False,
        "pipeline",
    )
    assert (found["against"], found["commit"], found["is_stale"]) == (before, "abc123", False)
    changes = pipeline.get("/candidates/1/changes")
    assert [(one["path"], one["change"]) for one in changes["files"]] == [(str(RULES), "changed")]
    assert any("990.00" in line for line in changes["files"][0]["lines"])
    assert pipeline.get("/candidates/1/changes/words")["state"] == "waiting"
    first, second = (editor(site, name) for name in ("first", "second"))
    assert approving.stand_for(site.ports, first, 1)
    assert pipeline.get("/candidates/1")["has_proposer"] is True
    approving.approve(site.ports, second, 1, before, site.clock.now)
    settled = pipeline.get("/candidates/1")
    assert (settled["state"], settled["decided_by"]) == ("published", "second@example.org")


def editor(site: Site, name: str) -> Any:
    site.staff_account(name, Role.POLICY_EDITOR)
    with site.ports.store.read() as work:
        found = work.accounts.by_email(f"{name}@example.org")
    assert found is not None
    return found.account


def test_the_same_key_proposes_once(site: Site, contract: Contract, pipeline: Caller) -> None:
    content = zipped(dearer("990.00"))
    assert hand_in(pipeline, content, "run-1").status_code == 201
    again = hand_in(pipeline, content, "run-1")
    assert (again.status_code, again.json()["number"]) == (200, 1)
    assert problem(hand_in(pipeline, zipped(dearer("991.00")), "run-1")) == (422, "key-reused")
    assert problem(hand_in(pipeline, content)) == (409, "same-release")
    assert problem(hand_in(pipeline, zipped(config()))) == (409, "same-release")
    other = machine(site, contract, "other")
    assert problem(hand_in(other, content, "run-1")) == (409, "same-release"), "a key is one's own"


def test_a_machine_reads_what_it_proposed_and_nothing_else(
    site: Site, contract: Contract, pipeline: Caller
) -> None:
    hand_in(pipeline, zipped(dearer("990.00")))
    other = machine(site, contract, "other")
    for path in ("/candidates/1", "/candidates/1/changes", "/candidates/1/changes/words"):
        assert problem(other.ask("GET", path)) == (404, "not-there")
    for path in ("/candidates/9", "/candidates/x", "/candidates/1/changes/nothing"):
        assert problem(pipeline.ask("GET", path)) == (404, "not-there")


def test_errors_are_listed_with_their_places_and_nothing_is_kept(
    idle: Site, contract: Contract
) -> None:
    pipeline = machine(idle, contract, "mistaken")
    response = hand_in(pipeline, zipped(edited(config(), RULES, "120.50 SAR", "120.50 SR")))
    assert problem(response) == (422, "wrong-definitions")
    fault = response.json()["problems"][0]
    assert (fault["severity"], fault["path"]) == ("error", str(RULES))
    assert fault["line"] > 1
    assert candidates.newest(idle.ports) == ()


def test_what_is_no_archive_is_refused(idle: Site, contract: Contract) -> None:
    pipeline = machine(idle, contract, "careless")
    for content in (b"PK", packed([("../portal.yaml", b"")]), packed([("a.yaml", b"")])):
        response = hand_in(pipeline, content)
        assert problem(response) == (422, "wrong-archive")
        assert response.json()["errors"][0]["message"]["ar"]
    large = hand_in(pipeline, b"x" * (LARGEST_BYTES + 1))
    assert problem(large) == (413, "too-large")
    assert hand_in(pipeline, b"PK", query="note=%20").status_code == 422
    assert hand_in(pipeline, b"PK", query="").status_code == 400


def test_a_pipeline_proposes_so_often_and_no_more(idle: Site, contract: Contract) -> None:
    pipeline = machine(idle, contract, "tireless")
    for _ in range(PROPOSING.most):
        assert hand_in(pipeline, b"PK").status_code == 422
    late = hand_in(pipeline, b"PK")
    assert problem(late) == (429, "too-many")
    assert int(late.headers["retry-after"]) > 0


def test_a_token_ends_on_its_day_and_when_it_is_revoked(
    site: Site, contract: Contract, pipeline: Caller
) -> None:
    other = machine(site, contract, "other")
    machines.revoke(site.ports, "other", "tests", site.clock.now)
    assert problem(other.ask("GET", "/candidates/1")) == (401, "unauthenticated")
    site.clock.now += timedelta(days=30)
    assert problem(pipeline.ask("GET", "/candidates/1")) == (401, "unauthenticated")


def test_a_machine_holds_one_scope_and_opens_no_page(idle: Site, contract: Contract) -> None:
    pipeline = machine(idle, contract, "curious")
    opened = {
        line.path
        for line in lines(idle.app)
        if access(line.opt, OF_MACHINES) is Access.ALLOWED and not line.opt.get("is_public")
    }
    assert all(path.startswith("/api/v1/candidates") for path in opened)
    assert problem(pipeline.ask("GET", "/applications")) == (403, "not-allowed")
    assert problem(pipeline.ask("GET", "/sessions/current")) == (403, "not-allowed")
    person = idle.anybody()
    person.cookies["mumaris"] = pipeline.token or ""
    assert "/sign-in" in person.get("/en/staff/desk").path


def test_an_editor_without_a_second_factor_proposes_as_himself(
    site: Site, contract: Contract
) -> None:
    site.staff_account("first", Role.POLICY_EDITOR)
    caller = Caller(site.client, contract)
    body = {"email": "first@example.org", "password": "a sentence to remember"}
    caller.token = caller.ask("POST", "/sessions", body).json()["token"]
    made = hand_in(caller, zipped(dearer("990.00"))).json()
    assert (made["proposed_by"], made["has_proposer"]) == ("first@example.org", True)
