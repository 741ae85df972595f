"""Groups inside the items of a group, as a program meets them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.json.programs import Caller, codes, problem
from tests.support import skipper
from tests.support.papers import pdf
from tests.support.portal import Site, serving

SERVICE = skipper.SERVICE
BOAT = {"name": "Gull", "seats": 6}
VOYAGE = {"left": "2025-04-01", "returned": "2025-04-03", "aboard": 2, "in_charge": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("skipper"), skipper.files()) as made:
        yield made


def revision(program: Caller, reference: str) -> int:
    return int(program.step(reference, "boats")["revision"])


def with_boat(program: Caller) -> tuple[str, str, str]:
    """A draft with a boat: its reference, the path of its step, and the id of the boat."""
    reference = program.start(SERVICE)
    path = f"/applications/{reference}/steps/boats"
    made = program.ask("POST", f"{path}/items", {"revision": 0, "answers": BOAT})
    assert made.status_code == 201, made.text
    return reference, path, str(made.json()["item"])


def add(program: Caller, reference: str, path: str, **answers: Any) -> str:
    body = {"revision": revision(program, reference), "answers": {**VOYAGE, **answers}}
    made = program.ask("POST", f"{path}/items", body)
    assert made.status_code == 201, made.text
    assert made.headers["location"].endswith(made.json()["item"])
    return str(made.json()["item"])


def close(program: Caller, reference: str, path: str) -> Any:
    return program.ask("POST", f"{path}/close", {"revision": revision(program, reference)})


def test_the_form_describes_what_an_item_holds(sara: Caller) -> None:
    form = sara.get(f"/services/{SERVICE}/form")
    voyages, repairs = form["steps"][0]["groups"]
    assert (voyages["name"], voyages["group"]["fact"]) == ("voyages", "boats.voyages")
    assert voyages["files"][0]["slot"] == "boats.{item}.logbook"
    assert set(voyages["schema"]["properties"]) == {"left", "returned", "aboard", "in_charge"}
    assert repairs["group"]["min_items"] == 0
    assert (voyages["shown_when"], repairs["shown_when"]) == (None, "item.seats > 2")
    assert [(one["id"], one["effect"]) for one in voyages["checks"]] == [("long-at-sea", "warn")]
    address = voyages["schema"]["$id"].partition("/api/v1")[2]
    assert sara.get(address) == voyages["schema"]


def test_an_item_is_whole_once_what_it_holds_is_closed(sara: Caller) -> None:
    reference, path, boat = with_boat(sara)
    voyages = f"{path}/groups/{boat}.voyages"
    document = problem(close(sara, reference, voyages), 422, "wrong-answers")
    assert codes(document) == [(None, "too-few-items")]
    voyage = add(sara, reference, voyages)
    assert voyage.startswith(f"{boat}.voyages.")
    supplied = sara.supply(reference, f"boats.{voyage}.logbook", pdf())
    assert supplied.status_code == 201, supplied.text
    assert close(sara, reference, voyages).status_code == 200
    problem(close(sara, reference, path), 422, "wrong-answers")
    assert close(sara, reference, f"{path}/groups/{boat}.repairs").status_code == 200
    assert close(sara, reference, path).json()["is_complete"]
    (item,) = sara.step(reference, "boats")["items"]
    held = item["groups"][0]
    assert (item["is_whole"], held["is_complete"], held["items"][0]["id"]) == (True, True, voyage)
    assert held["items"][0]["questions"][-1]["evidence"]


def test_a_change_inside_an_item_opens_it_and_its_group(sara: Caller) -> None:
    reference, path, boat = with_boat(sara)
    voyage = add(sara, reference, f"{path}/groups/{boat}.voyages", in_charge=False)
    for group in ("voyages", "repairs"):
        assert close(sara, reference, f"{path}/groups/{boat}.{group}").status_code == 200
    assert close(sara, reference, path).status_code == 200
    body = {
        "revision": revision(sara, reference),
        "answers": {**VOYAGE, "in_charge": False, "aboard": 1},
    }
    assert sara.ask("PUT", f"{path}/items/{voyage}", body).status_code == 200
    step = sara.step(reference, "boats")
    groups = {one["name"]: one["is_complete"] for one in step["items"][0]["groups"]}
    assert (step["is_complete"], groups) == (False, {"voyages": False, "repairs": True})
    removed = sara.ask("DELETE", f"{path}/items/{voyage}?revision={revision(sara, reference)}")
    assert removed.status_code == 200
    assert not sara.step(reference, "boats")["items"][0]["groups"][0]["items"]


def test_no_more_is_kept_than_an_item_may_hold(sara: Caller) -> None:
    reference, path, boat = with_boat(sara)
    voyages = f"{path}/groups/{boat}.voyages"
    for _ in range(3):
        add(sara, reference, voyages)
    body = {"revision": revision(sara, reference), "answers": VOYAGE}
    document = problem(sara.ask("POST", f"{voyages}/items", body), 422, "wrong-answers")
    assert [code for _, code in codes(document)] == ["too-many-items"]


def test_a_field_of_the_item_around_is_no_field_of_what_it_holds(sara: Caller) -> None:
    reference, path, boat = with_boat(sara)
    body = {"revision": revision(sara, reference), "answers": {"seats": 3}}
    response = sara.ask("POST", f"{path}/groups/{boat}.voyages/items", body)
    assert codes(problem(response, 422, "wrong-body")) == [("/answers/seats", "unknown-field")]


@pytest.mark.parametrize("inside", ["{boat}.crew", "0000000000000000.voyages", "voyages"])
def test_what_no_item_holds_is_not_there(sara: Caller, inside: str) -> None:
    reference, path, boat = with_boat(sara)
    group = f"{path}/groups/{inside.format(boat=boat)}"
    body = {"revision": revision(sara, reference), "answers": VOYAGE}
    problem(sara.ask("POST", f"{group}/items", body), 404, "not-there")
    problem(close(sara, reference, group), 404, "not-there")


def test_items_inside_items_can_be_tried(sara: Caller) -> None:
    boat = {**BOAT, "voyages": [VOYAGE, {**VOYAGE, "returned": "2025-06-01"}]}
    response = sara.ask("POST", f"/services/{SERVICE}/trial", {"groups": {"boats": [boat]}})
    verdicts = {one["id"]: one["verdict"] for one in response.json()["decision"]["rules"]}
    assert verdicts == {
        "two-voyages": "met",
        "in-charge-on-each": "met",
        "no-long-voyage": "not_met",
    }
    wrong = {**BOAT, "crew": [VOYAGE]}
    response = sara.ask("POST", f"/services/{SERVICE}/trial", {"groups": {"boats": [wrong]}})
    problem(response, 422, "wrong-body")


def test_an_item_that_does_not_hold_a_group_has_none_to_close(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    path = f"/applications/{reference}/steps/boats"
    made = sara.ask("POST", f"{path}/items", {"revision": 0, "answers": {**BOAT, "seats": 2}})
    boat = str(made.json()["item"])
    (item,) = sara.step(reference, "boats")["items"]
    assert [one["name"] for one in item["groups"]] == ["voyages"]
    problem(close(sara, reference, f"{path}/groups/{boat}.repairs"), 404, "not-there")
    add(sara, reference, f"{path}/groups/{boat}.voyages", returned="2025-08-01", in_charge=False)
    (item,) = sara.step(reference, "boats")["items"]
    (notice,) = item["groups"][0]["items"][0]["notices"]
    assert (notice["check"], notice["about"]) == ("long-at-sea", ["returned"])
