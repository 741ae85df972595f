"""Exceptions to a value: two that hold at once and give different ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.analysis.proofs import Prover
from engine.definitions.doubts import settled
from engine.definitions.exception_doubts import exception_doubts
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived, CompiledException
from engine.expressions.core import Node
from engine.model.rule import Exceptional
from engine.model.types import NUMBER
from tests.support.formulas import AT, world_of
from tests.support.programs import WHOLE, WORDS, program_of

Case = tuple[str, str | None, str, int]  # id, over, condition, value


def told(*cases: Case) -> list[str]:
    """What is said of a value with these exceptions."""
    conditions = {f"c.{id_}": condition for id_, _, condition, _ in cases}
    program = program_of(facts={"n": WHOLE, "m": WHOLE}, derived=conditions)
    entry = program.derived[next(iter(conditions))]
    by_id = {id_: program.derived[f"c.{id_}"].body for id_, *_ in cases}

    def made(id_: str, over: str | None, value: int) -> CompiledException:
        exception = Exceptional(id_, WORDS, over, None, None, (), AT)  # type: ignore[arg-type]
        condition: Node = by_id[id_]
        if over is not None:
            condition = core.And((condition, by_id[over]), condition.type, AT)
        return CompiledException(exception, condition, core.Const(Decimal(value), NUMBER, AT))

    exceptions = tuple(made(id_, over, value) for id_, over, _, value in cases)
    whole = CompiledDerived(entry.derived, entry.body, exceptions)
    problems = settled(exception_doubts(whole), world_of(program), Prover())
    return [f"{problem.code} {problem.message}" for problem in problems]


def test_two_exceptions_that_hold_at_once_and_differ_are_told_by_an_example() -> None:
    assert told(("few", None, "n < 5", 1), ("many", None, "n + m > 3", 2)) == [
        (
            "E437 the exceptions `few` and `many` of `c.few` both hold and give different values"
            " for n = 0, m = 4"
        )
    ]


@pytest.mark.parametrize(
    "cases",
    [
        (("few", None, "n < 5", 1), ("many", None, "n >= 5", 2)),
        (("few", None, "n < 5", 1), ("many", None, "m > 3", 1)),
        (("few", None, "n < 5", 1), ("many", "few", "m > 3", 2)),
        # where both would hold an exception to one of them goes before
        (("few", None, "n < 5", 1), ("over", "few", "n > 2", 2), ("more", None, "n > 2", 2)),
    ],
)
def test_exceptions_that_exclude_agree_or_stand_over_one_another_are_none(
    cases: tuple[Case, ...],
) -> None:
    assert told(*cases) == []
