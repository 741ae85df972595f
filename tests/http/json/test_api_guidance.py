"""Guidance as a program meets it: declared in the form, said in the application, passed empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.http.json.programs import Caller, codes, problem
from tests.support import boating
from tests.support.portal import Site, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("boating"), boating.files()) as made:
        yield made


def test_the_form_has_each_paragraph_with_its_condition(sara: Caller) -> None:
    steps = sara.get("/services/boating/form")["steps"]
    route = next(one for one in steps if one["id"] == "route")
    assert route["kind"] == "guidance"
    assert route["schema"]["properties"] == {}
    assert [one["condition"] for one in route["says"]] == [
        'boat.kind = "sailing"',
        'boat.kind != "sailing"',
        "training.count > 0",
        "(boat.engine != null) and (boat.engine > 100)",
    ]
    assert route["says"][3]["look"] == "warning"
    assert route["says"][0]["words"]["en"].endswith("in the harbour of Not known yet")
    assert [one["id"] for one in route["says"][1]["citations"]] == ["parking-order"]


def test_an_application_says_what_holds_now_and_what_is_missing(sara: Caller) -> None:
    reference = sara.start("boating")
    route = sara.step(reference, "route")
    assert route["paragraphs"] == []
    (before,) = sara.step(reference, "before")["paragraphs"]
    assert before["leads_to"] == "mooring"
    assert {one["en"] for one in route["missing"]} >= {"Kind of boat"}
    assert sara.save(reference, "before").status_code == 200
    answers = {"boat__kind": "sailing", "boat__length": 9, "boat__engine": None}
    assert sara.save(reference, "boat", **answers).status_code == 200
    route = sara.step(reference, "route")
    assert [one["words"]["en"] for one in route["paragraphs"]] == [
        "Your test is a practical one, in the harbour of Zone A",
        "Your training lasts 6 months",
    ]
    assert [one["is_official"] for one in route["paragraphs"]] == [True, False]
    assert route["missing"] == []


def test_guidance_is_passed_by_saving_it_and_takes_no_answer(sara: Caller) -> None:
    reference = sara.start("boating", key="guidance-takes-none")
    refused = sara.save(reference, "before", boat__kind="sailing")
    assert codes(problem(refused, 422, "wrong-body")) == [("/answers/boat.kind", "unknown-field")]
    saved = sara.save(reference, "before")
    assert saved.status_code == 200
    assert saved.json()["step"]["is_done"]
