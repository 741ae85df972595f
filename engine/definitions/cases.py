"""Values by a code, compiled: every code is of the list, and every code of the list has a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definitions.suggest import meant_or_listed
from engine.expressions.core import Node
from engine.model.listing import CodeList
from engine.model.problem import Problem
from engine.model.rule import Table
from engine.model.types import Kind


def case_problems(table: Table, by: Node, lists: Mapping[str, CodeList]) -> Iterator[Problem]:
    """What is wrong with the cases of a value that depends on `by`."""
    listing = lists.get(by.type.of or "") if by.type.kind is Kind.CODE else None
    if listing is None:
        message = f"`by` reads a code of a list, and this is {by.type.required()}"
        hint: str | None = "write a table where the value depends on anything else"
        yield Problem("E222", message, table.inputs[0].formula.span, hint)
        return
    covered: set[str] = set()
    for row in table.rows:
        for _, cell in row.cells:
            covered.update(cell.codes)
            for word in cell.codes:
                if listing.code(word) is None:
                    known = (code.id for code in listing.codes)
                    hint = meant_or_listed(word, known, "the codes are")
                    message = f"the list `{listing.id}` has no code `{word}`"
                    yield Problem("E205", message, cell.span, hint)
    left = [code.id for code in listing.codes if code.id not in covered]
    if left and table.default is None and covered <= {code.id for code in listing.codes}:
        words = ", ".join(f"`{id}`" for id in left)
        hint = "add a case, or a `default`"
        yield Problem("E223", f"`{table.name}` has no case for {words}", table.span, hint)
