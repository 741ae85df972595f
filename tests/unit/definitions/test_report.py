"""Problems as JSON and as SARIF."""

import json
from pathlib import PurePosixPath

from engine.definitions.report import render, to_json, to_sarif
from engine.model.problem import Problem, Span

PATH = PurePosixPath("services/permit.yaml")
FIRST = Problem(
    "D002", "key `a` appears twice", Span(PATH, 9, 3, 4), None, (("first", Span(PATH, 2, 3)),)
)
SECOND = Problem("D020", "step has no key `titel`", Span(PATH, 31, 1), "did you mean `title`?")


def test_text_is_what_authors_read_in_a_terminal() -> None:
    assert render([FIRST, SECOND], "text") == (
        "services/permit.yaml:9:3: error[D002]: key `a` appears twice\n"
        "  services/permit.yaml:2:3: first\n"
        "services/permit.yaml:31:1: error[D020]: step has no key `titel`\n"
        "  hint: did you mean `title`?"
    )


def test_json_holds_every_part_of_a_problem() -> None:
    assert to_json([FIRST])["problems"] == [
        {
            "code": "D002",
            "message": "key `a` appears twice",
            "path": "services/permit.yaml",
            "line": 9,
            "column": 3,
            "end_column": 4,
            "hint": None,
            "related": [
                {
                    "note": "first",
                    "path": "services/permit.yaml",
                    "line": 2,
                    "column": 3,
                    "end_column": 3,
                }
            ],
        }
    ]


def test_sarif_names_each_code_once_and_points_at_each_place() -> None:
    document = json.loads(render([FIRST, SECOND, SECOND], "sarif"))
    (run,) = document["runs"]
    assert document["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["D002", "D020"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 1]
    first, second, _ = run["results"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 9, "startColumn": 3, "endColumn": 4}
    assert first["relatedLocations"][0]["message"]["text"] == "first"
    assert second["message"]["text"] == "step has no key `titel`. Hint: did you mean `title`?"
    assert "endColumn" not in second["locations"][0]["physicalLocation"]["region"]


def test_no_problems_are_an_empty_run() -> None:
    (run,) = json.loads(render([], "sarif"))["runs"]
    assert run["results"] == []
    assert to_sarif([])["version"] == "2.1.0"
    assert json.loads(render([], "json"))["problems"] == []


def test_arabic_stays_readable_in_every_format() -> None:
    problem = Problem("D106", "the list has no code `الوسط`", Span(PATH, 1, 1))
    assert all("الوسط" in render([problem], format_) for format_ in ("text", "json", "sarif"))
