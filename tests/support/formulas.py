"""Formulas read at given facts, to be compared with the evaluator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import z3

from engine.analysis.formula.formula import DECISION_DATE, Formula
from engine.analysis.formula.terms import Slots, Term
from engine.analysis.formula.truths import all_of, any_of, denied
from engine.analysis.questions import World
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.problem import Span
from engine.model.types import Type
from engine.model.value import ABSENT, Facts, Items, State
from tests.support.program_texts import Texts
from tests.support.programs import LISTS, PATH

AT = Span(PATH, 1, 1)
CODE_LISTS = {name: Texts().listing(name, made) for name, made in LISTS.items()}
OPEN = "open"  # unknown or a fault


def world_of(program: Program, most_items: int = 2) -> World:
    """A world in which nothing is given of the facts of a program but their types."""
    groups = {name: (0, most_items) for name, fact in program.facts.items() if fact.type.fields}
    return World(program, CODE_LISTS, groups, {}, date(2026, 1, 31))


def at_facts(formula: Formula, facts: Facts, day: date) -> Callable[[Node], State | str]:
    """What the formula says of a node, for these facts; they are known or absent."""
    solver = z3.Solver(ctx=formula.variables.context)
    solver.add(*(part for part in formula.variables.domain if part is not True))
    for name, (type_, term) in formula.facts.items():
        state = day if name == DECISION_DATE else facts[name]
        solver.add(_is(formula, term, state, type_))
    assert solver.check() == z3.sat, "the facts lie in their domains"
    model = solver.model()

    def read(term: Any) -> Any:
        if not isinstance(term, z3.ExprRef):
            return term
        value = model.eval(term, model_completion=True)
        return value.as_long() if z3.is_int_value(value) else z3.is_true(value)

    def said(node: Node) -> State | str:
        term = formula.term(node)
        return OPEN if read(term.is_open) else formula.variables.state(term, node.type, read)

    return said


def _is(formula: Formula, term: Term, state: State, type_: Type) -> Any:
    if state is ABSENT:
        return term.is_absent
    if isinstance(state, Items):
        return _are(formula, term, state, dict(type_.fields))
    if isinstance(term.value, Slots) and isinstance(state, tuple):
        return all_of(
            has if code in state else denied(has)
            for code, (_, has) in zip(_codes(type_), term.value.elements, strict=True)
        )
    constant = formula.variables.constant(state, type_)  # type: ignore[arg-type]
    return all_of((denied(term.is_absent), formula.is_same(term, constant)))


def _codes(type_: Type) -> tuple[str, ...]:
    """The codes that a list of them may hold."""
    assert type_.element is not None
    assert type_.element.of is not None
    return LISTS[type_.element.of].codes


def _are(formula: Formula, term: Term, items: Items, types: Mapping[str, Type]) -> Any:
    assert isinstance(term.value, Slots)
    parts = []
    for at, (item, has) in enumerate(term.value.elements):
        assert isinstance(item, Mapping)
        if at >= len(items.items):
            parts.append(denied(has))
            continue
        parts.append(has)
        parts += [
            _is(formula, item[name], state, types[name]) for name, state in items.items[at].items()
        ]
    return all_of(parts) if parts else any_of(())
