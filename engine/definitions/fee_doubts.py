"""Doubts about a fee schedule: somebody to whom no line applies, somebody who is charged twice.

Both are about persons who are eligible. *No line applies* is looked for from the day on which the
last of the lines begins: before it the schedule was another one. A schedule that leaves somebody
out on purpose says so, and whoever is exempt is left out on purpose.

*Charged twice*: two lines of one stage charge the same, by their label or by the value or table
that they read. Lines that add up on purpose have labels and amounts of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from engine.definitions.doubts import NOTE, Doubt
from engine.definitions.world import in_force
from engine.expressions import core
from engine.expressions.compiled import CompiledFee, CompiledRule
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.model.fee import FeeSchedule
from engine.model.problem import Problem
from engine.model.types import YES_NO


def fee_doubts(schedule: FeeSchedule, program: Program) -> Iterator[Doubt]:
    """Everything that is to be settled about the fees of a service."""
    eligible = tuple(_kept(entry) for entry in program.rules)
    is_for_all = any(
        entry.owed is None and entry.fee.effective_to is None for entry in program.fees
    )
    if program.fees and not is_for_all and not schedule.is_free_otherwise:
        yield _nothing_applies(schedule, program, eligible)
    for above, below in combinations(program.fees, 2):
        if above.fee.stage is below.fee.stage and _charge_the_same(above, below):
            yield _charged_twice(above, below, eligible)


def _nothing_applies(schedule: FeeSchedule, program: Program, eligible: tuple[Node, ...]) -> Doubt:
    begins = max(line.effective_from for line in schedule.lines)
    message = "it is not settled whether a fee line applies to everybody who is eligible"
    return Doubt(
        true=(*in_force(begins, None, schedule.span), *eligible),
        false=tuple(_applies(entry, entry.owed) for entry in program.fees),
        possible=Problem(
            "E434",
            "no fee line applies",
            schedule.span,
            "add a line for them, or write `otherwise: free` beside `lines`",
        ),
        undecided=Problem(NOTE, message, schedule.span),
        about=tuple(_applies(entry, entry.owed) for entry in program.fees),
    )


def _charge_the_same(above: CompiledFee, below: CompiledFee) -> bool:
    """Whether two lines speak of one charge; amounts written out may be equal by chance."""
    is_named = isinstance(above.amount, core.ValueRef | core.TableRef)
    is_same_amount = is_named and shape(above.amount) == shape(below.amount)
    return is_same_amount or above.fee.label == below.fee.label


def _charged_twice(above: CompiledFee, below: CompiledFee, eligible: tuple[Node, ...]) -> Doubt:
    lines = f"the fee lines `{above.fee.id}` and `{below.fee.id}`"
    related = (("the other line", above.fee.span),)
    return Doubt(
        true=(_applies(above, above.when), _applies(below, below.when), *eligible),
        false=(),
        possible=Problem(
            "E435",
            f"{lines} charge the same, and both apply",
            below.fee.span,
            "end the one that was replaced, make their conditions disjoint, or name them apart",
            related,
        ),
        undecided=Problem(NOTE, f"it is not settled whether {lines} both apply", below.fee.span),
        about=(_applies(above, above.when), _applies(below, below.when)),
    )


def _applies(entry: CompiledFee, when: Node | None) -> Node:
    """That a line is in force, and `when` holds."""
    fee = entry.fee
    bounds = in_force(fee.effective_from, fee.effective_to, fee.span)
    return core.And((*bounds, *(() if when is None else (when,))), YES_NO, fee.span)


def _kept(entry: CompiledRule) -> Node:
    """That a rule, where it is in force, is met."""
    rule = entry.rule
    bounds = in_force(rule.effective_from, rule.effective_to, rule.span)
    is_not_yet = core.Not(core.And(tuple(bounds), YES_NO, rule.span), YES_NO, rule.span)
    return core.Or((is_not_yet, entry.condition), YES_NO, rule.span)
