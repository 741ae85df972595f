"""Tables of chance beside every fact that there can be: what is reported, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.problem import Problem
from engine.model.rule import Aggregation, HitPolicy
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import ABSENT, Facts, State, Unknown
from tests.support import chance
from tests.support.programs import COLOUR, TableOf, compiled

SMALL = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(3))
FACTS = {"n": SMALL, "colour": COLOUR.optional(), "a": YES_NO}
INPUTS = {"n": "n", "c": "colour", "a": "a"}
CELLS: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "n": ("feel:< 2", "feel:[1..2]", "feel:>= 2", "0", ("1", "3"), "feel:not(1)"),
    "c": ("red", ("green", "blue"), "absent", ("absent", "red"), 'feel:not("red")'),
    "a": ("true", "false"),
}
ORDER = (2, 0, 1)


def every_fact() -> Iterator[Facts]:
    colours: tuple[State, ...] = ("red", "green", "blue", ABSENT)
    for n, colour, a in product(range(4), colours, (True, False)):
        yield {"n": Decimal(n), "colour": colour, "a": a}


def table(random: Random, policy: HitPolicy) -> TableOf:
    """A table of two to four rows of constants, whose outputs are 0, 1 or 2."""
    names = [f"r{at}" for at in range(random.randint(2, 4))]
    rows = {
        name: {key: random.choice(CELLS[key]) for key in CELLS if random.random() < 0.6}
        for name in names
    }
    return TableOf(
        INPUTS,
        rows,
        {name: random.choice(ORDER) for name in names},
        default=random.choice((None, 0)),
        policy=policy,
        order={"result": ORDER} if policy.ranks_outputs else {},
    )


@cache
def made(seed: int, policy: HitPolicy) -> tuple[TableOf, Program | None, tuple[Problem, ...]]:
    one = table(Random(seed), policy)
    return one, *compiled(facts=FACTS, tables={"t": one})


def holding(seed: int, policy: HitPolicy, facts: Facts) -> list[Decimal]:
    """The outputs of all rows that hold, in the order of the file, each row decided alone."""
    one = table(Random(seed), policy)
    found = []
    for name in one.rows:
        if _holds(seed, name, tuple(facts.values())):
            output = one.outputs[name]
            assert isinstance(output, int)
            found.append(Decimal(output))
    return found


@cache
def _holds(seed: int, row: str, values: tuple[State, ...]) -> bool:
    return _alone(seed, row)(dict(zip(FACTS, values, strict=True)))


@cache
def _alone(seed: int, row: str) -> Callable[[Facts], bool]:
    """Whether a row holds, asked of a table that has no other."""
    cells = table(Random(seed), HitPolicy.UNIQUE).rows[row]
    one = TableOf(INPUTS, {row: cells}, {row: 1}, default=0)
    program, problems = compiled(facts=FACTS, tables={"t": one})
    assert program is not None, problems
    return lambda facts: Evaluation(program, facts, chance.DAY).fact("t") == Decimal(1)


SEEDS = st.integers(0, 400)
POLICIES = st.sampled_from(list(HitPolicy))


@given(SEEDS, POLICIES)
def test_what_is_reported_of_a_table_is_what_some_fact_shows(seed: int, policy: HitPolicy) -> None:
    one, _, problems = made(seed, policy)
    held = [holding(seed, policy, facts) for facts in every_fact()]
    wanted = set()
    if policy is HitPolicy.UNIQUE and any(len(outputs) > 1 for outputs in held):
        wanted.add("E401")
    if policy is HitPolicy.ANY and any(len(set(outputs)) > 1 for outputs in held):
        wanted.add("E410")
    if not policy.gives_list and one.default is None and not all(held):
        wanted.add("E402")
    found = {problem.code for problem in problems}
    assert found - {"E431"} == wanted  # rows that are never chosen: test_reach.py


@given(SEEDS, POLICIES)
def test_a_table_gives_what_the_rows_that_hold_say(seed: int, policy: HitPolicy) -> None:
    one, program, _ = made(seed, policy)
    if program is None:
        return
    for facts in every_fact():
        held = holding(seed, policy, facts)
        if not held and one.default is not None:
            held = [Decimal(0)]
        if policy.ranks_outputs:
            held.sort(key=lambda output: ORDER.index(int(output)))
        found = Evaluation(program, facts, chance.DAY).fact("t")
        assert found == (tuple(held) if policy.gives_list else held[0])


@given(SEEDS, st.sampled_from(list(Aggregation)))
def test_an_aggregate_is_that_of_the_list(seed: int, aggregate: Aggregation) -> None:
    one = table(Random(seed), HitPolicy.COLLECT)
    program, problems = compiled(
        facts=FACTS,
        tables={
            "t": TableOf(
                INPUTS, one.rows, one.outputs, policy=HitPolicy.COLLECT, aggregate=aggregate
            )
        },
    )
    assert program is not None, problems
    of: dict[Aggregation, Callable[[list[Decimal]], object]] = {
        Aggregation.SUM: lambda held: sum(held, Decimal(0)),
        Aggregation.MIN: lambda held: min(held, default=ABSENT),
        Aggregation.MAX: lambda held: max(held, default=ABSENT),
        Aggregation.COUNT: lambda held: Decimal(len(held)),
    }
    for facts in every_fact():
        held = holding(seed, HitPolicy.COLLECT, facts)
        assert Evaluation(program, facts, chance.DAY).fact("t") == of[aggregate](held)


@given(SEEDS, POLICIES, st.integers(0, 31), st.sets(st.sampled_from(sorted(FACTS))))
def test_what_is_known_of_a_table_is_what_every_completion_gives(
    seed: int, policy: HitPolicy, at: int, open_: set[str]
) -> None:
    _, program, _ = made(seed, policy)
    if program is None:
        return
    whole = list(every_fact())[at]
    part = {name: state for name, state in whole.items() if name not in open_}
    state = Evaluation(program, part, chance.DAY).fact("t")
    if not isinstance(state, Unknown):
        assert Evaluation(program, whole, chance.DAY).fact("t") == state
