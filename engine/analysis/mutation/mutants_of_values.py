"""Mutants of what tables and dated values give.

Neighbouring rows swap what they give, a row loses a cell; a dated value is a step more, or begins a
day earlier or later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from engine.analysis.mutation.mutant import Asked, Mutant, differing, read_by_scenarios
from engine.analysis.mutation.node_changes import changes_of
from engine.expressions import core
from engine.expressions.compiled import CompiledOutput, CompiledRow, CompiledTable
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.expressions.walk import children
from engine.model.dated import Dated
from engine.model.money import MINOR_DIGITS, Money
from engine.model.period import Days, Months
from engine.model.rule import HitPolicy, Value
from engine.model.types import Type
from engine.model.value import Known

_DAY: Final = timedelta(days=1)


def of_table(program: Program, name: str, made: CompiledTable) -> Iterator[Mutant]:
    reads = tuple(
        core.TableRef(name, output, type_, made.table.span) for output, type_ in made.types.items()
    )

    def mutant(
        row: CompiledRow,
        text: tuple[str, str],
        says: str,
        rows: dict[str, CompiledRow],
        asks: tuple[Asked, ...] = (),
        refusals: tuple[Asked, ...] = (),
    ) -> Mutant:
        changed = tuple(rows.get(one.row.id, one) for one in made.rows)
        tables = {**program.tables, name: replace(made, rows=changed)}
        return Mutant(
            program.service,
            row.row.span,
            f"the row `{row.row.id}` of `{name}`",
            text[0],
            says,
            replace(program, tables=tables),
            text[1],
            reads=reads,
            asks=asks,
            refusals=refusals,
        )

    for row, following in pairwise(made.rows):
        for output, given in row.outputs.items():
            other = following.outputs[output]
            if not _is_same(given, other):
                swapped = {
                    row.row.id: _giving(row, output, other),
                    following.row.id: _giving(following, output, given),
                }
                says = f"with its `{output}` and that of `{following.row.id}` swapped"
                yield mutant(row, ("", ""), says, swapped)
    is_tight = made.default is None and not made.table.hit_policy.reads_downwards
    for number, row in enumerate(() if is_tight else made.rows):
        before = tuple(one.condition for one in made.rows[:number])
        for one in changes_of(row.condition):
            changed = {row.row.id: replace(row, condition=one.node)}
            asks = differing(row.condition, one.node, before)
            refusals = _overlaps(made, row, one.node)
            yield mutant(row, (one.text, one.written), one.says, changed, asks, refusals)


def _overlaps(made: CompiledTable, row: CompiledRow, condition: Node) -> tuple[Asked, ...]:
    """That the row, with this condition, holds beside another one where only one row may hold."""
    if made.table.hit_policy is not HitPolicy.UNIQUE:
        return ()
    return tuple(((condition, one.condition), ()) for one in made.rows if one is not row)


def _giving(row: CompiledRow, output: str, given: CompiledOutput) -> CompiledRow:
    return replace(row, outputs={**row.outputs, output: given})


def _is_same(one: CompiledOutput, other: CompiledOutput) -> bool:
    if isinstance(one, Dated) and isinstance(other, Dated):
        return one.entries == other.entries
    return (
        not isinstance(one, Dated) and not isinstance(other, Dated) and shape(one) == shape(other)
    )


# Values ---------------------------------------------------------------------------------------


def of_value(program: Program, value: Value) -> Iterator[Mutant]:
    entries = value.by_date.entries
    reads = (core.ValueRef(value.name, value.type, value.span),)

    def mutant(says: str, changed: tuple[tuple[date, Known | None], ...]) -> Mutant:
        by_date = replace(value.by_date, entries=changed)
        values: Mapping[str, Value] = {
            **program.values,
            value.name: replace(value, by_date=by_date),
        }
        of, mutated = f"the value `{value.name}`", replace(program, values=values)
        nodes = () if _is_read_on_a_day(program, value.name) else reads
        return Mutant(program.service, value.span, of, "", says, mutated, reads=nodes)

    for number, (first, known) in enumerate(entries):
        more = None if known is None else _more(known, value.type)
        if more is not None:
            changed = (*entries[:number], (first, more), *entries[number + 1 :])
            yield mutant(f"with {more} for {known} from {first}", changed)
        if number:
            for days, word in ((-_DAY, "earlier"), (_DAY, "later")):
                moved = (*entries[:number], (first + days, known), *entries[number + 1 :])
                yield mutant(f"with {first} a day {word}", moved)


def _more(known: Known, type_: Type) -> Known | None:
    """The value a step more: of money a whole unit, as nobody sets amounts by their halalas."""
    match known:
        case bool():
            return None
        case Decimal():
            return known + Decimal(1).scaleb(-type_.decimals if type_.decimals < 10 else 0)
        case Money(currency, minor):
            return Money(currency, minor + 10**MINOR_DIGITS)
        case Months(count):
            return Months(count + 1)
        case Days(count):
            return Days(count + 1)
        case date():
            return known + _DAY
        case _:
            return None


def _nodes(program: Program) -> Iterator[Node]:
    yield from read_by_scenarios(program)
    yield from (entry.body for entry in program.derived.values())
    for made in program.tables.values():
        yield from (row.condition for row in made.rows)
        for output in made.types:
            yield from made.computed(output)


def _is_read_on_a_day(program: Program, name: str) -> bool:
    """Whether anything reads the value on another day than that of the decision."""
    return any(ref.name == name and ref.on is not None for ref in _references(program))


def _references(program: Program) -> Iterator[core.ValueRef]:
    waiting = list(_nodes(program))
    while waiting:
        node = waiting.pop()
        if isinstance(node, core.ValueRef):
            yield node
        waiting += children(node)
