"""How large a network may be, and how it is dealt out: atoms to facts, rules to rulesets.

durable-rules reports some of its limits, and hangs or breaks the process at others, so all are
kept here, before it sees a rule. They were read in its source, release 2.0.28:

- a fact has at most 255 properties, three of them its own;
- while a fact is matched, a stack holds every test that is waiting: 64 at most;
- a joined test writes two marks for each `$and` and `$or` in it: less than 32 together;
- a rule fires once for each way through its `$or`s: nothing stops it from firing for ever;
- 512 different tests after one another fill a table that is then searched without end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Final

from engine.decide.network_rules import (
    Kind,
    NetworkRule,
    Test,
    Thing,
    all_tests,
    anchors,
    ladder,
    things,
    transition_rule,
)
from engine.expressions.program import Program
from engine.model.lifecycle import Transition
from engine.model.problem import EngineError, Span

MAX_ATOMS: Final = 1000
MAX_PROPERTIES: Final = 240
MAX_WAITING: Final = 60
MAX_CONNECTIVES: Final = 15
MAX_WAYS: Final = 4096
MAX_RULES: Final = 1000
MAX_FOLLOWING: Final = 500
_FIXED: Final = 5  # three anchors, the first rung, and what makes the outcome ineligible


class NetworkTooLargeError(EngineError):
    """The service is larger than durable-rules can take. `at` is what is too large, or None."""

    def __init__(self, message: str, at: Span | None = None) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Part:
    """The rules of one ruleset, and the properties that each fact of atoms holds, by its kind."""

    rules: tuple[NetworkRule, ...]
    facts: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Every rule of the network. `whole` has the transitions and says the outcome.

    What one ruleset takes is all in `whole`. A larger service is decided in `parts`, and `whole`
    reads what each part says as if it were a verdict.
    """

    parts: Mapping[str, Part]
    whole: Part


def plan(program: Program, transitions: tuple[Transition, ...]) -> Plan:
    """Raises NetworkTooLargeError before durable-rules would hang or fail."""
    _check_formulas(program, transitions)
    events = tuple(transition_rule(transition, program.logic) for transition in transitions)
    for transition, rule in zip(transitions, events, strict=True):
        _check_test(rule, transition.span)
    drafts = _drafts(program, MAX_RULES - len(events))
    if len(drafts) == 1:
        return Plan({}, drafts[0].part(events))
    parts = {f"part-{at}": draft.part() for at, draft in enumerate(drafts, start=1)}
    return Plan(parts, _Draft(rule_ids=list(parts)).part(events))


# Facts ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """The things decided from one fact: all wait together, and one at a time grows `wide`."""

    kind: str
    properties: set[str] = field(default_factory=set)
    things: int = 0
    wide: int = 0
    rules: list[NetworkRule] = field(default_factory=list)

    def has_room_for(self, thing: _Sized) -> bool:
        return (
            len(self.properties | thing.properties) <= MAX_PROPERTIES
            and self.things + 1 + max(self.wide, thing.wide) <= MAX_WAITING
        )

    def add(self, thing: _Sized) -> None:
        self.properties |= thing.properties
        self.things += 1
        self.wide = max(self.wide, thing.wide)
        for rule in thing.rules:
            test = all_tests({"kind": self.kind}, *rule.antecedents)
            self.rules.append(replace(rule, antecedents=(test,)))


@dataclass(frozen=True, slots=True)
class _Sized:
    rules: tuple[NetworkRule, ...]
    properties: frozenset[str]
    wide: int
    at: Span

    @property
    def rule_ids(self) -> list[str]:
        """The rule, if it is one, whose verdict the ladder needs."""
        return [rule.name for rule in self.rules[:1] if rule.kind is Kind.VERDICT]


