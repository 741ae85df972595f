"""However a definition is broken, the answer is problems, and each points into its file."""

from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions.read import read_files, read_folder
from engine.definitions.source import parse
from engine.definitions.tree import spans
from engine.model.problem import DefinitionError, Problem, Span

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "definitions" / "good" / "base"
FOLDERS = [ROOT / "config", ROOT / "tests" / "fixtures" / "small-service", BASE]
Files = dict[PurePosixPath, bytes]
PIECES = [
    *"[]{}:,'\"#|>&*!%@-=<()\n\t",
    *(" ", "  ", ": ", "- ", " #x", "..", "null", "true", "1", "1.5", "2026-01-01", "P3M"),
    *("absent", "permit.zone", "resident.zone", "ar", "id", "group", "fields", "\u202e", "ب"),
]


@cache
def base() -> Files:
    return read_folder(BASE)


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


@st.composite
def broken_files(draw: st.DrawFn) -> Files:
    """The base with one or two edits: a piece put in, some characters or a line taken out."""
    files = dict(base())
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(sorted(files)))
        text = files[path].decode()
        at = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(["insert", "delete", "replace", "line", "repeat"])):
            case "insert":
                text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
            case "delete":
                text = text[:at] + text[at + draw(st.integers(1, 40)) :]
            case "replace":
                text = text[:at] + draw(st.sampled_from(PIECES)) + text[at + 3 :]
            case "line":
                lines = text.split("\n")
                del lines[at % len(lines)]
                text = "\n".join(lines)
            case _:
                lines = text.split("\n")
                lines.insert(at % len(lines), draw(st.sampled_from(lines)))
                text = "\n".join(lines)
        files[path] = text.encode()
    return files


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
