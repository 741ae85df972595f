"""What is said of tables of chance is what trying every combination finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from random import Random

from hypothesis import assume, given, settings

from engine.expressions.evaluate import Evaluation
from engine.model.rule import HitPolicy
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import ABSENT, State
from tests.support import chance
from tests.support.programs import COLOUR, TableOf, compiled, problems_of
from tests.support.programs import given as person

DAY = date(2026, 1, 31)
SMALL = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(3))
FACTS = {"n": SMALL, "m": SMALL, "opt": SMALL.optional(), "a": YES_NO, "colour": COLOUR}
INPUTS = {"n": "n", "sum": "n + m", "opt": "opt", "a": "a", "colour": "colour"}
CELLS = {
    "n": ("1", "feel:> m", "feel:<= m", "feel:[1..2]", "feel:< 2", "feel:= m, > 2"),
    "sum": ("feel:> 3", "feel:<= 3", "feel:[2..m]", "0"),
    "opt": ("absent", "feel:< 2", "feel:>= 2", "feel:> n"),
    "a": ("true", "false"),
    "colour": ("red", ("green", "blue")),
}


def table_of(random: Random) -> TableOf:
    names = random.sample(sorted(INPUTS), 2)
    rows = {
        f"r{at}": {name: random.choice(CELLS[name]) for name in names if random.random() < 0.8}
        for at in range(random.randint(2, 4))
    }
    policy = random.choice((HitPolicy.UNIQUE, HitPolicy.FIRST))
    inputs = {name: INPUTS[name] for name in names}
    return TableOf(inputs, rows, dict.fromkeys(rows, 1), policy=policy)


def everybody() -> Iterator[dict[str, State]]:
    numbers = [Decimal(number) for number in range(4)]
    known_or_absent: list[State] = [ABSENT, *numbers]
    codes = ("red", "green", "blue")
    for n, m, opt, a, colour in product(numbers, numbers, known_or_absent, (True, False), codes):
        yield {"n": n, "m": m, "opt": opt, "a": a, "colour": colour}


def expected(table: TableOf) -> set[str]:
    """The problems that there are, found by looking at everybody."""
    found: set[str] = set()
    alone = {
        row: TableOf(table.inputs, {row: cells}, {row: 1}, default=0)
        for row, cells in table.rows.items()
    }
    never = set(alone)
    program, _ = compiled(facts=FACTS, tables=alone)
    if program is None:  # a row alone has a problem: it never holds
        return {"skipped"}
    for facts in everybody():
        evaluation = Evaluation(program, person(**facts), DAY)
        held = [row for row in alone if evaluation.fact(row) == Decimal(1)]
        if not held:
            found.add("gap")
        if table.policy is HitPolicy.UNIQUE:
            found |= {f"{above} {below}" for above, below in combinations(held, 2)}
            never -= set(held)
        else:
            never -= set(held[:1])
    return found | never


@given(chance.RANDOMS)
@settings(max_examples=60, deadline=None)
def test_tables_of_chance(random: Random) -> None:
    table = table_of(random)
    wanted = expected(table)
    assume("skipped" not in wanted)
    said = set()
    for problem in problems_of(facts=FACTS, tables={"t": table}):
        names = [word.strip("`") for word in problem.message.split() if word.startswith("`r")]
        said.add(" ".join(names) if problem.code in {"E401", "E431"} else "gap")
        assert problem.code in {"E401", "E402", "E431"}, problem.render()
    assert said == wanted
