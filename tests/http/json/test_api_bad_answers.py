"""Bad answers of every type by the API: each with its code, and words in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.definitions.read import read_folder
from engine.model.service import FieldType
from tests.http.json.programs import Caller, problem
from tests.support.bad_answers import CASES, FILES, Refused, asked
from tests.support.portal import Site, serving

TYPED = [name for name in CASES if asked(name).type is not FieldType.FILE]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("bad-answers"), read_folder(FILES)) as made:
        yield made


@pytest.mark.parametrize("name", TYPED)
def test_a_bad_answer_has_its_code_and_words(sara: Caller, name: str) -> None:
    reference = sara.start("survey", key=f"bad-answers-of-{name}")
    for fault, texts in CASES[name].items():
        for text, wanted in texts.items():
            response = sara.save(reference, "questions", **{name: text})
            if "\x00" in text:
                assert response.status_code == 400, (fault, text)  # no JSON of ours
                continue
            errors = problem(response, 422, "wrong-answers")["errors"]
            found = [one for one in errors if one["field"] == name]
            codes = [one["code"] for one in found]
            assert codes == ([wanted] if isinstance(wanted, Refused) else []), (fault, text)
            assert all(one["message"]["ar"] and one["message"]["en"] for one in found)


def test_a_file_is_no_answer(sara: Caller) -> None:
    reference = sara.start("survey", key="bad-answers-of-a-file")
    response = sara.save(reference, "questions", **{"survey.paper": "scan.pdf"})
    assert [one["code"] for one in problem(response, 422, "wrong-body")["errors"]] == ["is-a-file"]


@pytest.mark.parametrize("name", ["resident.name", "decision_date", "survey.zone.x", "accepted"])
def test_what_the_step_does_not_ask_is_refused(sara: Caller, name: str) -> None:
    reference = sara.start("survey", key="bad-answers-of-nobody")
    response = sara.save(reference, "questions", **{name: "1/1/2030"})
    errors = problem(response, 422, "wrong-body")["errors"]
    assert [one["code"] for one in errors] == ["unknown-field"]
