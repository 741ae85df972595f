"""Which fields of a page others on it depend on."""

from __future__ import annotations

from collections.abc import Iterator

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.walk import children
from engine.model.service import Step


def watched_fields(program: Program, step: Step) -> frozenset[str]:
    """The ids of the fields of `step` that decide whether or how another of its fields is asked."""
    read: set[str] = set()
    seen: set[str] = set()
    for field in step.fields:
        compiled = program.fields.get((step.id, field.id))
        if compiled is None:
            continue
        for node in (compiled.shown_when, compiled.required_when, compiled.low, compiled.high):
            if node is not None:
                read.update(_read(program, node, seen))
    return frozenset(read & {field.id for field in step.fields})


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
        case core.TableRef(name) if name not in seen:
            seen.add(name)
            for row in program.tables[name].rows:
                yield from _read(program, row.condition, seen)
        case _:
            for child in children(node):
                yield from _read(program, child, seen)
