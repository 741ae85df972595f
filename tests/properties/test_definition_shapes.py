"""The fast acceptor and jsonschema agree about every shape, right or wrong."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from engine.definitions.acceptor import acceptor
from engine.definitions.places import kind_of
from engine.definitions.read import read_folder
from engine.definitions.schema import is_accepted, violations_of
from engine.definitions.source import parse
from tests.support.broken import BASE, Files, broken_files

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "definitions" / "bad"


def assert_agreement(files: Files) -> None:
    for path, content in files.items():
        kind, _ = kind_of(path)
        root, _ = parse(path, content)
        if kind is not None and root is not None:
            assert is_accepted(kind.value, root) is (not violations_of(kind.value, root)), path


@pytest.mark.parametrize(
    "folder",
    [ROOT / "config", BASE, *sorted(BAD.iterdir())],
    ids=lambda folder: folder.name,
)
def test_both_say_the_same_of_every_definition(folder: Path) -> None:
    assert_agreement(read_folder(folder))


@settings(max_examples=100)
@given(broken_files())
def test_both_say_the_same_of_a_definition_broken_at_random(files: Files) -> None:
    assert_agreement(files)


def test_a_keyword_that_the_acceptor_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="multipleOf"):
        acceptor({"type": "integer", "multipleOf": 5})
