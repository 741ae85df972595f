"""The journey of the fishing licence, by a program."""

from typing import Any

from tests.http.json.programs import Caller, problem
from tests.support.papers import pdf, picture

SERVICE = "fishing-licence"


def fill(program: Caller, metres: int | None = None, key: str | None = None) -> str:
    """A complete draft: with a boat of so many metres, or without one and free."""
    reference = program.start(SERVICE, key)
    if metres is None:
        assert program.save(reference, "boat", boat__is_own=False).status_code == 200
    else:
        answers = {"boat__is_own": True, "boat__metres": metres}
        assert program.save(reference, "boat", **answers).json()["is_done"]
    assert program.save(reference, "terms", accepted=True).status_code == 200
    png = picture("PNG")
    assert program.supply(reference, "documents.identity", png, "image/png").status_code == 201
    if metres is not None:
        assert program.supply(reference, "documents.certificates", pdf()).status_code == 201
    assert program.save(reference, "papers").status_code == 200
    add_trip(program, reference)
    revision = program.step(reference, "trips")["revision"]
    path = f"/applications/{reference}/steps/trips/close"
    assert program.ask("POST", path, {"revision": revision}).json()["is_complete"]
    return reference


def add_trip(program: Caller, reference: str, place: str = "جدة") -> str:
    body = {"revision": program.step(reference, "trips")["revision"], "answers": {"place": place}}
    saved = program.ask("POST", f"/applications/{reference}/steps/trips/items", body)
    assert saved.status_code == 201, saved.text
    item = str(saved.json()["item"])
    assert program.supply(reference, f"trips.{item}.proof", pdf(item.encode())).status_code == 201
    return item


def submit(program: Caller, reference: str) -> Any:
    return program.ask("POST", f"/applications/{reference}/submission")


def test_a_free_application_is_submitted_and_owes_nothing(sara: Caller) -> None:
    reference = fill(sara)
    decision = sara.get(f"/applications/{reference}/decision")
    assert (decision["outcome"], decision["is_binding"]) == ("eligible", False)
    submitted = submit(sara, reference)
    assert submitted.status_code == 200
    assert submitted.json()["invoice"] is None
    assert submitted.json()["status"]["state"]["id"] == "submitted"
    problem(sara.ask("GET", f"/applications/{reference}/invoice"), 404, "not-there")


def test_an_application_with_a_fee_is_billed_with_its_lines(sara: Caller) -> None:
    reference = fill(sara, metres=12)
    invoice = submit(sara, reference).json()["invoice"]
    assert invoice == sara.get(f"/applications/{reference}/invoice")
    assert invoice["total"] == {"amount": "120.50", "currency": "SAR"}
    assert [line["id"] for line in invoice["lines"]] == ["boat"]
    assert invoice["state"] == "open"


def test_the_timeline_says_what_happened_in_order(sara: Caller) -> None:
    reference = fill(sara, metres=12)
    submit(sara, reference)
    status = sara.get(f"/applications/{reference}/status")
    assert [one["event"] for one in status["timeline"]] == ["started", "submitted", "invoiced"]
    assert status["state"]["id"] == "awaiting_payment"
    assert not status["is_open"]


def test_submitting_twice_submits_once(sara: Caller) -> None:
    reference = fill(sara, metres=12)
    first, second = submit(sara, reference), submit(sara, reference)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()


def test_a_binding_decision_is_the_one_that_was_submitted(sara: Caller) -> None:
    reference = fill(sara)
    before = sara.get(f"/applications/{reference}/decision")
    submit(sara, reference)
    after = sara.get(f"/applications/{reference}/decision")
    assert after["is_binding"]
    assert after | {"is_binding": False} == before


def test_an_incomplete_application_is_told_what_is_left(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    sara.save(reference, "boat", boat__is_own=False)
    document = problem(submit(sara, reference), 409, "not-complete")
    assert {"part": "step", "name": "terms", "step": "terms"}.items() <= document["open"][0].items()
    assert document["open"] == sara.get(f"/applications/{reference}")["open"]


def test_an_ineligible_application_is_told_why(sara: Caller) -> None:
    reference = fill(sara, metres=13)
    decision = problem(submit(sara, reference), 409, "ineligible")["decision"]
    assert decision["outcome"] == "ineligible"
    rule = decision["rules"][0]
    assert (rule["id"], rule["verdict"]) == ("boat-is-short", "not_met")
    assert rule["advice"] == {"ar": "استعمل قاربًا أقصر", "en": "Use a shorter boat"}
    assert "13" in rule["reasons"][0]["sentence"]["en"]
    assert sara.get(f"/applications/{reference}")["is_open"]


def test_a_submission_names_the_revision_that_was_shown(sara: Caller) -> None:
    reference = fill(sara)
    shown = sara.get(f"/applications/{reference}")["revision"]
    sara.save(reference, "boat", boat__is_own=True, boat__metres=3)
    sara.save(reference, "boat", boat__is_own=False)
    path = f"/applications/{reference}/submission"
    document = problem(sara.ask("POST", path, {"revision": shown}), 409, "application-changed")
    assert document["revision"] > shown
    assert sara.ask("POST", path, {"revision": document["revision"]}).status_code == 200


def test_an_application_appears_in_the_list_until_it_is_discarded(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    listed = [one["reference"] for one in sara.get("/applications")["applications"]]
    assert reference in listed
    assert sara.ask("DELETE", f"/applications/{reference}").status_code == 204
    listed = [one["reference"] for one in sara.get("/applications")["applications"]]
    assert reference not in listed
    problem(sara.ask("DELETE", f"/applications/{reference}"), 404, "not-there")


def test_what_was_submitted_cannot_be_changed_or_discarded(sara: Caller) -> None:
    reference = fill(sara)
    submit(sara, reference)
    problem(sara.save(reference, "boat", boat__is_own=True), 409, "not-open")
    problem(sara.ask("DELETE", f"/applications/{reference}"), 409, "not-open")
    png = picture("PNG")
    refused = sara.supply(reference, "documents.identity", png, "image/png")
    problem(refused, 409, "not-open")
