"""Problems as JSON and as SARIF."""

import json
from pathlib import Path, PurePosixPath

from engine.definitions.report import Format, render, to_json, to_sarif
from engine.model.problem import Edit, Problem, Span

PATH = PurePosixPath("services/permit.yaml")
FIRST = Problem(
    "D002", "key `a` appears twice", Span(PATH, 9, 3, 4), None, (("first", Span(PATH, 2, 3)),)
)
SECOND = Problem("D020", "step has no key `titel`", Span(PATH, 31, 1), "did you mean `title`?")


def test_text_is_what_authors_read_in_a_terminal() -> None:
    assert render([FIRST, SECOND], Format.TEXT) == (
        "services/permit.yaml:9:3: error[D002]: key `a` appears twice\n"
        "  services/permit.yaml:2:3: first\n"
        "services/permit.yaml:31:1: error[D020]: step has no key `titel`\n"
        "  hint: did you mean `title`?"
    )


def test_json_holds_every_part_of_a_problem() -> None:
    assert to_json([FIRST])["problems"] == [
        {
            "code": "D002",
            "severity": "error",
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
            "fix": [],
        }
    ]


def test_sarif_names_each_code_once_and_points_at_each_place() -> None:
    document = json.loads(render([FIRST, SECOND, SECOND], Format.SARIF))
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
    (run,) = json.loads(render([], Format.SARIF))["runs"]
    assert run["results"] == []
    assert to_sarif([])["version"] == "2.1.0"
    assert json.loads(render([], Format.JSON))["problems"] == []


def test_arabic_stays_readable_in_every_format() -> None:
    problem = Problem("D106", "the list has no code `الوسط`", Span(PATH, 1, 1))
    assert all("الوسط" in render([problem], format_) for format_ in Format)


def test_a_note_is_no_error_in_any_format() -> None:
    note = Problem("E436", "it is not settled", Span(PATH, 4, 2, 6))
    assert render([note], Format.TEXT).startswith("services/permit.yaml:4:2: note[E436]: ")
    assert '"severity": "note"' in render([note], Format.JSON)
    assert '"level": "note"' in render([note], Format.SARIF)
    assert render([note], Format.GITHUB).startswith("::notice ")


def test_a_workflow_finds_the_file_and_keeps_the_hint_on_one_line() -> None:
    assert render([FIRST, SECOND], Format.GITHUB, Path("config")) == (
        "::error file=config/services/permit.yaml,line=9,col=3,endColumn=4,title=D002::"
        "key `a` appears twice\n"
        "::error file=config/services/permit.yaml,line=31,col=1,title=D020::"
        "step has no key `titel`%0Ahint: did you mean `title`?"
    )


def test_signs_of_a_workflow_command_are_escaped() -> None:
    problem = Problem("D112", "50% of a:b, c", Span(PurePosixPath("a:b,c%.yaml"), 1, 1))
    assert render([problem], Format.GITHUB) == (
        "::error file=a%3Ab%2Cc%25.yaml,line=1,col=1,title=D112::50%25 of a:b, c"
    )


def test_a_fix_is_told_with_its_place() -> None:
    edit = Edit(Span(PATH, 31, 1, 6), "title")
    problem = Problem("D020", SECOND.message, edit.span, SECOND.hint, (), (edit,))
    (told,) = json.loads(render([problem], Format.JSON))["problems"]
    assert told["fix"] == [
        {
            "path": "services/permit.yaml",
            "line": 31,
            "column": 1,
            "end_column": 6,
            "text": "title",
        }
    ]
    (run,) = json.loads(render([problem], Format.SARIF))["runs"]
    (change,) = run["results"][0]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "title"}
    assert change["replacements"][0]["deletedRegion"]["endColumn"] == 6
