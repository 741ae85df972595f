"""Fee lines of one decision: what is charged, what it comes to, and how.

Amounts are whole minor units of one currency, so sums are exact. How lines are put together was
settled when the rules were compiled (`engine.definitions.fees`); here they are evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.decide.trace import Tracer
from engine.expressions.compiled import CompiledFee, CompiledPart
from engine.expressions.core import Node
from engine.expressions.edition import Edition, Standing
from engine.expressions.kleene import Truth
from engine.expressions.program import Program
from engine.model.decision import ContainedVat, FeeLine
from engine.model.fee_part import FeePart
from engine.model.later import Later
from engine.model.money import Money
from engine.model.value import UNKNOWN, Fault, State, Unknown


def fee_lines(edition: Edition, tracer: Tracer) -> tuple[FeeLine, ...]:
    """The lines that are charged, or may be."""
    lines = (_fee_line(one, tracer) for one in edition.fees)
    return tuple(line for line in lines if line is not None)


def _fee_line(one: Standing[CompiledFee], tracer: Tracer) -> FeeLine | None:
    """The line, or None when it is known not to be charged."""
    entry, evaluation = one.entry, tracer.evaluation
    charged: Truth = True if entry.when is None else evaluation.truth(entry.when)
    if charged is False:
        return None
    return FeeLine(
        id=entry.fee.id,
        stage=entry.fee.stage,
        amount=as_amount(evaluation.value(entry.amount)) if charged is True else charged,
        cite=entry.fee.cite,
        is_official=one.official.holds(evaluation.rows),
        used=Later(tracer.used, entry.amount_reads),
        is_charged=charged,
        parts=Later(_parts, entry.parts, tracer) if entry.parts else (),
    )


def as_amount(state: State) -> Money | Unknown | Fault:
    return state if isinstance(state, Money | Unknown | Fault) else UNKNOWN


def _parts(parts: tuple[CompiledPart, ...], tracer: Tracer) -> tuple[FeePart, ...]:
    return tuple(_part(part, tracer) for part in parts if _is_so(part.applies, tracer))


def _part(part: CompiledPart, tracer: Tracer) -> FeePart:
    return FeePart(
        kind=part.kind,
        amount=_state(part.amount, tracer),
        base=_state(part.base, tracer),
        factor=_state(part.factor, tracer),
        names=tuple(name for name, meant in part.names if _is_so(meant, tracer)),
        rounding=part.rounding,
        cite=part.cite,
        reads=tuple((fact.name, tracer.evaluation.value(fact)) for fact in part.reads.facts),
        used=tracer.used(part.reads),
    )


def _is_so(node: Node | None, tracer: Tracer) -> bool:
    return node is None or tracer.evaluation.truth(node) is True


def _state(node: Node | None, tracer: Tracer) -> State | None:
    return None if node is None else tracer.evaluation.value(node)


def contained_vat(
    program: Program, lines: Sequence[FeeLine], tracer: Tracer
) -> tuple[ContainedVat, ...]:
    """The tax in the lines of each stage that has any."""
    return tuple(_contained_vat(program, lines, tracer))


def _contained_vat(
    program: Program, lines: Sequence[FeeLine], tracer: Tracer
) -> Iterator[ContainedVat]:
    charged = {line.stage for line in lines}
    for one in program.contained_vat:
        if one.stage in charged:
            yield ContainedVat(
                stage=one.stage,
                rate=tracer.evaluation.value(one.rate),
                amount=as_amount(tracer.evaluation.value(one.amount)),
                cite=one.vat.cite,
                used=tracer.used(one.reads),
            )
