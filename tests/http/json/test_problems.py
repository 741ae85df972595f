"""Problem documents: every name has words, and a place on the page that its `type` leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.json.errors import fault_at
from api.problems import NAMES, Case, Declined, HttpProblem, problem_document, problem_of
from engine.model.words import Text
from engine.operations.results import NotOpen, NotThere, OutOfOrder
from engine.phrases import phrases
from tests.support.html import parse
from tests.support.portal import Site

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "guides" / "json-api.md"
SOURCES = sorted((ROOT / "api" / "json").glob("*.py"))
_CODE = re.compile(r"(?:fault_at\([^)]*?|Malformed\()\"([a-z0-9-]+)\"")


@pytest.mark.parametrize("name", NAMES)
def test_every_problem_has_words_in_both_languages(name: str) -> None:
    document = problem_document(HttpProblem(NAMES[name], case=case_of(name)), "https://a", "r")
    assert document["type"] == f"https://a/api/v1/problems#{name}"
    assert all(document["titles"].values())  # type: ignore[attr-defined]
    assert all(document["details"].values())  # type: ignore[attr-defined]


def case_of(name: str) -> Case | None:
    return Case(name) if name in set(Case) else None


def test_every_problem_has_a_place_on_the_page_that_its_type_leads_to(site: Site) -> None:
    page = parse(site.client.get("/api/v1/problems").text)
    anchors = {str(section.get("id")) for section in page.all("section")}
    assert anchors == set(NAMES)


def test_the_page_loads_nothing_from_elsewhere(site: Site) -> None:
    response = site.client.get("/api/v1/problems")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in response.text
    assert not re.search(r"""(?:src|href)=["']https?:""", response.text)


def test_every_problem_has_a_section_in_the_guide() -> None:
    rows = set(re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", GUIDE.read_text("utf-8"), re.MULTILINE))
    assert rows == {(name, str(status)) for name, status in NAMES.items()}


def test_every_error_of_a_body_has_words() -> None:
    asked = {
        code
        for file in (Path(__file__).parents[3] / "api" / "json").glob("*.py")
        for code in re.findall(
            r"(?:fault_at\([^)]*?|Malformed\()\"([a-z0-9-]+)\"", file.read_text()
        )
    }
    known = {name.removeprefix("problems.error-") for name in phrases() if "error-" in name}
    assert asked
    assert asked <= known
    assert fault_at("", "not-an-object").message == Text("أرسل كائن JSON", "send a JSON object")


@pytest.mark.parametrize(
    ("exception", "status", "name"),
    [
        (NotThere("x"), 404, "not-there"),
        (NotOpen("x"), 409, "not-open"),
        (OutOfOrder("b", "a"), 409, "out-of-order"),
        (Declined(Case.KEY_REUSED), 422, "key-reused"),
        (RuntimeError("a fault of ours"), 500, "ours"),
    ],
)
def test_an_exception_is_one_problem(exception: Exception, status: int, name: str) -> None:
    problem = problem_of(exception)
    assert (problem.status, problem.name) == (status, name)


def test_a_fault_of_ours_says_no_more_than_its_number() -> None:
    document = problem_document(problem_of(RuntimeError("secret")), "https://a", "r")
    assert "secret" not in str(document)
    assert document["request"] == "r"
