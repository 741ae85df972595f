"""What belongs to somebody else is not there, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.json.contract import Contract
from tests.http.json.programs import ROOT, Caller, problem
from tests.http.json.test_api_journey import fill
from tests.support.papers import pdf

BODIES: dict[str, Any] = {
    "dispute-fact": {"text": "no"},
    "save-step": {"revision": 0, "answers": {}},
    "add-item": {"revision": 0, "answers": {}},
    "save-item": {"revision": 0, "answers": {}},
    "close-group": {"revision": 0},
    "add-inner-item": {"revision": 0, "answers": {}},
    "close-inner-group": {"revision": 0},
    "submit": {},
    "rate-service": {"stars": 4},
    "reuse-evidence": {"slot": "documents.identity", "reference": "R-0000-0000-01"},
    "replace-invited": {"name": "x", "email": "x@example.org"},
}


def of_one_application(contract: Contract) -> Iterator[tuple[str, str, str]]:
    for name, (method, path, _) in contract.operations.items():
        if "{reference}" in path:
            yield name, method, path.removeprefix(ROOT)


def ask(program: Caller, name: str, method: str, path: str) -> Any:
    if name == "supply-evidence":
        headers = {"Content-Type": "application/pdf"}
        slot = "?slot=documents.identity"
        return program.ask(method, path + slot, content=pdf(), headers=headers)
    query = "?revision=1" if name == "remove-item" else ""
    if name in BODIES:
        return program.ask(method, path + query, BODIES[name])
    return program.ask(method, path + query)


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's"])
def test_another_s_application_is_not_there_for_any_operation(
    sara: Caller, omar: Caller, contract: Contract, whose: str
) -> None:
    reference = fill(sara) if whose == "somebody else's" else "R-0000-0000-00"
    before = sara.get(f"/applications/{reference}") if whose == "somebody else's" else None
    asked = 0
    for name, method, path in of_one_application(contract):
        path = path.replace("{reference}", reference).replace("{step}", "trips")
        path = path.replace("{item}", "0123456789abcdef").replace("{fact}", "resident.zone")
        path = path.replace("{evidence_id}", "x").replace("{invitation}", "x")
        problem(ask(omar, name, method, path), 404, "not-there")
        asked += 1
    assert asked > 12
    if before is not None:
        assert sara.get(f"/applications/{reference}") == before


def test_another_s_file_is_not_there(sara: Caller, omar: Caller) -> None:
    reference = fill(sara)
    file = sara.step(reference, "papers")["documents"][0]["evidence"][0]["id"]
    problem(omar.ask("GET", f"/applications/{reference}/evidence/{file}"), 404, "not-there")
    own = sara.start("fishing-licence")
    problem(sara.ask("GET", f"/applications/{own}/evidence/{file}"), 404, "not-there")


def test_another_s_application_is_not_listed(sara: Caller, omar: Caller) -> None:
    sara.start("fishing-licence")
    assert omar.get("/applications") == {"applications": []}


@pytest.mark.parametrize("name", ["list-applications", "read-session"])
def test_nobody_reads_an_account_without_a_session(
    anybody: Caller, contract: Contract, name: str
) -> None:
    method, path, _ = contract.operations[name]
    problem(anybody.ask(method, path.removeprefix(ROOT)), 401, "unauthenticated")


def test_every_operation_for_an_account_is_closed_to_strangers(
    anybody: Caller, contract: Contract
) -> None:
    for name, method, path in of_one_application(contract):
        for parameter in ("reference", "step", "item", "fact", "evidence_id"):
            path = path.replace(f"{{{parameter}}}", "x")
        problem(ask(anybody, name, method, path), 401, "unauthenticated")
