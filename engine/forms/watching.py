"""Which fields of a page others on it depend on, and what is computed from them."""

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
    if step.id not in program.watched:
        program.watched[step.id] = _watched(program, step)
    return program.watched[step.id]


def _watched(program: Program, step: Step) -> frozenset[str]:
    read: set[str] = set()
    seen: set[str] = set()
    if not step.fields:
        return frozenset()
    for node in _conditions(program, step):
        read.update(_read(program, node, seen))
    for name in step.shows:
        read.update(_behind(program, name, seen))
    return frozenset(field.id for field in step.fields if field.fact in read)


def computed_here(program: Program, step: Step) -> frozenset[str]:
    """The names among what `step` shows that its own fields decide."""
    if step.id not in program.computed:
        program.computed[step.id] = _computed(program, step)
    return program.computed[step.id]


def _computed(program: Program, step: Step) -> frozenset[str]:
    own = {field.fact for field in step.fields if step.group is None}
    if not own:
        return frozenset()
    return frozenset(
        name for name in step.shows if not own.isdisjoint(_behind(program, name, set()))
    )


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
        case core.DerivedRef(name):
            yield from _behind(program, name, seen)
        case core.TableRef(name, output):
            yield from _behind(program, f"{name}.{output}", seen)
        case _:
            pass
    for child in children(node):
        yield from _read(program, child, seen)


def _behind(program: Program, name: str, seen: set[str]) -> Iterator[str]:
    """The facts and item fields that a name comes from: itself, or what it is computed of."""
    if name in seen:
        return
    seen.add(name)
    if name in program.facts:
        yield name
    elif name in program.derived:
        yield from _read(program, program.derived[name].body, seen)
    else:
        for inside in _inside(program, name):
            yield from _read(program, inside, seen)


def _inside(program: Program, name: str) -> Iterator[Node]:
    """What a table reads for the output that is named; of one with one output, also by its own."""
    head, _, output = name.rpartition(".")
    if name in program.tables:
        head, output = name, program.tables[name].table.outputs[0][0]
    table = program.tables.get(head)
    if table is not None:
        yield from (row.condition for row in table.rows)
        yield from table.computed(output)
