"""However a definition is broken, the answer is problems, and each points into its file."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from engine.definitions.read import read_files, read_folder
from engine.definitions.source import parse
from engine.definitions.tree import spans
from engine.model.problem import DefinitionError, Problem, Span
from tests.support.broken import BASE, Files, broken_files

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
FOLDERS = [ROOT / "config", FIXTURES / "small-service", FIXTURES / "two-parents", BASE]


def is_inside(span: Span, files: Files) -> bool:
    """On a line of the file, or at its end; a file that is missing has a place of its own."""
    if span.path not in files:
        return (span.line, span.column) == (1, 1)
    lines = files[span.path].decode().split("\n")
    if not 1 <= span.line <= len(lines):
        return False
    return 1 <= span.column <= max(span.column, span.end_column) <= len(lines[span.line - 1]) + 1


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_key_and_value_has_a_place_inside_its_file(folder: Path) -> None:
    files = read_folder(folder)
    for path, content in files.items():
        root, problems = parse(path, content)
        assert root is not None, problems
        assert all(is_inside(span, files) for span in spans(root))


def problems_of(files: Files) -> tuple[Problem, ...]:
    try:
        read_files(files)
    except DefinitionError as error:
        return error.problems
    return ()


@settings(max_examples=150)
@given(broken_files())
def test_a_broken_definition_gives_problems_inside_its_files(files: Files) -> None:
    """And never another exception, whatever is broken."""
    for problem in problems_of(files):
        places = [problem.span, *(span for _, span in problem.related)]
        assert all(is_inside(span, files) for span in places), problem.render()


@settings(max_examples=25)
@given(broken_files())
def test_the_problems_of_a_broken_definition_are_always_the_same(files: Files) -> None:
    backwards = dict(sorted(files.items(), reverse=True))
    assert problems_of(files) == problems_of(backwards)


@pytest.mark.long
@settings(max_examples=5000)
@given(broken_files())
def test_five_thousand_broken_definitions_give_problems_inside_their_files(files: Files) -> None:
    for problem in problems_of(files):
        places = [problem.span, *(span for _, span in problem.related)]
        assert all(is_inside(span, files) for span in places), problem.render()
