"""In which order derived facts and tables are compiled: what is read before what reads it.

What the own functions read that an expression calls is read by the expression.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from engine.expressions.names import heads
from engine.expressions.parser import parse, parse_unary_tests
from engine.expressions.syntax import FeelSyntaxError, Syntax
from engine.expressions.trees import calls_in, names_in
from engine.model.condition import Condition, Formula
from engine.model.inside import Meant
from engine.model.rule import Derived, OwnFunction, RuleSet, Table


def compile_order(rules: RuleSet) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names of derived facts and tables in order, and every circle of names instead of them.

    A circle begins and ends with the same name; each name in it reads the next.
    """
    declared: dict[str, Derived | Table | OwnFunction] = {one.name: one for one in rules.derived}
    declared |= {table.name: table for table in rules.tables}
    declared |= {function.name: function for function in rules.functions}
    read_as = {name: name for name in declared}
    for table in rules.tables:
        read_as |= {f"{table.name}.{output}": table.name for output, _ in table.outputs}
    left = {
        name: tuple(
            read_as[head] for read in _names_in(entry) for head in heads(read) if head in read_as
        )
        for name, entry in declared.items()
    }
    circles: list[tuple[str, ...]] = []
    while True:
        try:
            order = tuple(TopologicalSorter(left).static_order())
        except CycleError as error:
            circle = tuple(reversed(error.args[1]))
            circles.append(circle)
            for name in circle[1:]:
                del left[name]
        else:
            functions = {function.name for function in rules.functions}
            made = (name for name in order if name in left and name not in functions)
            return tuple(made), tuple(circles)


def _names_in(entry: Derived | Table | OwnFunction) -> Iterator[str]:
    """Every name in the texts of `entry`, of functions too; none in a text that is not FEEL."""
    for formula in _formulas(entry):
        with suppress(FeelSyntaxError):
            yield from _meant(formula, parse(formula.text))
    if isinstance(entry, Table):
        cells = (cell for row in entry.rows for _, cell in row.cells)
        for tests in (cell.tests for cell in cells if cell.tests is not None):
            with suppress(FeelSyntaxError):
                for test in parse_unary_tests(tests.text):
                    yield from _meant(tests, test)


def _meant(formula: Formula, tree: Syntax) -> Iterator[str]:
    for name in names_in(tree):
        meant = formula.meaning(name)
        if isinstance(meant, Meant):
            yield meant.name
    yield from calls_in(tree)


def _formulas(entry: Derived | Table | OwnFunction) -> Iterator[Formula]:
    if not isinstance(entry, OwnFunction) and entry.read_on is not None:
        yield entry.read_on
    if isinstance(entry, Table):
        yield from (column.formula for column in entry.inputs)
        yield from entry.computed()
        return
    if isinstance(entry.body, Condition):
        yield from _clauses(entry.body)
    else:
        yield entry.body
    if isinstance(entry, Derived):
        for one in entry.exceptions:
            yield from _clauses(one.condition)
            yield from () if one.value is None else (one.value,)
        yield from () if entry.absent_as is None else (entry.absent_as,)


def _clauses(condition: Condition) -> Iterator[Formula]:
    for clause in condition.clauses:
        if isinstance(clause.body, Condition):
            yield from _clauses(clause.body)
        else:
            yield clause.body
