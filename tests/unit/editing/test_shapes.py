"""Which keys, and which words of a closed choice, an editor is offered at the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence
from engine.editing.shapes import Shape, shape_at

SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"
SERVICE = "services/parking-permit.yaml"
RULES = "rules/parking-permit.yaml"
STEP = "steps:\n  - id: home\n    "
FIELD = "steps:\n  - id: home\n    fields:\n      - {id: rooms, "


def shape(path: str, text: str) -> Shape:
    """What is offered at the mark `|` of a file."""
    lines = text.split("\n")
    number = next(at for at, line in enumerate(lines) if "|" in line)
    column = lines[number].index("|")
    lines[number] = lines[number].replace("|", "", 1)
    return shape_at(PurePosixPath(path), lines, number, column)


def offered(path: str, text: str) -> list[str]:
    return [one.text for one in shape(path, text).offers]


def keys_of(node: Node) -> Iterator[Scalar]:
    match node:
        case Mapping(entries):
            for entry in entries.values():
                yield entry.key
                yield from keys_of(entry.value)
        case Sequence(items):
            for item in items:
                yield from keys_of(item)
        case Scalar():
            pass


def test_every_key_of_a_service_is_offered_where_it_stands() -> None:
    path = PurePosixPath(SERVICE)
    content = (SMALL / path).read_bytes()
    lines = content.decode().split("\n")
    root, _ = parse(path, content)
    assert root is not None
    for key in keys_of(root):
        at = shape_at(path, lines, key.span.line - 1, key.span.column - 1)
        assert key.text in {one.text for one in at.offers}, str(key.span)


def test_a_key_says_what_it_is_and_whether_it_is_needed() -> None:
    keys = {one.text: one for one in shape(SERVICE, "format: 1\n|").offers}
    assert "format" not in keys
    assert keys["title"].detail == "text in two languages, needed"
    about = "What people call the service.\n\nas in `{ar: عنوان, en: Title}`"
    assert keys["title"].about == about
    assert keys["title"].rank < keys["topic"].rank
    assert keys["title"].typed == "title: "


def test_before_a_colon_only_the_word_is_written() -> None:
    assert {one.typed for one in shape(SERVICE, "ti|: {ar: س, en: s}").offers} == {None}


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        (STEP + "|", {"kind", "fields"}, {"group", "use", "id"}),
        (STEP + "kind: group\n    |", {"fields", "group"}, {"declaration", "shows"}),
        ("steps:\n  - |", {"id", "use"}, {"steps"}),
        (FIELD + "type: number, |", {"unit", "range"}, {"max_length", "type"}),
        (FIELD + "type: text, |}", {"max_length"}, {"unit"}),
        (FIELD + "type: text, |}\n  - id: next", {"max_length"}, {"unit"}),
        (STEP + "shown_when:\n      |", {"all", "any", "none"}, {"condition"}),
        (STEP + "shown_when:\n      any: [a]\n      |", set(), {"none", "any"}),
        ("kind: record\n|", {"sections"}, {"steps"}),
    ],
)
def test_what_is_written_beside_it_says_which_keys_there_are(
    text: str, some: set[str], none: set[str]
) -> None:
    found = set(offered(SERVICE, text))
    assert some <= found
    assert not none & found


def test_what_cannot_be_read_below_takes_nothing_away() -> None:
    assert "title" in offered(SERVICE, "format: 1\n|\nsteps: [{")


def test_words_of_a_closed_choice_are_offered_as_values() -> None:
    assert offered(SERVICE, STEP + "kind: |")[:2] == ["fields", "declaration"]
    assert offered(SERVICE, "ineligible_may_submit: |") == ["true", "false"]
    assert "friday" in offered("portal.yaml", "weekend: [saturday, |]")


def test_a_clause_may_be_a_key_or_a_condition() -> None:
    clause = shape(RULES, "rules:\n  - id: lives-here\n    all:\n      - |")
    assert {"label", "condition"} <= {one.text for one in clause.offers}
    assert not clause.is_whole


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (RULES, "rules:\n  - id: lives-here\n    condition: |"),
        (RULES, "rules:\n  - cite: [|"),
        (RULES, "values:\n  |"),
        (SERVICE, "title: {ar: س, en: a, b|"),
        (SERVICE, "# a remark: |"),
        (SERVICE, "kind: &a\n|"),
        ("elsewhere.yaml", "|"),
    ],
)
def test_where_the_schema_names_nothing_nothing_is_offered(path: str, text: str) -> None:
    assert shape(path, text) == Shape()
