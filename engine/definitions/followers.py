"""Which problems of expressions are mistakes of their own, and which only follow from another.

A name that could not be read, or whose own expression is at fault, has no type. What is then
said of types, guards and tables where it is read would be a second problem for one mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.definitions.known import Broken
from engine.definitions.reads import (
    derived_expressions,
    expressions_of,
    heads_in,
    step_expressions,
    table_expressions,
)
from engine.model.condition import Condition, Formula
from engine.model.problem import Problem, Span
from engine.model.rule import RuleSet
from engine.model.service import Service

_NAMED = re.compile(r"`([A-Za-z][\w.]*)`")
_MISSPELT = ("E201", "E204")
_UNREAD = ("D125", "D126")
_OF_TYPES = ("E3", "E4")  # what is said of types, guards and tables


def own_problems(
    problems: Iterable[Problem], service: Service, rules: RuleSet, broken: Broken
) -> list[Problem]:
    """The problems that do not follow from a broken name or from one another."""
    left = [problem for problem in problems if not _is_about(problem, broken)]
    places = _Places(service, rules)
    faulty = broken
    while True:
        own = [problem for problem in left if not _follows(problem, places, faulty)]
        owners = {owner for problem in own if (owner := places.owner(problem.span)) is not None}
        more = faulty | owners | places.readers(faulty | owners)
        if more == faulty:
            return own
        faulty = more


def without_echoes(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems without "nothing reads it" of a name that a misspelt one was meant to read."""
    whole = tuple(problems)
    meant = {
        name
        for problem in whole
        if problem.code in _MISSPELT and problem.hint is not None
        for name in _NAMED.findall(problem.hint)
    }
    for problem in whole:
        unread = _NAMED.search(problem.message) if problem.code in _UNREAD else None
        if unread is None or unread[1] not in meant:
            yield problem


def _is_about(problem: Problem, broken: Broken) -> bool:
    return any(name in broken for name in _NAMED.findall(problem.message))


def _follows(problem: Problem, places: _Places, faulty: Broken) -> bool:
    owner = places.owner(problem.span)
    return problem.code.startswith(_OF_TYPES) and any(
        name in faulty and name != owner for name in places.reads(problem.span)
    )


class _Places:
    """Finds the expression at a place: what it reads, and which computed name it belongs to."""

    def __init__(self, service: Service, rules: RuleSet) -> None:
        self._formulas: list[tuple[Formula, str | None]] = []
        self._reads: dict[str, set[str]] = {}
        self._tables: dict[Span, str] = {}
        for table in rules.tables:
            places = [table.span, *(row.span for row in table.rows)]
            places += [cell.span for row in table.rows for _, cell in row.cells]
            self._tables |= dict.fromkeys(places, table.name)
        for derived in rules.derived:
            for expression in derived_expressions(derived):
                self._add(expression, derived.name)
        for function in rules.functions:
            self._add(function.body, function.name)
        for table in rules.tables:
            for expression in table_expressions(table):
                self._add(expression, table.name)
        known = {id(formula) for formula, _ in self._formulas}
        for expression in (*expressions_of(rules), *_of_service(service)):
            for formula in _formulas(expression):
                if id(formula) not in known:
                    self._formulas.append((formula, None))

    def _add(self, expression: Condition | Formula | None, owner: str) -> None:
        reads = self._reads.setdefault(owner, set())
        for formula in _formulas(expression):
            self._formulas.append((formula, owner))
            reads.update(heads_in(formula))

    def owner(self, span: Span) -> str | None:
        found = self._at(span)
        return self._tables.get(span) if found is None else found[1]

    def reads(self, span: Span) -> set[str]:
        """What the expression at a place reads; of a whole table, what all of its inputs read."""
        found = self._at(span)
        if found is not None:
            return set(heads_in(found[0]))
        return self._reads.get(self._tables.get(span, ""), set())

    def readers(self, broken: Broken) -> set[str]:
        """The computed names that read a broken one."""
        return {
            owner for owner, reads in self._reads.items() if any(name in broken for name in reads)
        }

    def _at(self, span: Span) -> tuple[Formula, str | None] | None:
        for formula, owner in self._formulas:
            for start, line in zip(formula.lines, formula.text.split("\n"), strict=False):
                is_on_line = start.at(start.line, 0) == span.at(span.line, 0)
                if is_on_line and start.column <= span.column <= start.column + len(line):
                    return formula, owner
        return None


def _of_service(service: Service) -> Iterator[Condition | Formula | None]:
    for step in service.pages:
        yield from step_expressions(step)
    yield from (transition.when for transition in service.lifecycle.transitions)


def _formulas(expression: Condition | Formula | None) -> Iterator[Formula]:
    match expression:
        case Formula():
            yield expression
        case Condition(clauses=clauses):
            for clause in clauses:
                yield from _formulas(clause.body)
        case None:
            pass
