"""A mutant: the program of a service with one small change, and how to tell whether it matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.analysis.whole import deciding
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.problem import Span
from engine.model.types import YES_NO, Kind

Place: TypeAlias = tuple[str, int, int, str, str]
"""Where something is written, what, and its change: equal in each service that uses a fragment."""
Asked: TypeAlias = tuple[tuple[Node, ...], tuple[Node, ...]]
"""What must hold and what must fail."""
_LONGEST: Final = 80  # characters that are quoted


@dataclass(frozen=True, slots=True)
class Mutant:
    """`of` is what is changed, as in "the rule `x`"; `text` what was there, `says` the change, and
    `written` the text as it stands in the file, alike in each use of a fragment.

    `program` has the change. `pairs` are the nodes that it replaces and those in their place, read
    alike otherwise; without them `reads` are nodes that the change may give another value. `asks`
    are what must hold and what must fail for somebody whom the change may touch, where known, and
    `refusals` what must hold and fail for somebody on whose account the check would refuse it.
    """

    service: str
    span: Span
    of: str
    text: str
    says: str
    program: Program
    written: str = ""
    pairs: tuple[tuple[Node, Node], ...] = ()
    reads: tuple[Node, ...] = ()
    asks: tuple[Asked, ...] = ()
    refusals: tuple[Asked, ...] = ()

    @property
    def place(self) -> Place:
        return str(self.span.path), self.span.line, self.span.column, self.written, self.says

    def __str__(self) -> str:
        text = self.text if len(self.text) <= _LONGEST else f"{self.text[:_LONGEST]} ..."
        what = f"`{text}` " if text else ""
        return f"{self.span}: {self.of}, {what}{self.says}"

    def may_matter(self, evaluation: Evaluation) -> bool:
        """Whether anything comes out otherwise for these facts; `evaluation` is of the original."""
        for old, new in self.pairs:
            if evaluation.value(old) != evaluation.value(new):
                return True
        if self.pairs or not self.reads:
            return not self.pairs
        other = Evaluation(self.program, evaluation.facts, evaluation.decision_date)
        return any(evaluation.value(node) != other.value(node) for node in self.reads)


def differing(old: Node, new: Node, before: tuple[Node, ...] = ()) -> tuple[Asked, ...]:
    """That one holds where the other fails, and all `before` too; or that they are no equals."""
    if old.type.kind is Kind.YES_NO:
        return ((old,), (new, *before)), ((new,), (old, *before))
    return (((core.Compare(core.Comparison.NE, old, new, YES_NO, old.at, ""),), ()),)


def read_by_scenarios(program: Program) -> Iterator[Node]:
    """What a decision comes to, and what decides which questions are asked."""
    yield from deciding(program)
    for field in program.fields.values():
        yield from (node for node in (field.shown_when, field.required_when) if node is not None)
