"""Whoever is asked for a document of another item than before is told, or named as not proved.

Two versions of a document, of chance, that is asked once or for each item of a group; everybody
with a few items is decided by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations_with_replacement, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from engine.analysis.meaning.decisions import found
from engine.analysis.questions import World
from engine.decide.decision import decide
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import Facts, Items, State
from tests.support import chance
from tests.support.compared import is_told, meaning, world
from tests.support.programs import FIRST_DAY, DocumentOf
from tests.support.programs import given as person

SMALL = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(2))
POSTS = Type(Kind.GROUP, fields=(("n", SMALL), ("a", YES_NO)), most=2)
LAPSES = date(2027, 1, 1)
DAYS = (date(2026, 6, 1), LAPSES)
ALWAYS = "p.n >= 0"
ATOMS = (
    "p.a",
    "p.n > 0",
    "p.n >= limit",
    "(p.a or limit > 1)",
    "every q in posts satisfies q.n <= p.n",
)


def document(random: Random) -> DocumentOf:
    if random.random() < 0.2:
        return DocumentOf(when=random.choice(("count(posts) > 0", "m > 0", None)))
    joint = random.choice((" and ", " or "))
    condition = random.choice((ALWAYS, joint.join(random.sample(ATOMS, 2))))
    return DocumentOf(when=condition, for_each=random.choice(("posts", "posts", "posts", "more")))


def version(random: Random, **values: Any) -> dict[str, Any]:
    return {
        "facts": {"posts": POSTS, "more": POSTS, "m": SMALL},
        "documents": {"d": document(random)},
        "sizes": {"posts": (1, 2), "more": (1, 2)},
        **values,
    }


def everybody() -> Iterator[dict[str, State]]:
    items: list[dict[str, State]] = [
        {"n": Decimal(n), "a": a} for n, a in product((0, 2), (True, False))
    ]
    lists = [[one] for one in items] + [
        list(two) for two in combinations_with_replacement(items, 2)
    ]
    for posts, more in product(lists, ([items[0]], [items[0], items[3]])):
        yield {"posts": Items(tuple(posts)), "more": Items(tuple(more)), "m": Decimal(0)}


def check(random: Random) -> None:
    steps = {FIRST_DAY: random.randint(0, 2), LAPSES: random.choice((None, 1))}
    values = {"values": {"limit": (SMALL, steps)}}
    old, new = version(random, **values), version(random, **values)
    said = meaning(old, new)
    before, now = world(**old), world(**new)
    for facts in everybody():
        whole = person(**facts)
        for day in DAYS:
            _is_told_of(said, (before, now), whole, day)


def _is_told_of(said: Any, worlds: tuple[World, World], facts: Facts, day: date) -> None:
    decided = tuple(decide(one.program, facts, day, "") for one in worlds)
    for aspect in said.aspects:
        differs = found(aspect, *decided)
        if differs is not None:
            left = [(one.was, one.becomes) for one in said.unproved if one.aspect is aspect]
            cells = (one for one in said.cells if one.aspect is aspect)
            assert not said.is_same
            assert differs in left or any(
                (one.was, one.becomes) == differs and is_told(said, one, facts, day)
                for one in cells
            ), (facts, day, aspect)


@given(chance.RANDOMS)
@settings(max_examples=6, deadline=None)
def test_whoever_is_asked_for_another_item_is_told(random: Random) -> None:
    check(random)


@pytest.mark.long
@given(chance.RANDOMS)
@settings(max_examples=60, deadline=None)
def test_nobody_is_asked_for_another_item_who_is_not_told(random: Random) -> None:
    check(random)
