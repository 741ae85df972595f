"""Checks across answers, as a program meets them."""

from __future__ import annotations

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
