"""Checks across answers and computed choices, as a program meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.json.programs import Caller, codes, problem
from tests.support import camping
from tests.support.portal import Site, serving

SERVICE = "camping"
GOOD = {
    "stay__first_date": "2026-12-01",
    "stay__last_date": "2026-12-03",
    "stay__tents": 2,
    "stay__has_fire": False,
    "stay__has_stove": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("camping"), camping.files()) as made:
        yield made


def form_step(program: Caller, step: str) -> dict[str, Any]:
    form = program.get(f"/services/{SERVICE}/form")
    found: dict[str, Any] = next(one for one in form["steps"] if one["id"] == step)
    return found


def test_the_form_says_what_must_hold(sara: Caller) -> None:
    first, *_, last = form_step(sara, "stay")["checks"]
    assert first == {
        "id": "leaves-after-arriving",
        "effect": "refuse",
        "condition": "stay.last_date >= stay.first_date",
        "about": ["stay.first_date", "stay.last_date"],
        "words": {
            "ar": "يوم المغادرة قبل يوم الوصول؛ صحّح أحدهما",
            "en": "The departure is before the arrival; correct one of the two",
        },
    }
    assert last["effect"] == "warn"


def test_an_explanation_stands_in_the_schema(sara: Caller) -> None:
    schema = form_step(sara, "stay")["schema"]["properties"]["explain.long-stay"]
    assert schema["maxLength"] == 200
    shown_when = 'not(stay.last_date <= stay.first_date + duration("P14D"))'
    assert schema["x-mumaris-shown-when"] == shown_when


def test_refused_answers_are_wrong_answers(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    response = sara.save(reference, "stay", **{**GOOD, "stay__last_date": "2026-11-30"})
    assert codes(problem(response, 422, "wrong-answers")) == [
        ("/answers/stay.first_date", "refused:leaves-after-arriving"),
        ("/answers/stay.last_date", "refused:leaves-after-arriving"),
    ]


def test_an_explanation_is_a_question_while_it_is_needed(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    long = {**GOOD, "stay__last_date": "2026-12-20"}
    saved = sara.save(reference, "stay", **long).json()
    assert not saved["is_done"]
    asked = {one["id"]: one["shown"] for one in saved["step"]["questions"]}
    assert asked["explain.long-stay"] == "yes"
    saved = sara.save(reference, "stay", **long, **{"explain.long-stay": "Field work"}).json()
    assert saved["is_done"]


def test_a_warning_is_a_notice_of_the_step(sara: Caller) -> None:
    reference = sara.start(SERVICE)
    saved = sara.save(reference, "stay", **{**GOOD, "stay__tents": 6}).json()
    assert saved["is_done"]
    (notice,) = saved["step"]["notices"]
    assert (notice["check"], notice["about"]) == ("many-tents", ["stay.tents"])
    assert notice["words"]["en"] == "Few sites have room for more than five tents"


# Choices -------------------------------------------------------------------------------------


def at_place(program: Caller) -> str:
    """A draft whose place can be given."""
    reference = program.start(SERVICE)
    assert program.save(reference, "stay", **GOOD).status_code == 200
    path = f"/applications/{reference}/steps/guests/close"
    assert program.ask("POST", path, {"revision": 0}).status_code == 200
    return reference


def question(step: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in step["questions"] if one["id"] == name)
    return found


def test_several_choices_are_an_array_in_the_schema(sara: Caller) -> None:
    schema = form_step(sara, "place")["schema"]["properties"]["place.activities"]
    assert schema["type"] == "array"
    assert schema["items"]["enum"] == ["none", "swimming", "diving", "hiking", "riding"]
    assert (schema["uniqueItems"], schema["maxItems"]) == (True, 2)
    assert schema["x-mumaris-excludes-others"] == ["none"]
    diving = next(one for one in schema["x-mumaris-options"] if one["code"] == "diving")
    assert diving["offered-when"] == 'place.region = "coast"'


def test_a_computed_choice_says_where_its_options_come_from(sara: Caller) -> None:
    schema = form_step(sara, "place")["schema"]["properties"]["place.site"]
    assert schema["x-mumaris-options-where"] == "option.region = place.region"


def test_a_question_says_what_it_offers_now(sara: Caller) -> None:
    reference = at_place(sara)
    answers = {"place__region": "coast", "place__activities": ["hiking", "diving"]}
    step = sara.save(reference, "place", **answers).json()["step"]
    assert question(step, "place.site")["offered"] == ["beach", "lagoon"]
    chosen = question(step, "place.activities")
    assert (chosen["value"], chosen["text"]) == (["diving", "hiking"], "hiking,diving")
    saved = sara.save(reference, "place", **answers, place__site="beach").json()
    assert saved["is_done"]


def test_a_code_that_is_not_offered_now_is_a_wrong_answer(sara: Caller) -> None:
    reference = at_place(sara)
    response = sara.save(
        reference, "place", place__region="desert", place__site="beach", place__activities=["none"]
    )
    assert codes(problem(response, 422, "wrong-answers")) == [
        ("/answers/place.site", "not-offered-now")
    ]


@pytest.mark.parametrize("sent", [["none", 1], [["none"]], {"none": True}])
def test_only_a_list_of_codes_is_several_choices(sara: Caller, sent: object) -> None:
    response = sara.save(at_place(sara), "place", place__activities=sent)
    assert codes(problem(response, 422, "wrong-body")) == [
        ("/answers/place.activities", "not-an-answer")
    ]


def test_one_choice_is_no_list(sara: Caller) -> None:
    response = sara.save(at_place(sara), "place", place__region=["coast"])
    assert codes(problem(response, 422, "wrong-body")) == [
        ("/answers/place.region", "not-several-choices")
    ]


# One fact from several fields, and partial dates -----------------------------------------------


def test_a_schema_says_which_fact_a_field_gives(sara: Caller) -> None:
    properties = form_step(sara, "licence")["schema"]["properties"]
    assert properties["licence.local_date"]["x-mumaris-gives"] == "licence.issue_date"
    assert "x-mumaris-gives" not in properties["licence.is_local"]


def test_a_schema_says_how_a_part_of_a_date_is_read(sara: Caller) -> None:
    properties = form_step(sara, "licence")["schema"]["properties"]
    month = properties["licence.foreign_month"]
    assert (month["x-mumaris-precision"], month["x-mumaris-reads-as"]) == ("month", "first_day")
    assert re.fullmatch(month["pattern"], "2024-03")
    assert "format" not in month


def test_a_month_is_kept_as_typed_and_read_as_a_day(sara: Caller) -> None:
    reference = at_place(sara)
    place = {"place__region": "coast", "place__site": "beach", "place__activities": ["none"]}
    assert sara.save(reference, "place", **place).status_code == 200
    saved = sara.save(
        reference, "licence", licence__is_local=False, licence__foreign_month="2024-03"
    ).json()
    month = question(saved["step"], "licence.foreign_month")
    assert (month["text"], month["value"]) == ("2024-03", "2024-03-01")
    assert saved["is_complete"]


def test_a_choice_that_waits_for_another_answer_is_not_required_by_the_schema(
    anybody: Caller,
) -> None:
    """A program that follows the schema could not save the answer that it waits for."""
    for step in anybody.get(f"/services/{camping.SERVICE}/form")["steps"]:
        schema = step["schema"]
        for name, one in schema["properties"].items():
            waits = "x-mumaris-options-where" in one
            assert not (waits and name in schema.get("required", [])), name
