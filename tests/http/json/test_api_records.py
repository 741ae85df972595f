"""Record pages and public look-ups through the API."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.definitions.read import read_folder
from engine.operations.consulting import ASKING
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller, codes, problem
from tests.support.portal import Site, serving

SWIMMING = Path(__file__).parents[2] / "fixtures" / "swimming"
LOOK_UP = "/services/licence-check/look-up"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal"), read_folder(SWIMMING)) as made:
        yield made


@pytest.fixture(scope="module")
def contract(site: Site) -> Contract:
    return Contract(site.client.get("/api/v1/openapi.json").json())


def statements(body: dict[str, Any]) -> dict[str, object]:
    return {one["name"]: one["value"] for part in body["sections"] for one in part["statements"]}


def asked(program: Caller, **answers: object) -> dict[str, Any]:
    named = {name.replace("__", "."): value for name, value in answers.items()}
    response = program.ask("POST", LOOK_UP, {"answers": named})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_the_list_says_what_kind_of_service_each_is(anybody: Caller) -> None:
    kinds = {one["id"]: one["kind"] for one in anybody.get("/services")["services"]}
    assert kinds == {
        "fee-return": "application",
        "hours-recognition": "application",
        "licence-check": "lookup",
        "training-record": "record",
    }
    assert anybody.get("/services/training-record")["kind"] == "record"


def test_a_record_has_typed_values_and_words(sara: Caller) -> None:
    body = sara.get("/services/training-record/record")
    assert statements(body)["training.hours"] == 18
    hours = body["sections"][0]
    assert hours["measure"]["per_cent"] == 60
    assert hours["measure"]["left"] == {"ar": "12 ساعة", "en": "12 hours"}
    needed = next(one for one in hours["statements"] if one["name"] == "hours_required")
    assert needed["basis"][0]["rows"] == ["instructors"]
    assert needed["basis"][0]["since"] == "2026-07-01"
    assert body["sections"][1]["leads_to"] == "hours-recognition"


def test_a_record_needs_a_session(anybody: Caller) -> None:
    problem(anybody.ask("GET", "/services/training-record/record"), 401, "unauthenticated")


def test_an_answer_says_what_is_listed_and_no_more(anybody: Caller) -> None:
    body = asked(anybody, check__by="licence", check__number="SW-0001")
    assert statements(body) == {
        "licence.standing": "valid",
        "licence.number": "SW-0001",
        "licence.expiry_date": "2027-05-31",
        "instructor.name": "سارة الحمد",
        "instructor.level": "instructor",
    }
    assert all(not one["basis"] for part in body["sections"] for one in part["statements"])


def test_no_such_record_is_an_answer(anybody: Caller) -> None:
    body = asked(anybody, check__by="licence", check__number="SW-9999")
    assert body["sections"] == []
    assert body["otherwise"]["en"].startswith("There is no licence of this number")


def test_a_question_that_an_answer_uncovers_is_asked_for(anybody: Caller) -> None:
    response = anybody.ask("POST", LOOK_UP, {"answers": {"check.by": "licence"}})
    document = problem(response, 422, "wrong-answers")
    assert codes(document) == [("/answers/check.number", "required")]


def test_what_is_no_look_up_is_not_there(anybody: Caller) -> None:
    for service in ("training-record", "hours-recognition", "nothing"):
        response = anybody.ask("POST", f"/services/{service}/look-up", {"answers": {}})
        problem(response, 404, "not-there")


def test_a_client_may_ask_so_often(anybody: Caller) -> None:
    body = {"answers": {"check.by": "licence", "check.number": "SW-0001"}}
    statuses = {anybody.ask("POST", LOOK_UP, body).status_code for _ in range(ASKING.most + 1)}
    assert statuses == {200, 429}
