"""What issued documents print, compiled: every line names something that can be said.

A line may name what can be absent, without a guard: it is left out of a document then. The days of
a document may not, for one that has lost its last day would be valid for good.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.definitions.compiling.steps import LowerFormula
from engine.expressions.compiled import CompiledIssued, CompiledLine
from engine.expressions.core import Node
from engine.expressions.lower import lower_formula
from engine.expressions.scope import Scope
from engine.model.condition import Formula
from engine.model.issued import IssuedDocument, IssuedLine
from engine.model.problem import Problem
from engine.model.types import DATE, Kind, Type

_UNSAYABLE = frozenset({Kind.GROUP, Kind.FILE, Kind.CONTEXT, Kind.NULL})


@dataclass(slots=True)
class IssueCompiler:
    """Compiles in `scope`, which knows what reviewers say too; collects into `problems`."""

    scope: Scope
    formula: LowerFormula
    problems: list[Problem]

    def of(self, issued: IssuedDocument) -> CompiledIssued:
        lines = (self._line(line) for line in issued.lines)
        return CompiledIssued(
            issued,
            tuple(line for line in lines if line is not None),
            self._day(issued.valid_from),
            self._day(issued.valid_until),
        )

    def _day(self, formula: Formula | None) -> Node | None:
        return None if formula is None else self.formula(formula, self.scope, DATE)

    def _line(self, line: IssuedLine) -> CompiledLine | None:
        node, problems = lower_formula(line.fact, self.scope)
        self.problems += problems
        if node is None:
            return None
        if not _is_sayable(node.type):
            found = node.type.required()
            message = f"`{line.fact.text}` is {found}, which no line can print"
            self.problems.append(Problem("D173", message, line.span))
        return CompiledLine(line, node)


def _is_sayable(type_: Type) -> bool:
    inner = type_.element if type_.kind in {Kind.LIST, Kind.RANGE} else None
    return type_.kind not in _UNSAYABLE and (inner is None or _is_sayable(inner))
