"""What names stand for while an expression is evaluated: frames, the innermost first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.expressions.specification.values import Value

INPUT = "?"  # the value that unary tests test; no name can be written so


@dataclass(frozen=True, slots=True)
class Scope:
    values: Mapping[str, Value]
    outer: Scope | None = None

    def within(self, values: Mapping[str, Value]) -> Scope:
        """A scope inside this one, where `values` hide what they name."""
        return Scope(values, self)

    def find(self, name: str) -> tuple[bool, Value]:
        """Whether the name stands for something, and for what."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return True, scope.values[name]
            scope = scope.outer
        return False, None


NOTHING = Scope({})
