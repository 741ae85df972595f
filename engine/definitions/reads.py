"""Which names the expressions of a service read, found in their text.

Works on text, so that a fault in one expression hides nothing about the others. Names inside
strings and comments do not count; a variable of `some`, `every` or `for` is a name that nobody
declares, and is left out by whoever asks for declared names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import assert_never

from engine.definitions.texts import formulas_of, rule_texts, step_texts
from engine.expressions.names import heads
from engine.model.charge import (
    Amount,
    Brackets,
    Charge,
    Entered,
    PerCent,
    PerDay,
    ValueAddedTax,
)
from engine.model.condition import Condition, Formula
from engine.model.document import RequiredDocument
from engine.model.fee import FeeSchedule
from engine.model.inside import Meant
from engine.model.problem import Span
from engine.model.rule import Derived, Exceptional, Rule, RuleSet, Table
from engine.model.service import Field, Step

_NAMES = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|([^\W\d]\w*(?:\.[^\W\d]\w*)*)', re.DOTALL
)
Expression = Condition | Formula | None
Reads = tuple[tuple[str, Span], ...]


def names_in(expression: Expression) -> Iterator[tuple[str, Span]]:
    """Every dotted name in an expression, with its place, in the order of the text."""
    match expression:
        case Formula():
            for found in _NAMES.finditer(expression.text):
                meant = expression.meaning(found[1]) if found[1] else None
                if isinstance(meant, Meant):
                    at = expression.place(found.start(1))
                    yield meant.name, at.at(at.line, at.column, at.column + len(found[1]))
        case Condition(clauses=clauses):
            for clause in clauses:
                yield from names_in(clause.body)
        case None:
            pass


def words_in(text: str) -> Iterator[str]:
    """Every dotted word of a text, whatever it is; of an expression, its names."""
    return (found[1] for found in _NAMES.finditer(text) if found[1])


def heads_in(expression: Expression) -> Iterator[str]:
    """Every name that an expression may mean: of `person.born.year` also `person.born`."""
    for name, _ in names_in(expression):
        yield from heads(name)


def expressions_of(rules: RuleSet) -> Iterator[Expression]:
    """Every expression of a rule file, names in its texts among them."""
    for derived in rules.derived:
        yield from derived_expressions(derived)
    yield from (function.body for function in rules.functions)
    for table in rules.tables:
        yield from table_expressions(table)
    for rule in rules.rules:
        yield from rule_expressions(rule)
    for document in rules.documents:
        yield from document_expressions(document)
    if rules.fees is not None:
        yield from fee_expressions(rules.fees)
    if rules.validity is not None:
        yield rules.validity.starts
        yield rules.validity.lasts
    for claim in rules.claims:
        yield claim.when
        yield claim.then
    for words in rule_texts(rules):
        yield from formulas_of(words)


def derived_expressions(derived: Derived) -> Iterator[Expression]:
    yield derived.body
    yield from _exceptions(derived.exceptions)
    yield derived.absent_as
    yield derived.read_on


def rule_expressions(rule: Rule) -> Iterator[Expression]:
    if rule.for_each is not None:
        yield Formula(rule.for_each.source, (rule.for_each.span,))
    yield rule.condition
    yield from _exceptions(rule.exceptions)
    yield rule.applies_on
    yield rule.read_on


def document_expressions(document: RequiredDocument) -> Iterator[Expression]:
    if document.for_each is not None:
        yield Formula(document.for_each.source, (document.for_each.span,))
    yield document.when


def _exceptions(exceptions: tuple[Exceptional, ...]) -> Iterator[Expression]:
    for one in exceptions:
        yield one.condition
        yield one.value


def fee_expressions(fees: FeeSchedule) -> Iterator[Expression]:
    yield fees.vat.rate
    yield from (concession.when for concession in (*fees.exempt, *fees.waivers))
    for line in fees.lines:
        yield line.when
        yield from charge_expressions(line.charge)
        yield line.read_on
        yield line.minimum
        yield line.maximum


def charge_expressions(charge: Charge) -> tuple[Expression, ...]:
    match charge:
        case Amount(amount, times):
            return amount, times
        case PerCent(rate):
            return (rate,)
        case Brackets(of):
            return (of,)
        case PerDay(amount, first, last, grace, at_most):
            return amount, first, last, grace, at_most
        case Entered(_, low, high):
            return low, high
        case ValueAddedTax():
            return ()
        case _:
            assert_never(charge)


def table_expressions(table: Table) -> Iterator[Expression]:
    yield table.read_on
    yield from (column.formula for column in table.inputs)
    yield from (cell.tests for row in table.rows for _, cell in row.cells)
    yield from table.computed()


def field_expressions(field: Field) -> tuple[Expression, ...]:
    own = (field.shown_when, field.required_when, field.low, field.high)
    options = field.options
    if options is None:
        return own
    return *own, options.where, *(condition for _, condition in options.when)


def step_expressions(step: Step) -> Iterator[Expression]:
    yield step.shown_when
    for field in step.fields:
        yield from field_expressions(field)
    yield from (check.condition for check in step.checks)
    yield from (paragraph.condition for paragraph in step.says)
    for words in step_texts(step):
        yield from formulas_of(words)


def _names_in_all(expressions: Iterable[Expression]) -> Reads:
    return tuple(read for expression in expressions for read in names_in(expression))


class Names:
    """The namespace of one service, and what each computed name of it reads in the end."""

    def __init__(self, facts: Iterable[str], rules: RuleSet) -> None:
        self.given = frozenset(facts)
        self._direct: dict[str, Reads] = {
            derived.name: _names_in_all(derived_expressions(derived)) for derived in rules.derived
        }
        for function in rules.functions:
            self._direct[function.name] = tuple(names_in(function.body))
        for table in rules.tables:
            reads = _names_in_all(table_expressions(table))
            for name in (table.name, *(f"{table.name}.{output}" for output, _ in table.outputs)):
                self._direct[name] = reads
        self.values = frozenset(value.name for value in rules.values)
        self._given_by: dict[str, frozenset[str]] = {}

    @cached_property
    def all(self) -> frozenset[str]:
        return self.given | self.values | self._direct.keys()

    def given_by(self, name: str) -> frozenset[str]:
        """The facts somebody gives that `name` reads, through any number of computed names.

        A name that nobody declares may be a declared one with a component behind it.
        """
        name = next((head for head in heads(name) if head in self.all), name)
        if name in self.given:
            return frozenset({name})
        if name not in self._given_by:
            self._given_by[name] = frozenset()  # a name that reads itself is reported elsewhere
            below = (self.given_by(read) for read, _ in self._direct.get(name, ()))
            self._given_by[name] = frozenset[str]().union(*below)
        return self._given_by[name]
