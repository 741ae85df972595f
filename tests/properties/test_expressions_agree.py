"""Both evaluators give one value for any expression of the language and any facts.

Source: design, section 5; the sizes are those that `make test-long` must reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from engine.expressions.code import compiled
from engine.expressions.compile import CompiledEvaluation
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.value import ABSENT, Facts, Fault, State, Unknown
from tests.support import expressions

EACH = 10  # expressions of one program


def programs(seeds: range) -> Iterator[tuple[Program, Random]]:
    for seed in seeds:
        random = Random(seed)
        program, _ = expressions.program(random, EACH)
        if program is not None:
            yield program, random


def fast(program: Program, facts: Facts) -> list[State]:
    """The value of each expression by the fast evaluator."""
    evaluation = CompiledEvaluation(program, facts, expressions.DAY)
    return [evaluation.value(one.body) for one in program.derived.values()]


def by_reference(program: Program, facts: Facts) -> list[State]:
    evaluation = Evaluation(program, facts, expressions.DAY)
    return [evaluation.value(one.body) for one in program.derived.values()]


def check(seeds: range, each: int) -> tuple[int, int]:
    """How many pairs of an expression and facts were compared, and how many had a known value."""
    pairs = known = 0
    for program, random in programs(seeds):
        compile_everything(program)
        for _ in range(each):
            facts = expressions.facts(random)
            ours, theirs = fast(program, facts), by_reference(program, facts)
            assert repr(ours) == repr(theirs)  # NaN is not equal to itself, and 1.0 is not 1.00
            pairs += len(ours)
            known += sum(is_settled(one) for one in ours)
    return pairs, known


def is_settled(state: State) -> bool:
    """Known, with all that it holds: an entry of a context has a state of its own."""
    return state is not ABSENT and not isinstance(state, Unknown | Fault | dict)


def compile_everything(program: Program) -> None:
    """Let the edition of the day hold the code of every expression, as if a rule read each."""
    edition = program.editions.on(expressions.DAY)
    edition.bind(compiled(program, (one.body for one in program.derived.values())))


def test_the_evaluators_agree_on_expressions_of_chance() -> None:
    pairs, known = check(range(250), each=8)
    assert pairs > 15_000
    assert known > pairs // 3


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_the_evaluators_agree_on_a_million_pairs(part: int) -> None:
    seeds = range(10_000 * (part + 1), 10_000 * (part + 1) + 640)
    pairs, _ = check(seeds, each=22)
    assert pairs > 125_000


def test_giving_what_is_unknown_never_changes_a_known_value() -> None:
    """Law 2, over the whole language."""
    settled = 0
    for program, random in programs(range(5_000, 5_120)):
        for _ in range(6):
            before = expressions.facts(random)
            after = expressions.completed(random, before)
            first, second = by_reference(program, before), by_reference(program, after)
            for one, other in zip(first, second, strict=True):
                if is_settled(one):
                    assert repr(one) == repr(other)
                    settled += 1
    assert settled > 1_000


def test_an_expression_over_any_facts_never_raises() -> None:
    for program, random in programs(range(7_000, 7_040)):
        for _ in range(5):
            strange = {name: random.choice(expressions.STRANGE) for name in program.facts}
            assert len(by_reference(program, strange)) == len(program.derived)
