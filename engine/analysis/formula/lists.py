"""Lists as terms: what may be in them, each with whether it is; and what is made of all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from engine.analysis.formula import arithmetic
from engine.analysis.formula.terms import Scaled, Slots, Term, merged_value
from engine.analysis.formula.truths import Truth, all_of, any_of, chosen
from engine.expressions.core import Aggregate, Comparison
from engine.model.types import Type


def listed(bodies: Sequence[tuple[Term, Truth]], is_blocked: Truth) -> Term:
    """A list of values, open where one that is in it is open or absent."""
    blocked = [all_of((has, body.is_blocking)) for body, has in bodies]
    held = tuple((body, has) for body, has in bodies if body.value is not None)
    return Term(Slots(held), False, any_of((is_blocked, *blocked)))


def gathered(
    aggregate: Aggregate, type_: Type, bodies: Sequence[tuple[Term, Truth]], is_blocked: Truth
) -> Term:
    """The count, sum, least or greatest of the values that are in a list."""
    blocked = [all_of((has, body.is_blocking)) for body, has in bodies]
    is_open = any_of((is_blocked, *blocked))
    values = [(body.value, has) for body, has in bodies if body.value is not None]
    match aggregate:
        case Aggregate.COUNT:
            truths = [(arithmetic.as_truth(body), has) for body, has in bodies]
            counted = [chosen(all_of((has, truth.is_true)), 1, 0) for truth, has in truths]
            return Term(Scaled(sum(counted), 0, len(counted)), False, is_open)
        case Aggregate.SUM:
            total = arithmetic.zero(type_)
            for value, has in values:
                added = arithmetic.total(total, value, 1)
                total = merged_value(has, added, total)
            return Term(total, False, is_open)
        case Aggregate.MIN | Aggregate.MAX:
            is_least = aggregate is Aggregate.MIN
            best = arithmetic.best(Comparison.LT if is_least else Comparison.GT, values)
            return Term(best.value, best.is_absent, is_open)
        case _:
            assert_never(aggregate)
