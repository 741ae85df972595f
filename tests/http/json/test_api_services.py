"""What can be read before anybody signs in: services, their start pages and their forms."""

from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.http.json.programs import Caller, problem
from tests.support.portal import Site

SERVICE = "fishing-licence"


def schema_of(program: Caller, step: str, service: str = SERVICE) -> dict[str, Any]:
    found: dict[str, Any] = program.get(f"/services/{service}/form/{step}")
    return found


def test_services_are_listed_in_both_languages(anybody: Caller) -> None:
    services = {one["id"]: one for one in anybody.get("/services")["services"]}
    assert services[SERVICE]["title"] == {"ar": "رخصة صيد", "en": "Fishing licence"}
    assert "parking-permit" in services


def test_a_service_says_what_is_needed_before_one_applies(anybody: Caller) -> None:
    service = anybody.get(f"/services/{SERVICE}")
    assert [one["register"] for one in service["open_to"]] == ["resident"]
    assert [one["id"] for one in service["steps"]] == ["boat", "terms", "papers", "trips", "check"]
    due = {one["id"]: one["due_when"] for one in service["documents"]}
    assert due == {"identity": None, "certificates": "boat.is_own"}
    assert service["documents"][0]["accept"] == ["application/pdf", "image/jpeg", "image/png"]
    assert [one["id"] for one in service["rules"]] == ["boat-is-short"]


def test_a_fee_says_its_amount_of_today(anybody: Caller, site: Site) -> None:
    def amounts() -> object:
        return [one["amount"]["amount"] for one in fee()["amounts"]]

    def fee() -> dict[str, Any]:
        found: dict[str, Any] = anybody.get(f"/services/{SERVICE}")["fees"][0]
        return found

    before = site.clock.now
    try:
        site.clock.now = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
        assert amounts() == ["120.50"]
        site.clock.now = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)  # midnight where it is run
        assert amounts() == ["150.00"]
    finally:
        site.clock.now = before
    assert (fee()["charged_when"], fee()["stage"]) == ("boat.is_own", "on_submission")
    assert fee()["citations"]


@pytest.mark.parametrize("service", [SERVICE, "parking-permit"])
def test_every_step_of_a_form_has_a_valid_schema(anybody: Caller, service: str) -> None:
    form = anybody.get(f"/services/{service}/form")
    for step in form["steps"]:
        Draft202012Validator.check_schema(step["schema"])
        assert step["schema"] == schema_of(anybody, step["id"], service)
        assert step["schema"]["additionalProperties"] is False


def test_a_schema_is_named_as_one(anybody: Caller) -> None:
    response = anybody.ask("GET", f"/services/{SERVICE}/form/boat")
    assert response.headers["content-type"].startswith("application/schema+json")
    assert response.json()["$id"].endswith(f"/api/v1/services/{SERVICE}/form/boat")


def test_a_schema_types_its_answers(anybody: Caller) -> None:
    schema = schema_of(anybody, "boat")
    metres = schema["properties"]["boat.metres"]
    assert (metres["type"], metres["minimum"], metres["maximum"]) == ("integer", 1, 100)
    assert metres["x-mumaris-shown-when"] == "boat.is_own"
    assert metres["x-mumaris-label"] == {"ar": "طول القارب", "en": "Length of the boat"}
    assert schema["properties"]["boat.is_own"]["type"] == "boolean"
    assert schema["required"] == ["boat.is_own"]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"boat.is_own": "yes"},
        {"boat.is_own": True, "boat.metres": 0},
        {"boat.is_own": True, "boat.metres": 101},
        {"boat.is_own": True, "boat.metres": 1.5},
        {"boat.is_own": True, "boat.colour": "red"},
    ],
)
def test_a_schema_refuses_wrong_answers(anybody: Caller, answers: dict[str, object]) -> None:
    validator = Draft202012Validator(schema_of(anybody, "boat"))
    assert not validator.is_valid(answers)
    assert validator.is_valid({"boat.is_own": True, "boat.metres": 12})


def test_a_choice_offers_the_codes_of_today_with_their_words(anybody: Caller) -> None:
    zone = schema_of(anybody, "permit", "parking-permit")["properties"]["permit.zone"]
    assert zone["enum"] == [one["code"] for one in zone["x-mumaris-options"]]
    assert all(set(one["label"]) == {"ar", "en"} for one in zone["x-mumaris-options"])


def test_a_group_says_how_many_items_it_takes_and_where_their_files_go(anybody: Caller) -> None:
    steps = anybody.get(f"/services/{SERVICE}/form")["steps"]
    trips = next(one for one in steps if one["id"] == "trips")
    assert (trips["group"]["min_items"], trips["group"]["max_items"]) == (1, 2)
    assert list(trips["schema"]["properties"]) == ["place"]
    assert [one["slot"] for one in trips["files"]] == ["trips.{item}.proof"]
    assert trips["files"][0]["max_bytes"] == 1024 * 1024


def test_a_declaration_says_what_is_accepted(anybody: Caller) -> None:
    steps = anybody.get(f"/services/{SERVICE}/form")["steps"]
    terms = next(one for one in steps if one["id"] == "terms")
    assert terms["statements"] == [
        {"ar": "أعيد صغار السمك إلى البحر", "en": "I put small fish back"}
    ]
    assert terms["schema"]["properties"]["accepted"]["const"] is True


@pytest.mark.parametrize(
    "path", ["/services/none", "/services/none/form", f"/services/{SERVICE}/form/none"]
)
def test_what_is_not_declared_is_not_there(anybody: Caller, path: str) -> None:
    problem(anybody.ask("GET", f"/services/{path}"), 404, "not-there")


def test_what_opens_is_listed_for_an_account_alone(sara: Caller, anybody: Caller) -> None:
    assert sara.get("/openings") == {"openings": []}
    assert anybody.ask("GET", "/openings").status_code == 401


def test_a_program_rates_what_was_submitted_alone(sara: Caller) -> None:
    draft = sara.start(SERVICE)
    path = f"/applications/{draft}/rating"
    problem(sara.ask("PUT", path, {"stars": 4}), 409, "not-open")
    problem(sara.ask("PUT", path, {"stars": 6}), 422, "wrong-answers")
    problem(sara.ask("PUT", path, {"stars": 4, "of": 5}), 422, "wrong-body")
    problem(sara.ask("PUT", "/applications/R-none/rating", {"stars": 4}), 404, "not-there")
