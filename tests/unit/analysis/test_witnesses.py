"""What is refuted of groups of any size by a few witnesses; what can be is never refuted."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from engine.analysis.meaning.meaning import ServiceMeaning
from engine.analysis.proofs import Prover
from engine.analysis.questions import Question, Verdict
from engine.model.types import DATE, YES_NO
from tests.support.compared import meaning, said
from tests.support.formulas import world_of
from tests.support.programs import WHOLE, AskedOf, program_of

FACTS = {"n": WHOLE, "a": YES_NO, "begun": DATE}
GROUPS = {
    "posts": {"start": AskedOf(DATE), "end": AskedOf(DATE.optional()), "hours": AskedOf(WHOLE)}
}
GAP = (
    "some p in posts satisfies p.hours + gap <= n and "
    "every q in posts satisfies q.hours >= p.hours + gap or q.hours <= p.hours"
)
FIRST, RISES = date(2020, 1, 1), date(2027, 1, 1)


def together(*conditions: str, false: str | None = None, most: int = 3) -> Question:
    rules = {f"r{at}": one for at, one in enumerate((*conditions, *((false,) if false else ())))}
    program = program_of(facts=FACTS, groups=GROUPS, rules=rules)
    nodes = tuple(entry.condition for entry in program.rules)
    world = world_of(program, most)
    if false is None:
        return Question(world, nodes)
    return Question(world, nodes[:-1], nodes[-1:])


def compared(old: dict[str, Any], new: dict[str, Any]) -> ServiceMeaning:
    shared = {"facts": FACTS, "groups": GROUPS}
    return meaning({**shared, **old}, {**shared, **new})


def gap_of(*steps: tuple[date, int]) -> dict[str, Any]:
    return {"gap": (WHOLE, dict(steps))}


@pytest.mark.parametrize(
    "conditions",
    [
        ("some p in posts satisfies p.hours > n", "every p in posts satisfies p.hours <= n"),
        (
            "some p in posts satisfies every q in posts satisfies q.hours <= p.hours",
            "every p in posts satisfies some q in posts satisfies q.hours > p.hours",
        ),
        (
            "every p in posts satisfies every q in posts satisfies p.hours = q.hours",
            "some p in posts satisfies p.hours = 1",
            "some p in posts satisfies p.hours = 2",
        ),
    ],
)
def test_what_cannot_be_is_refuted_however_many_items_there_are(
    conditions: tuple[str, ...],
) -> None:
    assert Prover().is_refuted(together(*conditions, most=1000))


LOOPS = (
    "some p in posts satisfies p.hours > n",
    "every p in posts satisfies p.hours > 3",
    "count(posts) > 1",
    "some p in posts satisfies p.end = null and p.hours > 1",
    "some p in posts satisfies every q in posts satisfies q.hours < p.hours + 2",
    "every p in posts satisfies some q in posts satisfies q.hours > p.hours or q.end = null",
    "a and (every p in posts satisfies p.start > begun)",
    "some p in posts satisfies p.start > begun and (some q in posts satisfies q.start < p.start)",
)


def test_what_can_be_is_never_refuted() -> None:
    """Of every two conditions, the one met and the other not: where the solver finds somebody with
    few items, there is somebody."""
    prover, refuted = Prover(), 0
    for first, second in product(LOOPS, repeat=2):
        question = together(first, false=second, most=2)
        if prover.is_refuted(question):
            refuted += 1
            assert prover.verdict(question) is Verdict.IMPOSSIBLE, (first, second)
    assert refuted >= len(LOOPS), "each excludes its own contrary"


# Rules that compare every item with every item --------------------------------------------------


def test_such_a_rule_that_is_written_otherwise_is_proved_to_be_the_same() -> None:
    other = GAP.replace("or q.hours <= p.hours", "or not(q.hours > p.hours)")
    values = gap_of((FIRST, 2))
    found = compared(
        {"rules": {"r": f"not({GAP})"}, "values": values},
        {"rules": {"r": f"not({other})"}, "values": values},
    )
    assert not found.is_alike
    assert found.is_same


def test_a_longer_limit_of_such_a_rule_is_told_and_all_else_is_refuted() -> None:
    rules = {"rules": {"r": f"not({GAP})"}}
    found = compared(
        {**rules, "values": gap_of((FIRST, 2))},
        {**rules, "values": gap_of((FIRST, 2), (RISES, 3))},
    )
    assert said(found) == ["outcome: ineligible -> eligible"]
    assert not found.unproved
