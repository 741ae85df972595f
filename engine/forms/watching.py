"""Which fields of a page others on it depend on."""

from __future__ import annotations

from collections.abc import Iterator

from engine.answers.growing import NOTHING
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.walk import children
from engine.model.check import CheckEffect
from engine.model.service import Step


def watched_fields(program: Program, step: Step) -> frozenset[str]:
    """The ids of the fields of `step` that change what else its page asks or says."""
    read: set[str] = set()
    seen: set[str] = set()
    for node in _conditions(program, step):
        read.update(_read(program, node, seen))
    return frozenset(field.id for field in step.fields if field.fact in read)


def _conditions(program: Program, step: Step) -> Iterator[Node]:
    """What decides how the questions of `step` are asked, and whether an explanation is."""
    for field in step.fields:
        compiled = program.fields.get((step.id, field.id), NOTHING)
        nodes = (compiled.shown_when, compiled.required_when, compiled.low, compiled.high)
        yield from (node for node in nodes if node is not None)
        if compiled.options is not None:
            yield from compiled.options.when.values()
            yield from () if compiled.options.where is None else (compiled.options.where,)
    for check in step.checks:
        if check.effect is not CheckEffect.REFUSE:
            yield program.checks[step.id, check.id]


def _read(program: Program, node: Node, seen: set[str]) -> Iterator[str]:
    """The facts and item fields that `node` reads, through derived facts and tables."""
    match node:
        case core.FactRef(name):
            yield name
        case core.ItemRef(_, field) if field is not None:
            yield field
        case core.DerivedRef(name) if name not in seen:
            seen.add(name)
            yield from _read(program, program.derived[name].body, seen)
        case core.TableRef(name, output) if f"{name}.{output}" not in seen:
            seen.add(f"{name}.{output}")
            table = program.tables[name]
            rows = (row.condition for row in table.rows)
            for inside in (*children(node), *rows, *table.computed(output)):
                yield from _read(program, inside, seen)
        case _:
            for child in children(node):
                yield from _read(program, child, seen)
