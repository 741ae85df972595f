"""The rules of a durable-rules network, generated from the logic of a program.

One fact of kind `atoms` holds the truth of every atom as 1 or 0, without a property for unknown.
Every yes-or-no thing has a rule that fires when it holds and one that fires when it fails: that
is Kleene's logic, and when neither fires it is unknown. Verdicts are asserted as facts of kind
`verdict` that chain to the outcome by a ladder of two-fact joins, whatever their number.

There is no arithmetic and no test for absence in the network: both are unsafe in durable-rules.
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
from engine.model.problem import EngineError
from engine.model.rule import HitPolicy

Test: TypeAlias = dict[str, object]
MAX_PROPERTIES: Final = 240  # of one fact; 252 fail with error 302
MAX_TESTS: Final = 60  # on one property; over 64 fail with error 303
MAX_RULES: Final = 500  # in a ruleset; 513 never return


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


_FLAGGED = {Kind.VERDICT, Kind.DOCUMENT, Kind.FEE}


class NetworkTooLargeError(EngineError):
    """The service is larger than durable-rules can take; the text says in which way."""


def network_rules(program: Program, transitions: tuple[Transition, ...]) -> tuple[NetworkRule, ...]:
    """Every rule of the network; raises NetworkTooLargeError before durable-rules would hang."""
    rules = tuple(_rules(program, transitions))
    _check_size(rules, program.logic)
    return rules


def in_force_property(kind: Kind, name: str) -> str:
    """The property that says whether a rule, document or fee is in force on the decision date."""
    return f"in_force_{kind}_{name}"


def _rules(program: Program, transitions: tuple[Transition, ...]) -> Iterator[NetworkRule]:
    logic = program.logic
    atoms: Test = {"kind": Kind.ATOMS}
    yield NetworkRule(Kind.ANCHOR, "atoms", True, (atoms,))
    yield NetworkRule(Kind.ANCHOR, "event", True, ({"kind": Kind.EVENT},))
    yield NetworkRule(Kind.ANCHOR, "verdict", True, ({"kind": Kind.VERDICT},))
    yield NetworkRule(Kind.ANCHOR, "rung", True, ({"kind": Kind.RUNG},))
    for rule_id, formula in logic.rules.items():
        yield from _verdicts(rule_id, formula, logic)
    yield from _ladder(tuple(logic.rules))
    for document in program.documents:
        name = document.document.id
        test = _when(logic.documents.get(name), logic)
        flag: Test = {in_force_property(Kind.DOCUMENT, name): 1}
        yield NetworkRule(Kind.DOCUMENT, name, True, (_and(atoms, flag, *test),))
    for fee in program.fees:
        name = fee.fee.id
        test = _when(logic.fees.get(name), logic)
        flag = {in_force_property(Kind.FEE, name): 1}
        yield NetworkRule(Kind.FEE, name, True, (_and(atoms, flag, *test),))
    for name, rows in logic.rows.items():
        policy = program.tables[name].table.hit_policy
        yield from _row_rules(name, rows, policy, logic)
    for transition in transitions:
        test = _when(logic.transitions.get(transition.id), logic)
        event: Test = {"kind": Kind.EVENT}
        state: Test = {"state": transition.origin}
        by: Test = {"by": str(transition.by)}
        yield NetworkRule(Kind.TRANSITION, transition.id, True, (_and(event, state, by, *test),))


def _verdicts(rule_id: str, formula: Formula, logic: Logic) -> Iterator[NetworkRule]:
    """Met, not met, and not in force: the last counts as met on the ladder and is no verdict."""
    atoms: Test = {"kind": Kind.ATOMS}
    flag = in_force_property(Kind.VERDICT, rule_id)
    for truth in (True, False):
        test = _test(formula, logic, truth)
        yield NetworkRule(Kind.VERDICT, rule_id, truth, (_and(atoms, {flag: 1}, test),))
    yield NetworkRule(Kind.VERDICT, rule_id, True, (_and(atoms, {flag: 0}),), "not-in-force")


def _ladder(rule_ids: tuple[str, ...]) -> Iterator[NetworkRule]:
    """Rung n stands when the first n rules are met; the last one means eligible."""
    verdict: Test = {"kind": Kind.VERDICT}
    yield NetworkRule(Kind.INELIGIBLE, "any", True, (_and(verdict, {"truth": 0}),))
    if not rule_ids:
        yield NetworkRule(Kind.ELIGIBLE, "all", True, ({"kind": Kind.ATOMS},))
        return
    yield NetworkRule(Kind.RUNG, "0", True, ({"kind": Kind.ATOMS},))
    for height, rule_id in enumerate(rule_ids, start=1):
        below = _and({"kind": Kind.RUNG}, {"height": height - 1})
        met = _and(verdict, {"rule": rule_id}, {"truth": 1})
        is_last = height == len(rule_ids)
        kind = Kind.ELIGIBLE if is_last else Kind.RUNG
        yield NetworkRule(kind, "all" if is_last else str(height), True, (below, met))


def _row_rules(
    table: str, rows: tuple[tuple[str, Formula], ...], policy: HitPolicy, logic: Logic
) -> Iterator[NetworkRule]:
    """A row is chosen when it holds and, in a table that reads downwards, all above it fail."""
    atoms: Test = {"kind": Kind.ATOMS}
    above: list[Test] = []
    for row_id, formula in rows:
        test = _test(formula, logic, True)
        yield NetworkRule(Kind.ROW, table, True, (_and(atoms, test, *above),), row_id)
        if policy in {HitPolicy.FIRST, HitPolicy.PRIORITY}:
            above.append(_test(formula, logic, False))


def _when(formula: Formula | None, logic: Logic) -> tuple[Test, ...]:
    return () if formula is None else (_test(formula, logic, True),)


def _test(formula: Formula, logic: Logic, truth: bool) -> Test:
    """The test that `formula` holds (`truth` true), or that it fails."""
    match formula:
        case AtomLogic(id):
            return {id: 1 if truth else 0}
        case DerivedLogic(name):
            return _test(logic.derived[name], logic, truth)
        case NotLogic(operand):
            return _test(operand, logic, not truth)
        case AndLogic(items):
            tests = [_test(item, logic, truth) for item in items]
            return _and(*tests) if truth else _or(*tests)
        case OrLogic(items):
            tests = [_test(item, logic, truth) for item in items]
            return _or(*tests) if truth else _and(*tests)
        case IfLogic(condition, then, otherwise):
            taken = _and(_test(condition, logic, True), _test(then, logic, truth))
            not_taken = _and(_test(condition, logic, False), _test(otherwise, logic, truth))
            return _or(taken, not_taken)
        case _:
            assert_never(formula)


def _and(*tests: Test) -> Test:
    return tests[0] if len(tests) == 1 else {"$and": list(tests)}


def _or(*tests: Test) -> Test:
    return tests[0] if len(tests) == 1 else {"$or": list(tests)}


def _check_size(rules: tuple[NetworkRule, ...], logic: Logic) -> None:
    if len(rules) > MAX_RULES:
        raise NetworkTooLargeError(f"{len(rules)} rules in the network, at most {MAX_RULES}")
    flags = sum(rule.kind in _FLAGGED for rule in rules)
    properties = len(logic.atoms) + flags
    if properties > MAX_PROPERTIES:
        raise NetworkTooLargeError(f"{properties} atoms and rules, at most {MAX_PROPERTIES}")
    counts: dict[str, int] = {}
    for rule in rules:
        for antecedent in rule.antecedents:
            for name in _properties(antecedent):
                counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        if name in logic.atoms and count > MAX_TESTS:
            place = logic.atoms[name].at
            raise NetworkTooLargeError(f"{place}: tested {count} times, at most {MAX_TESTS}")


def _properties(test: Mapping[str, object]) -> Iterator[str]:
    for name, value in test.items():
        if isinstance(value, list):
            for inner in value:
                yield from _properties(inner)
        else:
            yield name
