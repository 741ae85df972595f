"""Decision tables, compiled: each row becomes one condition over the table's inputs.

Where every cell holds constants, overlaps and gaps are found here by plain set arithmetic over
the codes of the declared lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from itertools import product

from engine.expressions import core
from engine.expressions.compiled import CompiledRow, CompiledTable
from engine.expressions.core import Comparison, Node
from engine.expressions.lower import lower_cell, lower_formula
from engine.expressions.scope import Scope
from engine.model.problem import Problem, Span
from engine.model.rule import Cell, Column, HitPolicy, Row, Table
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import Known

ABSENT_CELL = "absent"
MAX_COMBINATIONS = 20_000  # of codes; a larger table is left to the solver
Checks = list[tuple[Node, Scope, bool]]


def compile_table(
    table: Table, scope: Scope, problems: list[Problem], checks: Checks
) -> CompiledTable | None:
    """Lower inputs and cells; problems are added to `problems`, guarded reads to `checks`."""
    before = len(problems)
    inputs: dict[str, Node] = {}
    for column in table.inputs:
        node, found = lower_formula(column.formula, scope)
        problems += found
        if node is not None:
            inputs[column.name] = node
            checks.append((node, scope, True))
    if len(problems) > before:
        return None
    rows = [CompiledRow(row, _row(row, inputs, scope, problems)) for row in table.rows]
    if len(problems) > before:
        return None
    problems += _overlaps_and_gaps(table, inputs, scope)
    return CompiledTable(table, tuple(rows))


def _row(row: Row, inputs: dict[str, Node], scope: Scope, problems: list[Problem]) -> Node:
    """The conjunction of the row's cells; always true for a row that tests nothing."""
    parts: list[Node] = []
    for name, cell in row.cells:
        subject = inputs[name]
        if cell.tests is not None:
            node, found = lower_cell(cell.tests, subject, scope)
            problems += found
            if node is not None:
                parts.append(_present(subject, node))
        else:
            parts.append(_codes(cell, subject, scope, problems))
    if not parts:
        return core.Const(True, YES_NO, row.span)
    return parts[0] if len(parts) == 1 else core.And(tuple(parts), YES_NO, row.span)


def _present(subject: Node, test: Node) -> Node:
    """A written cell is false for an absent input."""
    if not subject.type.is_optional:
        return test
    absent = core.IsAbsent(subject, YES_NO, test.at, "absent")
    return core.And((core.Not(absent, YES_NO, test.at), test), YES_NO, test.at)


def _codes(cell: Cell, subject: Node, scope: Scope, problems: list[Problem]) -> Node:
    """A cell of plain words: any of these codes, numbers or yes/no, or `absent`."""
    tests: list[Node] = []
    for word in cell.codes:
        if word == ABSENT_CELL and subject.type.is_optional:
            tests.append(core.IsAbsent(subject, YES_NO, cell.span, ABSENT_CELL))
            continue
        constant = _constant(word, subject.type, scope, cell.span)
        if isinstance(constant, Problem):
            problems.append(constant)
            continue
        right = core.Const(constant, subject.type.required(), cell.span)
        text = f"= {word}"
        test = core.Compare(Comparison.EQ, subject, right, YES_NO, cell.span, text)
        tests.append(_present(subject, test))
    if len(tests) == 1:
        return tests[0]
    return core.Or(tuple(tests), YES_NO, cell.span)


def _constant(word: str, type_: Type, scope: Scope, at: Span) -> Known | Problem:
    """The value that a plain word of a cell stands for."""
    match type_.kind:
        case Kind.CODE:
            known = scope.lists.get(type_.of or "")
            if known is None or known.code(word) is not None:
                return word
            close = get_close_matches(word, [code.id for code in known.codes], 1)
            hint = f"did you mean `{close[0]}`?" if close else "quote a cell that holds FEEL"
            return Problem("E205", f"the list `{type_.of}` has no code `{word}`", at, hint)
        case Kind.YES_NO if word in {"true", "false"}:
            return word == "true"
        case Kind.NUMBER:
            try:
                return Decimal(word)
            except InvalidOperation:
                pass
        case _:
            pass
    return Problem(
        "E403",
        f"the cell `{word}` does not fit {type_.required()}",
        at,
        "quote a cell that holds FEEL",
    )


def _overlaps_and_gaps(table: Table, inputs: dict[str, Node], scope: Scope) -> Iterable[Problem]:
    """What a unique table leaves double or open, where every cell is made of codes."""
    if table.hit_policy is not HitPolicy.UNIQUE:
        return
    domains = [_domain(inputs[column.name].type, scope) for column in table.inputs]
    if not domains or any(domain is None for domain in domains):
        return
    if any(cell.tests is not None for row in table.rows for _, cell in row.cells):
        return
    known = [domain for domain in domains if domain is not None]
    size = 1
    for domain in known:
        size *= len(domain)
    if size > MAX_COMBINATIONS:
        return
    yield from _grid_problems(table, table.inputs, known)


def _grid_problems(
    table: Table, columns: tuple[Column, ...], domains: list[tuple[str, ...]]
) -> Iterable[Problem]:
    cells = [dict(row.cells) for row in table.rows]
    reported: set[tuple[str, str]] = set()
    gap: str | None = None
    for point in product(*domains):
        named = dict(zip((column.name for column in columns), point, strict=True))
        hit = [
            row
            for row, tests in zip(table.rows, cells, strict=True)
            if all(named[name] in cell.codes for name, cell in tests.items())
        ]
        words = ", ".join(f"{name} = {code}" for name, code in named.items())
        if len(hit) > 1 and (hit[0].id, hit[1].id) not in reported:
            reported.add((hit[0].id, hit[1].id))
            yield Problem(
                "E401",
                f"rows `{hit[0].id}` and `{hit[1].id}` of `{table.name}` both hold for {words}",
                hit[1].span,
                "make the cells disjoint, or write `hit_policy: first`",
                (("the other row", hit[0].span),),
            )
        if not hit and gap is None:
            gap = words
    if gap is not None and table.default is None:
        yield Problem(
            "E402",
            f"no row of `{table.name}` holds for {gap}",
            table.span,
            "add a row, or a `default`",
        )


def _domain(type_: Type, scope: Scope) -> tuple[str, ...] | None:
    """The words a cell can match for this input, or None when they are not finitely many codes."""
    if type_.kind is Kind.CODE and (known := scope.lists.get(type_.of or "")) is not None:
        words = tuple(code.id for code in known.codes)
    elif type_.kind is Kind.YES_NO:
        words = ("true", "false")
    else:
        return None
    return (*words, ABSENT_CELL) if type_.is_optional else words
