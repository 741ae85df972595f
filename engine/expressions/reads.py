"""What a node reads: the facts behind it and the dated values and tables, derived facts opened.

This is known from the definition alone, so it is gathered once and not for each decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.expressions import beyond, core
from engine.expressions.compiled import CompiledDerived, CompiledTable, DatedRef, Reads
from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.expressions.walk import children


def reads_of(
    nodes: Iterable[Node | None],
    derived: Mapping[str, CompiledDerived],
    tables: Mapping[str, CompiledTable],
) -> Reads:
    """What `nodes` read, and what the derived facts and tables that they read read."""
    facts: dict[str, core.FactRef | core.DerivedRef] = {}
    dated: dict[str, DatedRef] = {}
    seen: set[str] = set()
    for node in nodes:
        for part in () if node is None else _opened(node, derived, tables, seen):
            match part:
                case core.FactRef() | core.DerivedRef():
                    facts.setdefault(part.name, part)
                case core.ValueRef() | beyond.ValuesDuring() | core.TableRef():
                    dated.setdefault(shape(part), part)
                case _:
                    pass
    return Reads(tuple(facts.values()), tuple(dated.values()))


def _opened(
    node: Node,
    derived: Mapping[str, CompiledDerived],
    tables: Mapping[str, CompiledTable],
    seen: set[str],
) -> Iterator[Node]:
    """Every part of a node; a derived fact and an output of a table after their first use.

    What could not be compiled is not opened: there is a problem, and no decision.
    """
    yield node
    inside: tuple[Node, ...] = children(node)
    if isinstance(node, core.DerivedRef | core.TableRef) and (key := shape(node)) not in seen:
        seen.add(key)
        if isinstance(node, core.TableRef):
            made = tables.get(node.name)
            inside += () if made is None else _of_table(made, node.output)
        else:
            inside += (derived[node.name].body,) if node.name in derived else ()
    for part in inside:
        yield from _opened(part, derived, tables, seen)


def _of_table(table: CompiledTable, output: str) -> tuple[Node, ...]:
    return (*(row.condition for row in table.rows), *table.computed(output))
