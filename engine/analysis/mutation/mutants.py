"""The mutants of a service: its program with one small change, as a mistake could make it.

Conditions and amounts are changed as `node_changes.py` says; a rule, a document and a fee line are
dropped, or their condition; tables and dated values as `mutants_of_values.py` says.

Only what a decision or a form reads is changed: no scenario says anything of the rest. Cells of a
table in which rows must be disjoint and complete stay, as the check would refuse what comes of it.
The first day of all is no boundary of the law but of the file, so nothing moves it. Lists of codes
are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from engine.analysis.mutation.mutant import Mutant, differing, read_by_scenarios
from engine.analysis.mutation.mutants_of_values import of_table, of_value
from engine.analysis.mutation.node_changes import Changed, changes_of
from engine.analysis.questions import opened
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.reads import reads_of
from engine.expressions.shape import shape
from engine.model.fact import LATER
from engine.model.problem import Span
from engine.model.types import YES_NO


def mutants_of(program: Program) -> Iterator[Mutant]:
    """Every mutant, in the order of the program's parts."""
    read = opened(read_by_scenarios(program), program)
    yield from _of_rules(program)
    yield from _of_documents(program)
    yield from _of_fees(program)
    yield from _of_derived(program, read)
    yield from _of_validity(program)
    for name, made in program.tables.items():
        if name in read:
            yield from of_table(program, name, made)
    for value in program.values.values():
        if value.name in read:
            yield from of_value(program, value)


# Conditions -----------------------------------------------------------------------------------


def _of_rules(program: Program) -> Iterator[Mutant]:
    for number, entry in enumerate(program.rules):
        of = f"the rule `{entry.rule.id}`"

        def with_condition(node: Node, number: int = number) -> Program:
            rules = list(program.rules)
            rules[number] = replace(rules[number], condition=node)
            return replace(program, rules=tuple(rules))

        yield _dropped(program, entry.rule.span, of, entry.condition, True, with_condition)
        yield from _changed(program, of, entry.condition, with_condition)


def _of_documents(program: Program) -> Iterator[Mutant]:
    for number, entry in enumerate(program.documents):
        of, at = f"the document `{entry.document.id}`", entry.document.span
        when = entry.when or core.Const(True, YES_NO, at)

        def with_when(node: Node, number: int = number) -> Program:
            documents = list(program.documents)
            documents[number] = replace(documents[number], when=node)
            return replace(program, documents=tuple(documents))

        if isinstance(when, core.Quantified) and entry.document.for_each is not None:
            yield from _of_items(program, of, when, with_when)
            continue
        yield _dropped(program, at, of, when, False, with_when)
        if entry.when is not None:
            yield _dropped(program, at, of, when, True, with_when, "without its condition")
            yield from _changed(program, of, when, with_when)


def _of_items(
    program: Program, of: str, when: core.Quantified, made: Callable[[Node], Program]
) -> Iterator[Mutant]:
    """Of a document that is due for some items: what is asked of each is changed, and no more."""

    def with_body(node: Node) -> Program:
        return made(replace(when, body=node))

    yield _dropped(program, when.at, of, when.body, False, with_body, around=when)
    for one in changes_of(when.body):
        pairs = ((when, replace(when, body=one.node)),)
        changed, asks = with_body(one.node), differing(*pairs[0])
        yield Mutant(
            program.service, one.at, of, one.text, one.says, changed, one.written, pairs, asks=asks
        )


def _of_fees(program: Program) -> Iterator[Mutant]:
    for number, entry in enumerate(program.fees):
        of, at = f"the fee line `{entry.fee.id}`", entry.fee.span
        when = entry.when or core.Const(True, YES_NO, at)

        def with_when(node: Node, number: int = number) -> Program:
            fees = list(program.fees)
            fees[number] = replace(fees[number], when=node)
            return replace(program, fees=tuple(fees))

        def with_amount(node: Node, number: int = number) -> Program:
            fees = list(program.fees)
            fees[number] = replace(fees[number], amount=node)
            return replace(program, fees=tuple(fees))

        yield _dropped(program, at, of, when, False, with_when)
        if entry.when is not None:
            yield _dropped(program, at, of, when, True, with_when, "without its condition")
            yield from _changed(program, of, when, with_when)
        given = reads_of((entry.amount,), program.derived, program.tables).facts
        if not any(_is_later(program, fact.name) for fact in given):
            yield from _changed(program, of, entry.amount, with_amount)


def _is_later(program: Program, name: str) -> bool:
    """Whether it is said only after the decision, where no scenario reaches."""
    return name in program.facts and program.facts[name].source in LATER


def _of_derived(program: Program, read: Mapping[str, None]) -> Iterator[Mutant]:
    for name, entry in program.derived.items():
        if name not in read:
            continue

        def with_body(node: Node, name: str = name) -> Program:
            body = replace(program.derived[name], body=node)
            return replace(program, derived={**program.derived, name: body})

        yield from _changed(program, f"`{name}`", entry.body, with_body)


def _of_validity(program: Program) -> Iterator[Mutant]:
    held = program.validity
    if held is None:
        return

    def with_starts(node: Node) -> Program:
        return replace(program, validity=replace(held, starts=node))

    def with_lasts(node: Node) -> Program:
        return replace(program, validity=replace(held, lasts=node))

    yield from _changed(program, "the validity", held.starts, with_starts)
    yield from _changed(program, "the validity", held.lasts, with_lasts)


def _changed(
    program: Program, of: str, node: Node, made: Callable[[Node], Program]
) -> Iterator[Mutant]:
    seen = {shape(node)}
    for one in changes_of(node):
        key = shape(one.node)
        if key not in seen:
            seen.add(key)
            yield _mutant(program, of, one, node, made)


def _mutant(
    program: Program, of: str, one: Changed, node: Node, made: Callable[[Node], Program]
) -> Mutant:
    pairs = ((node, one.node),)
    asks = differing(node, one.node)
    changed = made(one.node)
    return Mutant(
        program.service, one.at, of, one.text, one.says, changed, one.written, pairs, asks=asks
    )


def _dropped(
    program: Program,
    at: Span,
    of: str,
    node: Node,
    truth: bool,
    made: Callable[[Node], Program],
    says: str = "left out",
    around: core.Quantified | None = None,
) -> Mutant:
    always: Node = core.Const(truth, YES_NO, at)
    program_made = made(always)
    if around is not None:
        node, always = around, replace(around, body=always)
    pairs, asks = ((node, always),), differing(node, always)
    return Mutant(program.service, at, of, "", says, program_made, "", pairs, asks=asks)
