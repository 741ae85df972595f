"""The rules of a durable-rules network, generated from the logic of a program.

Facts of atoms hold the truth of atoms as 1 or 0, without a property for unknown. Every yes-or-no
thing has a rule that fires when it holds and one that fires when it fails: that is Kleene's logic,
and when neither fires it is unknown. Verdicts are asserted as facts of kind `verdict` that chain
to the outcome by a ladder of two-fact joins, whatever their number.

There is no arithmetic and no test for absence in the network: both are unsafe in durable-rules.
How large it may be, and how atoms are dealt out to facts, is in `network_size`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from engine.expressions.logic import (
    AndLogic,
    AtomLogic,
    DerivedLogic,
    Formula,
    IfLogic,
    Logic,
    NotLogic,
    OrLogic,
)
from engine.expressions.program import Program
from engine.model.lifecycle import Transition
from engine.model.problem import Span
from engine.model.rule import HitPolicy

Test: TypeAlias = Mapping[str, object]


class Kind(StrEnum):
    """What a rule of the network says when it fires, and what a fact is."""

    ANCHOR = "anchor"  # always fires, so that the session exists and can be deleted
    ATOMS = "atoms"
    VERDICT = "verdict"
    RUNG = "rung"
    INELIGIBLE = "ineligible"
    ELIGIBLE = "eligible"
    DOCUMENT = "document"
    FEE = "fee"
    ROW = "row"
    EVENT = "event"
    TRANSITION = "transition"


@dataclass(frozen=True, slots=True)
class NetworkRule:
    """`antecedents` are joined; `truth` says whether the thing `name` holds or fails."""

    kind: Kind
    name: str
    truth: bool
    antecedents: tuple[Test, ...]
    detail: str = ""

    @property
    def id(self) -> str:
        return ":".join((self.kind, self.name, self.detail, "holds" if self.truth else "fails"))


@dataclass(frozen=True, slots=True)
class Thing:
    """What is decided from one fact of atoms: rules whose tests do not name the fact's kind yet."""

    rules: tuple[NetworkRule, ...]
    at: Span


EVENT: Final[Test] = {"kind": Kind.EVENT}
_VERDICT: Final[Test] = {"kind": Kind.VERDICT}


def things(program: Program) -> Iterator[Thing]:
    """Every rule, document and fee line, every table that reads downwards, and other rows."""
    logic = program.logic
    for entry in program.rules:
        name = entry.rule.id
        yield Thing(tuple(_verdicts(name, logic.rules[name], logic)), entry.rule.span)
    for document in program.documents:
        name = document.document.id
        test = _in_force(Kind.DOCUMENT, name, logic.documents.get(name), logic)
        yield Thing((NetworkRule(Kind.DOCUMENT, name, True, (test,)),), document.document.span)
    for fee in program.fees:
        name = fee.fee.id
        test = _in_force(Kind.FEE, name, logic.fees.get(name), logic)
        yield Thing((NetworkRule(Kind.FEE, name, True, (test,)),), fee.fee.span)
    for name, rows in logic.rows.items():
        table = program.tables[name].table
        rules = tuple(_row_rules(name, rows, table.hit_policy, logic))
        if table.hit_policy.reads_downwards:
            yield Thing(rules, table.span)
        else:
            yield from (Thing((rule,), table.span) for rule in rules)


def in_force_property(kind: Kind, name: str) -> str:
    """The property that says whether a rule, document or fee is in force on the decision date."""
    return f"in_force_{kind}_{name}"


def anchors(kinds: tuple[str, ...]) -> Iterator[NetworkRule]:
    """Rules that take every fact, so that its session exists and it is never unhandled."""
    for kind in (*kinds, Kind.EVENT, Kind.VERDICT, Kind.RUNG):
        yield NetworkRule(Kind.ANCHOR, kind, True, ({"kind": kind},))


