"""Text to the tree, with names as the specification reads them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.expressions.names import KnownNames, ScopedNames
from engine.expressions.parse_types import BUILT_IN_TYPES
from engine.expressions.parser import parse, parse_unary_tests
from engine.expressions.specification.built_ins import BUILT_INS, PROPERTIES
from engine.expressions.syntax import Syntax


class Reader:
    """Reads expressions of one model, whose `fields` and `types` may have spaces in their names."""

    def __init__(self, fields: Iterable[str] = (), types: Iterable[str] = ()) -> None:
        self._fields = KnownNames((*PROPERTIES, *fields))
        self._calls = KnownNames(BUILT_INS)
        self._types = KnownNames((*BUILT_IN_TYPES, *types))

    def expression(self, text: str, variables: Iterable[str] = ()) -> Syntax:
        """Parse an expression that may read `variables`; raises FeelSyntaxError."""
        return parse(text, self._names(variables), self._types)

    def unary_tests(self, text: str, variables: Iterable[str] = ()) -> tuple[Syntax, ...]:
        """Parse the unary tests of a cell; no test stands for any value."""
        return parse_unary_tests(text, self._names(variables), self._types)

    def _names(self, variables: Iterable[str]) -> ScopedNames:
        return ScopedNames(variables, self._calls, self._fields)
