"""Two copies of one person that differ in one fact, as one world.

The fact stands in it twice, the second time under a name of its own, and so does whatever reads it.
Everything else the copies share; what is declared of a fact holds in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.analysis.questions import World, opened
from engine.analysis.rebuilding import rebuilt
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived, CompiledOutput, CompiledTable
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.dated import Dated

_SECOND: Final = "{name} of the other"


@dataclass(frozen=True)
class Copies:
    """`world` has both copies; `second` is what the fact `name` is called in the other one."""

    name: str
    world: World
    second: str
    names: Mapping[str, str]  # of whatever reads the fact, in the other copy

    @classmethod
    def of(cls, world: World, name: str) -> Copies:
        names = {
            one: _SECOND.format(name=one)
            for one in (name, *world.program.derived, *world.program.tables)
            if one == name or name in _read(one, world.program)
        }
        alone = cls(name, world, names[name], names)
        given = {
            one: (*nodes, *(alone.other(node) for node in nodes if alone.reads(node)))
            for one, nodes in world.given.items()
        }
        given[names[name]] = tuple(alone.other(node) for node in world.given.get(name, ()))
        like = dict(world.like)
        if name in like:
            like[names[name]] = like[name]
        sizes = dict(world.sizes)
        if name in sizes:
            sizes[names[name]] = sizes[name]
        both = replace(
            world, program=alone._program(world.program), given=given, like=like, sizes=sizes
        )
        return replace(alone, world=both)

    def reads(self, node: Node) -> bool:
        """Whether a node comes to something of its own in the other copy."""
        return any(name in self.names for name in opened((node,), self.world.program))

    def other(self, node: Node) -> Node:
        """The node as it is in the other copy."""
        return self._over(node) if self.reads(node) else node

    def _program(self, program: Program) -> Program:
        fact = program.facts[self.name]
        return replace(
            program,
            facts={**program.facts, self.second: replace(fact, name=self.second)},
            derived={**program.derived, **self._derived(program)},
            tables={**program.tables, **self._tables(program)},
        )

    def _derived(self, program: Program) -> Mapping[str, CompiledDerived]:
        return {
            self.names[name]: CompiledDerived(made.derived, self._over(made.body))
            for name, made in program.derived.items()
            if name in self.names
        }

    def _tables(self, program: Program) -> Mapping[str, CompiledTable]:
        return {
            self.names[name]: replace(
                made,
                table=replace(made.table, name=self.names[name]),
                rows=tuple(
                    replace(
                        row,
                        condition=self._over(row.condition),
                        outputs=self._outputs(row.outputs),
                    )
                    for row in made.rows
                ),
                default=None if made.default is None else self._outputs(made.default),
                on=None if made.on is None else self._over(made.on),
            )
            for name, made in program.tables.items()
            if name in self.names
        }

    def _outputs(self, outputs: Mapping[str, CompiledOutput]) -> Mapping[str, CompiledOutput]:
        return {
            name: one if isinstance(one, Dated) else self._over(one)
            for name, one in outputs.items()
        }

    def _over(self, node: Node) -> Node:
        made = rebuilt(node, self._over)
        if isinstance(made, core.FactRef | core.DerivedRef | core.TableRef):
            return replace(made, name=self.names.get(made.name, made.name))
        return made


def _read(name: str, program: Program) -> Mapping[str, None]:
    """Every name behind a derived fact or a table."""
    if name in program.derived:
        return opened((program.derived[name].body,), program)
    made = program.tables[name]
    nodes = [row.condition for row in made.rows]
    nodes += [node for output in made.types for node in made.computed(output)]
    nodes += [] if made.on is None else [made.on]
    return opened(nodes, program)
