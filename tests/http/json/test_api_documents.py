"""Documents as a program meets them: places, items, and what can be used again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.json.programs import Caller, problem
from tests.support.grant import GRANT, grant
from tests.support.papers import pdf
from tests.support.portal import Site, serving

CARD = "documents.national_id_copy"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("grant"), grant()) as made:
        yield made


def begun(program: Caller, key: str, trips: tuple[str, ...] = ()) -> str:
    """A draft before its documents, with trips that nobody else paid for."""
    reference = program.start(GRANT, key)
    program.save(reference, "about", grant__is_student=False)
    for city in trips:
        answers = {"city": city, "end_date": "2026-11-01", "is_refunded": False}
        body = {"answers": answers, "revision": program.step(reference, "trips")["revision"]}
        made = program.ask("POST", f"/applications/{reference}/steps/trips/items", body)
        assert made.status_code == 201, made.text
    body = {"revision": program.step(reference, "trips")["revision"]}
    assert program.ask("POST", f"/applications/{reference}/steps/trips/close", body).is_success
    return reference


def document(program: Caller, reference: str, name: str) -> dict[str, Any]:
    step = program.step(reference, "papers")
    found: dict[str, Any] = next(one for one in step["documents"] if one["id"] == name)
    return found


def test_one_of_several_has_a_place_for_each(sara: Caller) -> None:
    reference = begun(sara, "choice")
    found = document(sara, reference, "identity")
    assert (found["is_choice"], found["slot"]) == (True, None)
    assert [one["slot"] for one in found["places"] if one["is_asked"]] == [
        CARD,
        "documents.residence_permit",
        "documents.passport",
    ]
    sara.supply(reference, CARD, pdf())
    found = document(sara, reference, "identity")
    assert [one["slot"] for one in found["places"] if one["is_asked"]] == [CARD]
    assert found["is_settled"]


def test_one_for_each_item_has_a_place_for_each_with_its_questions(sara: Caller) -> None:
    reference = begun(sara, "items", ("Abha", "Taif"))
    places = document(sara, reference, "ticket")["places"]
    assert [(one["item"], one["label"]["en"]) for one in places] == [(1, "Abha"), (2, "Taif")]
    form = sara.get(f"/services/{GRANT}/form")
    step = next(one for one in form["steps"] if one["id"] == "papers")
    assert "documents.ticket.{item}" in [one["slot"] for one in step["files"]]
    (pattern,) = step["schema"]["patternProperties"]
    assert "ticket" in pattern
    for place in places:
        sara.supply(reference, place["slot"], pdf(place["slot"].encode()))
    sara.supply(reference, CARD, pdf())
    bought = {place["questions"][0]["id"]: "2026-10-01" for place in places}
    body = {"answers": bought, "revision": sara.step(reference, "papers")["revision"]}
    saved = sara.ask("PUT", f"/applications/{reference}/steps/papers", body)
    assert saved.status_code == 200, saved.text
    assert saved.json()["is_complete"]
    due = sara.get(f"/applications/{reference}/decision")["documents"]
    ticket = next(one for one in due if one["id"] == "ticket")
    assert [one["item"] for one in ticket["items"]] == [1, 2]


def test_what_was_supplied_before_is_listed_and_used_again(sara: Caller) -> None:
    first, second = begun(sara, "first"), begun(sara, "second")
    assert sara.supply(first, CARD, pdf(b"before")).status_code == 201
    (offer,) = sara.get(f"/applications/{second}/steps/papers/reusable")["items"]
    assert (offer["slot"], offer["since"]) == (CARD, "2026-11-23")
    body = {"slot": CARD, "reference": offer["reference"]}
    used = sara.ask("POST", f"/applications/{second}/evidence/reuse", body)
    assert used.status_code == 201, used.text
    again = sara.ask("POST", f"/applications/{second}/evidence/reuse", body)
    problem(again, 404, "not-there")
