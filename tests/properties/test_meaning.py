"""Never a wrong "no change": whoever is decided differently is in a cell, on its days, in a region.

Two versions of a small service, of chance; everybody there can be is decided by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings

from engine.analysis.meaning.decisions import found
from engine.analysis.meaning.meaning import ServiceMeaning
from engine.decide.decision import decide
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import ABSENT, State
from tests.support import chance
from tests.support.compared import is_told, meaning
from tests.support.programs import COLOUR, DocumentOf, FeeOf, RuleOf, TableOf, compiled
from tests.support.programs import given as person

SMALL = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(3))
FACTS = {"n": SMALL, "m": SMALL, "opt": SMALL.optional(), "a": YES_NO, "colour": COLOUR}
CHANGES = (date(2026, 3, 1), date(2027, 1, 1))
DAYS = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 31), CHANGES[1])
ATOMS = (
    "n >= limit",
    "n < 2",
    "m > n",
    "n + m <= limit",
    "a",
    "not(a)",
    'colour = "red"',
    'colour in ("red", "green")',
    "opt = null or opt > 1",
    "opt != null and opt <= limit",
    "few",
    "t > 2",
    'decision_date >= @"2026-12-31"',
)


def condition(random: Random, depth: int = 2) -> str:
    if depth == 0 or random.random() < 0.3:
        return random.choice(ATOMS)
    joint = random.choice((" and ", " or "))
    return f"({joint.join(condition(random, depth - 1) for _ in range(2))})"


def parts_of(random: Random) -> dict[str, Any]:
    steps: dict[date, int | None] = {date(2020, 1, 1): random.randint(0, 3)}
    steps |= {day: random.randint(0, 3) for day in CHANGES if random.random() < 0.5}
    if random.random() < 0.3:
        steps[random.choice(CHANGES)] = None  # whoever reads it is undecided from then on
    rows = {"x": {"n": "feel:< 2"}, "y": {"n": "feel:>= 2"}}
    return {
        "facts": FACTS,
        "values": {"limit": (SMALL, steps)},
        "derived": {"few": random.choice(("n < limit", "m < 2 or a"))},
        "tables": {"t": TableOf({"n": "n"}, rows, {"x": random.randint(1, 4), "y": 3})},
        "rules": {
            name: RuleOf(condition(random), first=random.choice((date(2020, 1, 1), CHANGES[0])))
            for name in ("r", "s")
        },
        "documents": {"d": DocumentOf(when=condition(random))},
        "fees": {
            "f": FeeOf(
                f'if {condition(random, 1)} then money("{random.randint(1, 3)}.00 SAR") '
                'else money("2.00 SAR")',
                when=condition(random, 1),
            )
        },
    }


def versions(random: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two versions that differ in one or two parts, or are written differently all over."""
    old, other = parts_of(random), parts_of(random)
    new = dict(old)
    for name in random.sample(sorted(set(old) - {"facts"}), random.randint(1, 2)):
        new[name] = other[name]
    if random.random() < 0.3:  # one rule of the two, so that the other is shared
        new = {**old, "rules": {**old["rules"], "s": RuleOf(condition(random))}}
    if random.random() < 0.3:  # the same said otherwise
        first = old["rules"]["r"]
        new["rules"] = {**old["rules"], "r": RuleOf(f"not(not({first.condition}))", first.first)}
    return old, new


def everybody() -> Iterator[dict[str, State]]:
    numbers = [Decimal(number) for number in range(4)]
    optional: list[State] = [ABSENT, *numbers]
    codes = ("red", "green", "blue")
    for n, m, opt, a, colour in product(numbers, numbers, optional, (True, False), codes):
        yield {"n": n, "m": m, "opt": opt, "a": a, "colour": colour}


def check(random: Random, share: float) -> None:
    old, new = versions(random)
    programs = compiled(**old)[0], compiled(**new)[0]
    before, now = programs
    assume(before is not None and now is not None)
    assert before is not None
    assert now is not None
    said = meaning(old, new)
    for facts in everybody():
        if random.random() > share:
            continue
        for day in DAYS:
            whole = person(**facts)
            decided = decide(before, whole, day, ""), decide(now, whole, day, "")
            for aspect in said.aspects:
                differs = found(aspect, *decided)
                if differs is not None:
                    assert not said.is_same, (facts, day, aspect)
                    assert _is_reported(said, aspect, differs, whole, day), (facts, day, aspect)


def _is_reported(said: ServiceMeaning, aspect: Any, differs: Any, facts: Any, day: date) -> bool:
    of_it = (one for one in said.unproved if one.aspect is aspect)
    if any((one.was, one.becomes) == differs for one in of_it):
        return True
    return any(
        cell.aspect is aspect
        and (cell.was, cell.becomes) == differs
        and is_told(said, cell, facts, day)
        for cell in said.cells
    )


@given(chance.RANDOMS)
@settings(max_examples=8, deadline=None)
def test_whoever_is_decided_differently_is_told(random: Random) -> None:
    check(random, 0.1)


@pytest.mark.long
@given(chance.RANDOMS)
@settings(max_examples=60, deadline=None)
def test_nobody_is_decided_differently_who_is_not_told(random: Random) -> None:
    check(random, 1.0)