@dataclass(slots=True)
class _Draft:
    """A part while things are dealt out to it, in order, each to the fact that has room for it."""

    groups: list[_Group] = field(default_factory=lambda: [_Group(f"{Kind.ATOMS}-1")])
    rule_ids: list[str] = field(default_factory=list)

    def has_room_for(self, thing: _Sized, most: int) -> bool:
        """With a fact of its own, should it need one: each has an anchor."""
        size = sum(1 + len(group.rules) for group in self.groups) + len(self.rule_ids) + _FIXED
        more = 1 + len(thing.rules) + len(thing.rule_ids)
        return size + more <= most and len(self.rule_ids) < MAX_FOLLOWING

    def add(self, thing: _Sized) -> None:
        if not self.groups[-1].has_room_for(thing):
            self.groups.append(_Group(f"{Kind.ATOMS}-{len(self.groups) + 1}"))
        if not self.groups[-1].has_room_for(thing):
            counts = f"{len(thing.properties)} comparisons, {thing.wide} side by side"
            raise NetworkTooLargeError(counts, thing.at)
        self.groups[-1].add(thing)
        self.rule_ids += thing.rule_ids

    def part(self, events: tuple[NetworkRule, ...] = ()) -> Part:
        kinds = tuple(group.kind for group in self.groups)
        rules = (
            *anchors(kinds),
            *ladder(tuple(self.rule_ids), {"kind": kinds[0]}),
            *(rule for group in self.groups for rule in group.rules),
            *events,
        )
        if len(rules) > MAX_RULES:
            raise NetworkTooLargeError(f"{len(rules)} rules in the network, at most {MAX_RULES}")
        return Part(rules, {one.kind: frozenset(one.properties) for one in self.groups})


def _drafts(program: Program, most: int) -> list[_Draft]:
    """The things of the program in as few parts as take them, of `most` rules at most."""
    drafts = [_Draft()]
    for thing in things(program):
        sized = _sized(thing)
        if not drafts[-1].has_room_for(sized, most):
            drafts.append(_Draft())
        drafts[-1].add(sized)
    return drafts


def _sized(thing: Thing) -> _Sized:
    """Of rows that read downwards one holds at most, but a verdict is tested both ways at once."""
    tests = [test for rule in thing.rules for test in rule.antecedents]
    for rule in thing.rules:
        _check_test(rule, thing.at)
    is_verdict = thing.rules[0].kind is Kind.VERDICT
    wide = (sum if is_verdict else max)(map(_width, tests))
    properties = frozenset(name for test in tests for name in _properties(test))
    return _Sized(thing.rules, properties, wide, thing.at)


def _check_formulas(program: Program, transitions: tuple[Transition, ...]) -> None:
    """Whether every condition can be written out: derived facts may read one another twice."""
    logic = program.logic
    sizes: dict[str, int] = {}
    placed = [
        *((logic.rules.get(entry.rule.id), entry.rule.span) for entry in program.rules),
        *((logic.documents.get(d.document.id), d.document.span) for d in program.documents),
        *((logic.fees.get(entry.fee.id), entry.fee.span) for entry in program.fees),
        *((logic.transitions.get(one.id), one.span) for one in transitions),
    ]
    for formula, at in placed:
        size = 0 if formula is None else logic.size(formula, sizes)
        if size > MAX_ATOMS:
            words = f"{size} comparisons, derived facts written out, at most {MAX_ATOMS}"
            raise NetworkTooLargeError(words, at)


# Tests ------------------------------------------------------------------------------------------


def _check_test(rule: NetworkRule, at: Span) -> None:
    for test in rule.antecedents:
        connectives = _connectives(all_tests({"kind": rule.kind}, test))
        if connectives > MAX_CONNECTIVES:
            words = f"{connectives} groups of `and` and `or` in one condition"
            raise NetworkTooLargeError(f"{words}, at most {MAX_CONNECTIVES}", at)
        if (ways := _ways(test)) > MAX_WAYS:
            raise NetworkTooLargeError(f"{ways} ways to hold or to fail, at most {MAX_WAYS}", at)


def _inner(test: Test) -> tuple[str, list[Test]] | None:
    """The connective of a test and the tests under it, or None for a test of one property."""
    ((name, value),) = test.items()
    return (name, value) if isinstance(value, list) else None


def _properties(test: Test) -> Iterator[str]:
    inner = _inner(test)
    if inner is None:
        yield from test
    else:
        for part in inner[1]:
            yield from _properties(part)


def _connectives(test: Test) -> int:
    inner = _inner(test)
    return 0 if inner is None else 1 + sum(map(_connectives, inner[1]))


def _ways(test: Test) -> int:
    inner = _inner(test)
    if inner is None:
        return 1
    return (prod if inner[0] == "$and" else sum)(map(_ways, inner[1]))


def _width(test: Test) -> int:
    """How many tests can wait at once: the branches of every `$or` on the way, and one."""
    inner = _inner(test)
    if inner is None:
        return 1
    if inner[0] == "$or":
        return sum(map(_width, inner[1]))
    return 1 + sum(_width(part) for part in inner[1] if _inner(part) is not None)
