"""No change is silent: whatever differs between two configurations is told, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.changes import Change, changes_of
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.model.problem import DefinitionError
from tests.support.configuration import configuration
from tests.support.leaves import Leaf, leaves

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests" / "definitions" / "good"
FOLDERS = sorted(GOOD.iterdir())
TODAY = date(2026, 11, 23)
assert FOLDERS, "an empty folder must not pass"


@cache
def catalogue_of(name: str) -> Catalogue:
    return read_files(read_folder(GOOD / "base") | read_folder(GOOD / name))


@cache
def base_leaves() -> tuple[Leaf, ...]:
    return tuple(leaves(catalogue_of("base")))


def told(old: Catalogue, new: object) -> tuple[Change, ...]:
    assert isinstance(new, Catalogue)
    return changes_of(old, new, today=TODAY)


def is_said(change: Change) -> bool:
    """Whether a change has its two sentences, and no name of Python's in them."""
    texts = (change.sentence, *change.details)
    return all(text.ar and text.en and "object at 0x" not in text.en for text in texts)


def silent_or_unsaid(old: Catalogue, leaf: Leaf) -> bool:
    """Whether nothing is told, or by the name of an attribute that has no words of its own."""
    changes = told(old, leaf.changed)
    wordless = f": `{leaf.where[1]}`"
    is_wordless = any(wordless in change.sentence.en for change in changes)
    return not changes or is_wordless or not all(map(is_said, changes))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_configuration_is_the_same_as_itself(folder: Path) -> None:
    files = read_folder(GOOD / "base") | read_folder(folder)
    assert changes_of(read_files(files), read_files(files), today=TODAY) == ()


def test_no_leaf_of_a_catalogue_changes_in_silence() -> None:
    old = catalogue_of("base")
    assert [leaf.path for leaf in base_leaves() if silent_or_unsaid(old, leaf)] == []


def one_of_each(catalogue: Catalogue, known: set[tuple[str, str]]) -> Iterator[Leaf]:
    """The first leaf of each attribute of each class that is not known yet."""
    for leaf in leaves(catalogue):
        if leaf.where not in known:
            known.add(leaf.where)
            yield leaf


def test_no_attribute_of_any_feature_changes_in_silence() -> None:
    known = {leaf.where for leaf in base_leaves()}
    silent = [
        f"{folder.name}: {leaf.path}"
        for folder in FOLDERS
        for leaf in one_of_each(catalogue_of(folder.name), known)
        if silent_or_unsaid(catalogue_of(folder.name), leaf)
    ]
    assert silent == []


def alone(whole: Catalogue) -> Iterator[Catalogue]:
    """Each service with its rules and nothing else, and everything that is of no service."""
    nothing = replace(whole, services={}, records={}, lookups={}, rule_sets={}, scenarios=())
    yield nothing
    for one in whole.listed:
        yield replace(
            nothing,
            services={id: held for id, held in whole.services.items() if id == one.id},
            records={id: held for id, held in whole.records.items() if id == one.id},
            lookups={id: held for id, held in whole.lookups.items() if id == one.id},
            rule_sets={one.rules: whole.rule_sets[one.rules]},
            scenarios=tuple(held for held in whole.scenarios if held.service == one.id)[:1],
            lists={},
            registers={},
            sources={},
            people={},
            staff={},
        )


@pytest.mark.long
def test_no_attribute_of_the_services_changes_in_silence() -> None:
    known: set[tuple[str, str]] = set()
    unsaid = [
        leaf.path
        for catalogue in alone(configuration())
        for leaf in one_of_each(catalogue, known)
        if silent_or_unsaid(catalogue, leaf)
    ]
    assert unsaid == []


# What is written ------------------------------------------------------------------------

FILES = read_folder(GOOD / "base")
RULES = PurePosixPath("rules/permit.yaml")


def with_text(path: PurePosixPath, text: str) -> Catalogue:
    return read_files({**FILES, path: text.encode()})


@pytest.mark.parametrize("path", sorted(FILES), ids=str)
def test_layout_and_comments_change_nothing(path: PurePosixPath) -> None:
    """The keys of the file in the opposite order, with comments and empty lines between them."""
    blocks = re.split(r"(?m)^(?=\w)", FILES[path].decode())
    text = "\n# another hand\n\n".join(block.rstrip() for block in (blocks[0], *blocks[:0:-1]))
    assert len(blocks) > 1
    assert text != FILES[path].decode()
    assert changes_of(catalogue_of("base"), with_text(path, text), today=TODAY) == ()


def test_white_space_and_comments_in_a_condition_change_nothing() -> None:
    old = "all:\n      - resident.cars < permit_limit\n"
    new = "all:\n      - |\n        resident.cars  // of any kind\n          <   permit_limit\n"
    text = FILES[RULES].decode()
    assert old in text
    assert changes_of(catalogue_of("base"), with_text(RULES, text.replace(old, new))) == ()


@given(data=st.data())
@settings(max_examples=40)
def test_any_word_of_the_rules_that_is_typed_anew_is_told(data: st.DataObject) -> None:
    lines = FILES[RULES].decode().splitlines()
    at = data.draw(st.integers(2, len(lines) - 1))
    words = lines[at].split(" ")
    word = data.draw(st.integers(0, len(words) - 1))
    typed = data.draw(st.sampled_from(["2027-05-01", "3", "north", "permit_limit", "any", "x"]))
    words[word] = typed
    text = "\n".join([*lines[:at], " ".join(words), *lines[at + 1 :]])
    try:
        new = with_text(RULES, text)
    except DefinitionError:
        return
    if "#" not in lines[at] and text.split() != FILES[RULES].decode().split():
        assert changes_of(catalogue_of("base"), new, today=TODAY) != ()
