"""What a service comes to, as nodes of the core: all that a decision says, for everybody at once.

A decision is made on one day, with what is in force on it; here the days are folded in, so that
one node says what holds on any day. Of facts that are known or absent these nodes come to what
`engine/decide/decision.py` says, and a property holds them to it.

Not here: what is asked about them (`engine/analysis/prove/`), the trace and its sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from engine.analysis.questions import World
from engine.answers.registers import register_facts
from engine.definitions.built_in_lists import BUILT_IN_LISTS
from engine.definitions.catalogue import Catalogue
from engine.definitions.world import in_force, world_of
from engine.expressions import core
from engine.expressions.compiled import CompiledRule
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.problem import Span
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import ABSENT, Fault, Known, Unknown


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee line: whether it is charged, and the amount where it is."""

    stage: Stage
    is_charged: Node
    amount: Node


@dataclass(frozen=True, slots=True)
class Whole:
    """What a decision says, by id.

    `is_open`: every register of `open_to` holds a record. Without it nothing is met, asked or
    charged. A rule that is not in force counts as met. An outcome is `eligible`, or
    `ineligible`, or neither: then it is undecided, or a fault. `totals` are by stage and hold zero
    where no line is charged. `validity` is the first day, and for how long. Determinations and
    validity are those of somebody to whom the service is open.
    """

    is_open: Node
    rules: Mapping[str, Node]
    eligible: Node
    ineligible: Node
    documents: Mapping[str, Node]
    fees: Mapping[str, Charge]
    totals: Mapping[Stage, Node]
    determinations: Mapping[str, Node]
    validity: tuple[Node, Node] | None

    @classmethod
    def of(cls, program: Program) -> Whole:
        at = Span(PurePosixPath(f"services/{program.service}.yaml"), 1, 1)  # of the service whole
        records = (f"{register}.is_on_record" for register in program.open_to)
        is_open = _all((core.FactRef(name, YES_NO, at) for name in records), at)
        rules = {entry.rule.id: kept(entry) for entry in program.rules}
        fees = {
            entry.fee.id: Charge(
                entry.fee.stage,
                _stands(entry.fee.effective_from, entry.fee.effective_to, entry.when, is_open),
                entry.amount,
            )
            for entry in program.fees
        }
        lasting = program.validity
        return cls(
            is_open=is_open,
            rules=rules,
            eligible=_all((is_open, *rules.values()), at),
            ineligible=_all((is_open, failed(_all(rules.values(), at))), at),
            documents={
                one.document.id: _stands(
                    one.document.effective_from, one.document.effective_to, one.when, is_open
                )
                for one in program.documents
            },
            fees=fees,
            totals=dict(_totals(fees.values())),
            determinations={name: program.derived[name].body for name in program.determinations},
            validity=None if lasting is None else (lasting.starts, lasting.lasts),
        )


def worlds(catalogue: Catalogue) -> Iterator[tuple[str, World]]:
    """Every service of any kind, with what is declared of its facts.

    Examples are near the first demonstration person whom every register of `open_to` knows, and
    near the day on which most scenarios of the service decide.
    """
    days = _days_of_scenarios(catalogue)
    for service in catalogue.listed:
        rules = catalogue.rule_sets[service.rules]
        program = catalogue.programs[service.id]
        lists = {**catalogue.lists, **BUILT_IN_LISTS}
        world = world_of(service, rules, catalogue.registers, lists, program)
        present = days.get(service.id, world.present)
        yield service.id, replace(world, like=_like(catalogue, program), present=present)


def _days_of_scenarios(catalogue: Catalogue) -> Mapping[str, date]:
    """The most frequent decision date by service, the latest of several."""
    days: dict[str, Counter[date]] = {}
    for scenario in catalogue.scenarios:
        days.setdefault(scenario.service, Counter())[scenario.decision_date] += 1
    return {
        service: max(counted, key=lambda day: (counted[day], day))
        for service, counted in days.items()
    }


def _like(catalogue: Catalogue, program: Program) -> Mapping[str, Known]:
    """What registers say of somebody, names and other texts left out."""
    for person in catalogue.people.values():
        facts = register_facts(program, person.answers)
        if all(facts[f"{register}.is_on_record"] is True for register in program.open_to):
            return {
                name: state
                for name, state in facts.items()
                if program.facts[name].type.kind is not Kind.TEXT
                and state is not ABSENT
                and not isinstance(state, Unknown | Fault)
            }
    return {}


def kept(entry: CompiledRule) -> Node:
    """That a rule, where it is in force, is met. One that `applies_on` a day says so itself."""
    rule = entry.rule
    if rule.applies_on is not None:
        return entry.condition
    bounds = tuple(in_force(rule.effective_from, rule.effective_to, rule.span))
    return core.Or((failed(_all(bounds, rule.span)), entry.condition), YES_NO, rule.span)


def failed(node: Node) -> Node:
    return core.Not(node, YES_NO, node.at)


def _stands(first: date, last: date | None, when: Node | None, is_open: Node) -> Node:
    """That something is in force, and its condition, if it has one, holds."""
    at = is_open.at if when is None else when.at
    own = () if when is None else (when,)
    return _all((is_open, *in_force(first, last, at), *own), at)


def _all(nodes: Iterable[Node], at: Span) -> Node:
    parts = tuple(nodes)
    return core.And(parts, YES_NO, at) if parts else core.Const(True, YES_NO, at)


def _totals(fees: Iterable[Charge]) -> Iterator[tuple[Stage, Node]]:
    of_stage: dict[Stage, list[Charge]] = {}
    for one in fees:
        of_stage.setdefault(one.stage, []).append(one)
    for stage, charges in of_stage.items():
        yield stage, _sum(charges)


def _sum(charges: list[Charge]) -> Node:
    """The sum of the lines that are charged."""
    total: Node | None = None
    for one in charges:
        money, at = one.amount.type.required(), one.amount.at
        line = core.If(one.is_charged, one.amount, _nothing(money, at), money, at)
        total = line if total is None else core.Add(total, line, 1, money, at)
    assert total is not None, "a stage has a line"
    return total


def _nothing(money: Type, at: Span) -> Node:
    return core.Const(Money(money.of or "", 0), money, at)


def deciding(program: Program) -> Iterator[Node]:
    """What a decision is made of, and which steps are asked: verdicts, documents, fees,
    determinations, validity. Fields are not among them."""
    yield from (entry.condition for entry in program.rules)
    yield from (entry.when for entry in program.documents if entry.when is not None)
    for fee in program.fees:
        yield fee.amount
        if fee.when is not None:
            yield fee.when
    yield from (program.derived[name].body for name in program.determinations)
    if program.validity is not None:
        yield program.validity.starts
        yield program.validity.lasts
    yield from (node for node in program.steps.values() if node is not None)