def ladder(rule_ids: tuple[str, ...], first: Test) -> Iterator[NetworkRule]:
    """Rung n stands when the first n rules are met; the last one means eligible.

    `first` takes the fact that is asserted first, on which the ladder stands.
    """
    failed = all_tests(_VERDICT, {"truth": 0})
    yield NetworkRule(Kind.INELIGIBLE, "any", True, (failed,))
    if not rule_ids:
        yield NetworkRule(Kind.ELIGIBLE, "all", True, (first,))
        return
    yield NetworkRule(Kind.RUNG, "0", True, (first,))
    for height, rule_id in enumerate(rule_ids, start=1):
        below = all_tests({"kind": Kind.RUNG}, {"height": height - 1})
        met = all_tests(_VERDICT, {"rule": rule_id}, {"truth": 1})
        is_last = height == len(rule_ids)
        kind = Kind.ELIGIBLE if is_last else Kind.RUNG
        yield NetworkRule(kind, "all" if is_last else str(height), True, (below, met))


def transition_rule(transition: Transition, logic: Logic) -> NetworkRule:
    """Fires when the event causes the transition."""
    formula = logic.transitions.get(transition.id)
    when = () if formula is None else (_test(formula, logic, True),)
    origins = _any_test(*({"state": origin} for origin in transition.origins))
    caused = ({"event": transition.event}, {"by": str(transition.by)}, origins)
    test = all_tests(EVENT, *caused, *when)
    return NetworkRule(Kind.TRANSITION, transition.id, True, (test,))


def _verdicts(rule_id: str, formula: Formula, logic: Logic) -> Iterator[NetworkRule]:
    """Met, not met, and not in force: the last counts as met on the ladder and is no verdict."""
    flag = in_force_property(Kind.VERDICT, rule_id)
    for truth in (True, False):
        test = all_tests({flag: 1}, _test(formula, logic, truth))
        yield NetworkRule(Kind.VERDICT, rule_id, truth, (test,))
    yield NetworkRule(Kind.VERDICT, rule_id, True, ({flag: 0},), "not-in-force")


def _in_force(kind: Kind, name: str, formula: Formula | None, logic: Logic) -> Test:
    flag: Test = {in_force_property(kind, name): 1}
    return flag if formula is None else all_tests(flag, _test(formula, logic, True))


def _row_rules(
    table: str, rows: tuple[tuple[str, Formula], ...], policy: HitPolicy, logic: Logic
) -> Iterator[NetworkRule]:
    """A row is chosen when it holds and, in a table that reads downwards, all before it fail."""
    before: list[Test] = []
    for row_id, formula in rows:
        test = all_tests(*before, _test(formula, logic, True))
        yield NetworkRule(Kind.ROW, table, True, (test,), row_id)
        if policy.reads_downwards:
            before.append(_test(formula, logic, False))


def _test(formula: Formula, logic: Logic, truth: bool) -> Test:
    """The test that `formula` holds (`truth` true), or that it fails."""
    match formula:
        case AtomLogic(id):
            return {id: 1 if truth else 0}
        case DerivedLogic(name):
            return _test(logic.derived[name], logic, truth)
        case NotLogic(operand):
            return _test(operand, logic, not truth)
        case AndLogic(items) | OrLogic(items):
            tests = [_test(item, logic, truth) for item in items]
            return (all_tests if truth is isinstance(formula, AndLogic) else _any_test)(*tests)
        case IfLogic(condition, then, otherwise):
            taken = all_tests(_test(condition, logic, True), _test(then, logic, truth))
            not_taken = all_tests(_test(condition, logic, False), _test(otherwise, logic, truth))
            return _any_test(taken, not_taken)
        case _:
            assert_never(formula)


def all_tests(*tests: Test) -> Test:
    return _joined("$and", tests)


def _any_test(*tests: Test) -> Test:
    return _joined("$or", tests)


def _joined(connective: str, tests: tuple[Test, ...]) -> Test:
    """One flat connective over the tests; a single test stands for itself."""
    flat: list[object] = []
    for test in tests:
        inner = test.get(connective)
        flat += inner if isinstance(inner, list) else [test]
    return tests[0] if len(tests) == 1 else {connective: flat}
