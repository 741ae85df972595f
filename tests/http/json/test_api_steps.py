"""Saving steps and items: what is kept, what is refused, and what two programs do to each other."""

from typing import Any

import pytest

from tests.http.json.programs import Caller, codes, problem
from tests.http.json.test_api_journey import add_trip, fill
from tests.support.papers import pdf

SERVICE = "fishing-licence"
ITEM = "0123456789abcdef"


def answers_of(step: dict[str, Any]) -> dict[str, Any]:
    return {one["id"]: one for one in step["questions"]}


def at_trips(program: Caller) -> str:
    """A draft whose group can be reached."""
    reference = fill(program)
    item = program.step(reference, "trips")["items"][0]["id"]
    revision = program.step(reference, "trips")["revision"]
    path = f"/applications/{reference}/steps/trips/items/{item}?revision={revision}"
    assert program.ask("DELETE", path).status_code == 200
    return reference


def test_a_saved_step_says_how_its_answers_were_read(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    saved = sara.save(reference, "boat", boat__is_own=True, boat__metres="١٢").json()
    metres = answers_of(saved["step"])["boat.metres"]
    assert (metres["text"], metres["value"], metres["state"]) == ("١٢", 12, "known")
    assert (saved["is_done"], saved["next_step"], saved["step"]["revision"]) == (True, "terms", 1)


def test_a_step_that_uncovers_a_question_is_not_done(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    saved = sara.save(reference, "boat", boat__is_own=True).json()
    assert not saved["is_done"]
    metres = answers_of(saved["step"])["boat.metres"]
    assert (metres["shown"], metres["required"], metres["state"]) == ("yes", "yes", "unknown")


@pytest.mark.parametrize(
    ("sent", "text"),
    [("12", "12"), (12, "12"), (12.0, "12.0"), ("1e1", "1e1")],
    ids=["text", "whole", "point", "exponent in a text"],
)
def test_a_number_keeps_the_digits_it_was_sent_with(sara: Caller, sent: object, text: str) -> None:
    reference = sara.start(SERVICE)
    sara.save(reference, "boat", boat__is_own=True, boat__metres=sent)
    assert answers_of(sara.step(reference, "boat"))["boat.metres"]["text"] == text


def test_a_number_with_an_exponent_is_written_out(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    content = b'{"revision": 0, "answers": {"boat.is_own": true, "boat.metres": 1.2E1}}'
    headers = {"Content-Type": "application/json"}
    path = f"/applications/{reference}/steps/boat"
    assert sara.ask("PUT", path, content=content, headers=headers).status_code == 200
    assert answers_of(sara.step(reference, "boat"))["boat.metres"]["value"] == 12


def test_wrong_answers_are_kept_and_said_in_both_languages(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    response = sara.save(reference, "boat", boat__is_own=True, boat__metres=-3)
    document = problem(response, 422, "wrong-answers")
    assert codes(document) == [("/answers/boat.metres", "below-minimum")]
    assert "100" in document["errors"][0]["message"]["en"]
    assert document["errors"][0]["message"]["ar"]
    assert (document["is_kept"], document["revision"]) == (True, 1)
    kept = sara.step(reference, "boat")
    assert (kept["status"], answers_of(kept)["boat.metres"]["text"]) == ("has_errors", "-3")


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_required_answer_left_blank_is_refused(sara: Caller, blank: object) -> None:
    response = sara.save(sara.start(SERVICE), "boat", boat__is_own=blank)
    assert codes(problem(response, 422, "wrong-answers")) == [("/answers/boat.is_own", "required")]


def test_a_mistyped_field_is_refused_with_the_one_meant_and_nothing_is_kept(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    response = sara.save(reference, "boat", boat__is_own=True, boat__meters=3, colour="red")
    document = problem(response, 422, "wrong-body")
    assert codes(document) == [
        ("/answers/boat.meters", "unknown-field"),
        ("/answers/colour", "unknown-field"),
    ]
    assert document["errors"][0]["message"]["en"] == (
        "there is no boat.meters here; did you mean boat.metres?"
    )
    assert sara.step(reference, "boat")["revision"] == 0


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"boat.metres": True}, ("/answers/boat.metres", "not-yes-or-no-question")),
        ({"boat.metres": [3]}, ("/answers/boat.metres", "not-an-answer")),
        ({"boat.metres": {"a": 1}}, ("/answers/boat.metres", "not-an-answer")),
        ({"a/b~c": 1}, ("/answers/a~1b~0c", "unknown-field")),
    ],
)
def test_what_is_no_answer_is_refused(
    sara: Caller, answers: dict[str, object], fault: tuple[str, str]
) -> None:
    path = f"/applications/{sara.start(SERVICE)}/steps/boat"
    response = sara.ask("PUT", path, {"revision": 0, "answers": answers})
    assert codes(problem(response, 422, "wrong-body")) == [fault]


def test_a_file_is_no_answer(sara: Caller) -> None:
    path = f"/applications/{at_trips(sara)}/steps/trips/items"
    body = {"revision": 9, "answers": {"place": "a", "proof": "x"}}
    document = problem(sara.ask("POST", path, body), 422, "wrong-body")
    assert codes(document) == [("/answers/proof", "is-a-file")]


def test_two_programs_never_overwrite_each_other(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    sara.save(reference, "boat", boat__is_own=False)
    path = f"/applications/{reference}/steps/boat"
    stale = {"revision": 0, "answers": {"boat.is_own": True, "boat.metres": 5}}
    document = problem(sara.ask("PUT", path, stale), 409, "step-changed")
    assert document["mine"] == {"boat.is_own": "yes", "boat.metres": "5"}
    assert document["theirs"]["answers"]["boat.is_own"] == "no"
    assert answers_of(sara.step(reference, "boat"))["boat.is_own"]["value"] is False
    knowingly = stale | {"revision": document["theirs"]["revision"]}
    assert sara.ask("PUT", path, knowingly).status_code == 200


def test_the_same_save_again_is_a_retry(sara: Caller) -> None:
    path = f"/applications/{sara.start(SERVICE)}/steps/boat"
    body = {"revision": 0, "answers": {"boat.is_own": False}}
    first, second = sara.ask("PUT", path, body), sara.ask("PUT", path, body)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()


def test_a_step_out_of_order_is_told_where_to_go(sara: Caller) -> None:
    response = sara.save(sara.start(SERVICE), "papers")
    assert problem(response, 409, "out-of-order")["step"] == "boat"


def test_a_step_that_is_not_declared_is_not_there(sara: Caller) -> None:
    path = f"/applications/{sara.start(SERVICE)}/steps/none"
    problem(sara.ask("PUT", path, {"revision": 0, "answers": {}}), 404, "not-there")


def test_a_declaration_is_accepted_or_refused(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    sara.save(reference, "boat", boat__is_own=False)
    response = sara.save(reference, "terms", accepted=False)
    assert codes(problem(response, 422, "wrong-answers")) == [("/answers/accepted", "must-accept")]
    assert sara.save(reference, "terms", accepted=True).status_code == 200


# Items --------------------------------------------------------------------------------------


def test_the_same_key_adds_one_item(sara: Caller) -> None:
    reference = at_trips(sara)
    path = f"/applications/{reference}/steps/trips/items"
    body = {"revision": sara.step(reference, "trips")["revision"], "answers": {"place": "جدة"}}
    headers = {"Idempotency-Key": "one-trip"}
    first = sara.ask("POST", path, body, headers=headers)
    second = sara.ask("POST", path, body, headers=headers)
    assert first.status_code == second.status_code == 201
    assert first.json()["item"] == second.json()["item"]
    assert first.headers["location"].endswith(first.json()["item"])
    assert len(sara.step(reference, "trips")["items"]) == 1


def test_an_item_is_saved_under_an_id_of_its_makers_own(sara: Caller) -> None:
    reference = at_trips(sara)
    path = f"/applications/{reference}/steps/trips/items/{ITEM}"
    revision = sara.step(reference, "trips")["revision"]
    saved = sara.ask("PUT", path, {"revision": revision, "answers": {"place": "ينبع"}}).json()
    assert (saved["item"], saved["step"]["items"][0]["id"]) == (ITEM, ITEM)
    assert not saved["step"]["items"][0]["is_whole"], "its file is still to come"
    edited = {"revision": revision + 1, "answers": {"place": "جازان"}}
    assert sara.ask("PUT", path, edited).status_code == 200
    items = sara.step(reference, "trips")["items"]
    assert [one["questions"][0]["text"] for one in items] == ["جازان"]


@pytest.mark.parametrize("id", ["1", "0123456789ABCDEF", "g" * 16, "0" * 17, "..", "%00"])
def test_an_item_has_an_id_of_sixteen_hexadecimal_digits(sara: Caller, id: str) -> None:
    path = f"/applications/{at_trips(sara)}/steps/trips/items/{id}"
    body = {"revision": 4, "answers": {"place": "a"}}
    assert sara.ask("PUT", path, body).status_code in {404, 405}


def test_a_group_is_not_closed_while_something_is_missing(sara: Caller) -> None:
    reference = at_trips(sara)
    path = f"/applications/{reference}/steps/trips/close"
    revision = sara.step(reference, "trips")["revision"]
    document = problem(sara.ask("POST", path, {"revision": revision}), 422, "wrong-answers")
    assert codes(document) == [(None, "too-few-items")]
    assert document["is_kept"] is False
    item = add_trip(sara, reference)
    file = sara.step(reference, "trips")["items"][0]["questions"][1]["evidence"][0]["id"]
    assert sara.ask("DELETE", f"/applications/{reference}/evidence/{file}").status_code == 204
    revision = sara.step(reference, "trips")["revision"]
    document = problem(sara.ask("POST", path, {"revision": revision}), 422, "wrong-answers")
    assert [(one["field"], one["code"]) for one in document["errors"]] == [
        (f"trips.{item}", "item-not-whole")
    ]
    assert sara.supply(reference, f"trips.{item}.proof", pdf()).status_code == 201
    assert sara.ask("POST", path, {"revision": revision}).json()["step"]["is_complete"]


def test_one_item_too_many_is_refused_and_not_kept(sara: Caller) -> None:
    reference = at_trips(sara)
    add_trip(sara, reference)
    add_trip(sara, reference, "أملج")
    body = {"revision": sara.step(reference, "trips")["revision"], "answers": {"place": "c"}}
    response = sara.ask("POST", f"/applications/{reference}/steps/trips/items", body)
    document = problem(response, 422, "wrong-answers")
    assert (codes(document), document["is_kept"]) == ([(None, "too-many-items")], False)


def test_adding_an_item_opens_a_closed_group_again(sara: Caller) -> None:
    reference = fill(sara)
    add_trip(sara, reference, "أملج")
    step = sara.step(reference, "trips")
    assert (step["is_complete"], step["is_done"]) == (False, False)


def test_a_stale_removal_removes_nothing(sara: Caller) -> None:
    reference = fill(sara)
    item = sara.step(reference, "trips")["items"][0]["id"]
    path = f"/applications/{reference}/steps/trips/items/{item}?revision=0"
    problem(sara.ask("DELETE", path), 409, "step-changed")
    assert sara.step(reference, "trips")["items"]


# Facts --------------------------------------------------------------------------------------


def test_a_fact_of_a_register_can_be_disputed_and_taken_back(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    path = f"/applications/{reference}/disputes/resident.zone"
    fact = sara.ask("PUT", path, {"text": "انتقلت إلى حي آخر"}).json()
    assert (fact["dispute"], fact["can_dispute"]) == ("انتقلت إلى حي آخر", True)
    assert sara.step(reference, "boat")["facts"][1]["dispute"] == "انتقلت إلى حي آخر"
    assert sara.ask("PUT", path, {}).json()["dispute"] is None


@pytest.mark.parametrize("fact", ["boat.is_own", "resident.key", "none"])
def test_what_no_step_shows_cannot_be_disputed(sara: Caller, fact: str) -> None:
    path = f"/applications/{sara.start(SERVICE)}/disputes/{fact}"
    problem(sara.ask("PUT", path, {"text": "wrong"}), 404, "not-there")
