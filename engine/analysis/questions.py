"""Questions about a definition: can these conditions hold, and those fail, for anybody?

A question is asked of the core, in a world: what is declared of the facts of one service. Both
the evaluator and the formula read it. Its text is the same for equal questions, wherever they
stand in a file, so that an answer can be kept by it.

Not here: the answer (`proofs.py`), and which questions a definition raises (`definitions/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from engine.expressions.compiled import CompiledOutput
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.expressions.walk import given_names
from engine.model.dated import Dated
from engine.model.listing import CodeList
from engine.model.value import Facts, Known

EDITION: Final = "2"  # a new one where the same text means another, or a formula says more


@dataclass(frozen=True, slots=True)
class World:
    """What is declared of the facts of a service.

    `sizes` are the fewest and the most items of each group; `given` are the conditions that hold
    of a fact for everybody, by its name; examples are looked for near the day `present`, and near
    a person who is `like` most, as far as the facts of one are known.
    """

    program: Program
    lists: Mapping[str, CodeList]
    sizes: Mapping[str, tuple[int, int]]
    given: Mapping[str, tuple[Node, ...]]
    present: date
    like: Mapping[str, Known] = field(default_factory=dict)


class Verdict(StrEnum):
    """What is known of a question when nobody asks for an example."""

    IMPOSSIBLE = "impossible"  # proved, for everybody and on every day
    POSSIBLE = "possible"
    UNDECIDED = "undecided"  # the solver gave up


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody for whom the answer is yes: the evaluator says so of these facts on this day."""

    facts: Facts
    decision_date: date


@dataclass(frozen=True, slots=True)
class Question:
    """Whether all of `true` can hold while all of `false` fail and no one of `open` does either,
    on any decision date.
    """

    world: World
    true: tuple[Node, ...]
    false: tuple[Node, ...] = ()
    open: tuple[Node, ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        return *self.true, *self.false, *self.open

    def holds(self, evaluation: Evaluation) -> bool:
        """Whether the evaluator finds just this, of somebody who can be."""
        return (
            all(evaluation.truth(node) is True for node in self.true)
            and all(evaluation.truth(node) is False for node in self.false)
            and not any(isinstance(evaluation.truth(node), bool) for node in self.open)
            and all(evaluation.truth(node) is True for node in self.given())
        )

    def names(self) -> tuple[str, ...]:
        """The facts that the question itself reads, through whatever it reads, in order."""
        return tuple(opened(self.nodes, self.world.program))

    def given(self) -> tuple[Node, ...]:
        """What is declared of the facts that are read, and of the facts that this reads."""
        found: dict[int, Node] = {}
        asked: set[str] = set()
        waiting = list(self.names())
        while waiting:
            name = waiting.pop()
            if name in asked:
                continue
            asked.add(name)
            for node in self.world.given.get(name, ()):
                if id(node) not in found:
                    found[id(node)] = node
                    waiting += opened((node,), self.world.program)
        return tuple(found.values())

    def text(self) -> str:
        """Everything on which the answer depends, and nothing else."""
        given = self.given()
        lines = [EDITION, str(self.world.present)]
        lines += [f"true {shape(node)}" for node in self.true]
        lines += [f"false {shape(node)}" for node in self.false]
        lines += [f"open {shape(node)}" for node in self.open]
        lines += [f"given {shape(node)}" for node in given]
        names = opened((*self.nodes, *given), self.world.program)
        lines += [self._declared(name) for name in names]
        lines += [f"{id}: {_codes(self.world.lists[id])}" for id in sorted(self.world.lists)]
        return "\n".join(lines)

    def _declared(self, name: str) -> str:
        """What stands behind a name, but not where."""
        program = self.world.program
        if name in program.derived:
            return f"{name} is {shape(program.derived[name].body)}"
        if name in program.values:
            return f"{name} is {program.values[name].by_date!r}"
        if name in program.tables:
            made = program.tables[name]
            rows = [f"{shape(row.condition)}: {_outputs(row.outputs)}" for row in made.rows]
            default = None if made.default is None else _outputs(made.default)
            how = f"{made.table.hit_policy} {made.table.aggregate}"
            return f"{name} is {how} {rows} {default}"
        fact = program.facts.get(name)
        size = self.world.sizes.get(name)
        return f"{name} is {fact.type!r} {size}" if fact is not None else name


def opened(nodes: Iterable[Node], program: Program) -> dict[str, None]:
    """Every name that nodes read, derived facts and tables opened, each once."""
    found: dict[str, None] = {}
    for node in nodes:
        for name in given_names(node):
            if name not in found:
                found[name] = None
                found |= opened(inside(name, program), program)
    return found


def inside(name: str, program: Program) -> Iterator[Node]:
    """The nodes behind the name of a derived fact or a table."""
    if name in program.derived:
        yield program.derived[name].body
    if name in program.tables:
        made = program.tables[name]
        yield from (row.condition for row in made.rows)
        for output in made.types:
            yield from made.computed(output)


def _outputs(outputs: Mapping[str, CompiledOutput]) -> str:
    return repr(
        {name: one if isinstance(one, Dated) else shape(one) for name, one in outputs.items()}
    )


def _codes(codes: CodeList) -> str:
    return " ".join(f"{code.id} {code.attributes!r}" for code in codes.codes)
