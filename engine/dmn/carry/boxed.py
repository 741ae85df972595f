"""A boxed expression of a model as one tree of FEEL, with the names of the model.

Tables are none, and functions have no form of their own: both raise NotCarried.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.dmn import model as dmn
from engine.dmn.carry.vocabulary import NotCarried
from engine.expressions import syntax as ast
from engine.expressions.specification.reading import Reader
from engine.expressions.syntax import FeelSyntaxError, Syntax

_RESULT = "result"


class BoxReader:
    """`names` are those in scope everywhere, and `fields` all that an item of a list may have."""

    def __init__(self, reader: Reader, names: frozenset[str], fields: Iterable[str]) -> None:
        self._reader = reader
        self._names = names
        self.fields = frozenset(fields)

    def tree(self, box: dmn.Expression, local: frozenset[str]) -> Syntax:
        """The tree, where the names in `local` are in scope too."""

        def part(inner: dmn.Expression) -> Syntax:
            return self.tree(inner, local)

        match box:
            case dmn.Literal(text):
                return self._parsed(text, local)
            case dmn.ConditionalBox(condition, then, otherwise):
                return ast.Conditional(part(condition), part(then), part(otherwise), 0, 0)
            case dmn.Call(dmn.Literal(function), bindings):
                names = tuple(variable.name for variable, _ in bindings)
                values = tuple(part(value) for _, value in bindings)
                return ast.Invocation(function, values, names, 0, 0)
            case dmn.ListBox(items):
                return ast.ListLiteral(tuple(map(part, items)), 0, 0)
            case dmn.Relation(columns, rows):
                return ast.ListLiteral(tuple(self._row(columns, row, local) for row in rows), 0, 0)
            case dmn.FilterBox(source, condition):
                inner = self.tree(condition, local | {"item"} | self.fields)
                return ast.Filter(part(source), inner, 0, 0)
            case dmn.IteratorBox():
                return self._iterator(box, local)
            case dmn.ContextBox():
                return self._context(box, local)
            case _:
                raise NotCarried("no single expression says this kind of box")

    def tests(self, text: str, local: frozenset[str]) -> tuple[Syntax, ...]:
        try:
            return self._reader.unary_tests(text, self._names | local)
        except FeelSyntaxError as error:
            raise NotCarried(f"`{text}` is no test: {error.message}") from None

    def _parsed(self, text: str, local: frozenset[str]) -> Syntax:
        try:
            return self._reader.expression(text, self._names | local)
        except FeelSyntaxError as error:
            raise NotCarried(f"this is no FEEL: {error.message}") from None

    def _iterator(self, box: dmn.IteratorBox, local: frozenset[str]) -> Syntax:
        iterators = ((box.variable.name, self.tree(box.source, local)),)
        body = self.tree(box.body, local | {box.variable.name})
        if box.kind == "for":
            return ast.Iteration(iterators, body, 0, 0)
        return ast.Quantification(box.kind, iterators, body, 0, 0)

    def _row(
        self,
        columns: tuple[dmn.Variable, ...],
        row: tuple[dmn.Expression, ...],
        local: frozenset[str],
    ) -> Syntax:
        if len(row) != len(columns):
            raise NotCarried("a row of the relation has not one cell for each column")
        cells = zip(columns, row, strict=True)
        entries = tuple((column.name, self.tree(cell, local)) for column, cell in cells)
        return ast.ContextLiteral(entries, 0, 0)

    def _context(self, box: dmn.ContextBox, local: frozenset[str]) -> Syntax:
        """A context literal, or the entry that is its result."""
        entries: list[tuple[str, Syntax]] = []
        for variable, value in box.entries:
            if variable is None:
                made = ast.ContextLiteral((*entries, (_RESULT, self.tree(value, local))), 0, 0)
                return ast.Path(made, _RESULT, 0, 0)
            entries.append((variable.name, self.tree(value, local)))
            local |= {variable.name}
        return ast.ContextLiteral(tuple(entries), 0, 0)
