"""Tables of which several rows may hold, in the trace, the network and what is official."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import decide
from engine.decide.network import Network
from engine.expressions.program import Program
from engine.model.decision import Decision
from engine.model.fee_part import ValueUsed
from engine.model.rule import HitPolicy
from engine.model.types import YES_NO
from engine.model.value import Facts, State
from tests.support.programs import COLOUR, WHOLE, OutputOf, RuleOf, TableOf, given, program_of

DAY = date(2026, 1, 15)
FACTS = {"a": YES_NO, "b": YES_NO, "n": WHOLE, "colour": COLOUR}
INPUTS = {"a": "a", "b": "b"}
ROWS = {"one": {"a": "true"}, "two": {"b": "true"}}
SINCE = {date(2020, 1, 1): 1, date(2026, 1, 1): 2}


def table(policy: HitPolicy, **changes: object) -> TableOf:
    made = TableOf(INPUTS, ROWS, {"one": SINCE, "two": SINCE}, default=0, policy=policy)
    return replace(made, **changes)  # type: ignore[arg-type]


def program(made: TableOf, condition: str, *cite: str) -> Program:
    rules = {"r": RuleOf(condition, cite=cite or ("law",))}
    return program_of(facts=FACTS, tables={"t": made}, rules=rules)


def decided(made: TableOf, condition: str, **facts: State) -> Decision:
    return decide(program(made, condition), given(**facts), DAY, "release")


# What was used ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made, facts, value, since, rows",
    [
        (table(HitPolicy.ANY), {"a": True, "b": True}, 2, date(2026, 1, 1), ("one", "two")),
        (table(HitPolicy.ANY), {"b": True}, 2, date(2026, 1, 1), ("two",)),
        (table(HitPolicy.FIRST), {"a": True, "b": True}, 2, date(2026, 1, 1), ("one",)),
        (table(HitPolicy.FIRST), {"a": False, "b": False}, 0, date(2020, 1, 1), ()),
        (
            table(HitPolicy.FIRST, outputs={"one": "feel:n + 1", "two": 1}),
            {"a": True, "n": Decimal(4)},
            5,
            None,
            ("one",),
        ),
    ],
)
def test_the_rows_that_hold_are_traced_and_since_when(
    made: TableOf,
    facts: dict[str, State],
    value: int,
    since: date | None,
    rows: tuple[str, ...],
) -> None:
    (atom,) = decided(made, "t > 1", **facts).rules[0].atoms
    assert atom.used == (ValueUsed("t", Decimal(value), since, rows),)


def test_a_list_holds_since_the_last_of_its_rows_does() -> None:
    made = table(HitPolicy.RULE_ORDER, outputs={"one": SINCE, "two": 3})
    (atom,) = decided(made, "2 in t", a=True, b=True).rules[0].atoms
    both = (Decimal(2), Decimal(3))
    assert atom.used == (ValueUsed("t", both, date(2026, 1, 1), ("one", "two")),)


def test_each_of_several_outputs_is_named() -> None:
    more = {"which": OutputOf(COLOUR, {"one": "red", "two": "green"}, "blue")}
    made = table(HitPolicy.FIRST, more=more)
    (atom,) = (
        decided(made, "if a then t.result > 1 else t.which = colour", a=True).rules[0].atoms[1:2]
    )
    assert [used.name for used in atom.used] == ["t.result"]


def test_what_a_computed_output_reads_is_read_by_the_atom() -> None:
    made = table(HitPolicy.FIRST, outputs={"one": "feel:n + 1", "two": 1})
    (atom,) = decided(made, "t > 1", a=True, b=False).rules[0].atoms
    assert [name for name, _ in atom.reads] == ["a", "b", "n"]


def test_what_one_output_computes_is_not_read_by_another() -> None:
    more = {"which": OutputOf(YES_NO, {"one": "feel:n > 1", "two": True}, True)}
    made = table(HitPolicy.FIRST, more=more)
    result, which = (
        decided(made, condition, a=True).rules[0].atoms[0]
        for condition in ("t.result > 1", "t.which")
    )
    assert [name for name, _ in result.reads] == ["a", "b"]
    assert [name for name, _ in which.reads] == ["a", "b", "n"]


# The network ------------------------------------------------------------------------------------

LISTED = table(HitPolicy.COLLECT)


@pytest.mark.parametrize(
    "made, facts, rows",
    [
        (table(HitPolicy.ANY), {"a": True, "b": True}, {"t": ("one", "two")}),
        (table(HitPolicy.ANY), {"a": True}, {"t": ("one",)}),
        (table(HitPolicy.ANY), {"a": False}, {}),
        (LISTED, {"a": True, "b": True}, {"t": ("one", "two")}),
        (LISTED, {"a": False, "b": False}, {"t": ()}),
        (LISTED, {"a": True}, {}),
    ],
)
def test_the_rows_of_settled_tables_are_kept_and_compared(
    made: TableOf, facts: dict[str, State], rows: dict[str, tuple[str, ...]]
) -> None:
    condition = "2 in t" if made.policy.gives_list else "t > 1"
    decision = decided(made, condition, **facts)
    assert decision.rows == rows
    network = Network(program(made, condition))
    assert network.differences(decision, given(**facts)) == ()
    for wrong in ((), ("two",)):
        tampered = replace(decision, rows=dict.fromkeys(rows, wrong))
        found = [one.what for one in network.differences(tampered, given(**facts))]
        assert found == (["rows"] if tampered.rows != rows else [])
    network.close()


def test_the_network_takes_the_row_of_highest_priority() -> None:
    outputs = {"one": 1, "two": 2}
    made = table(HitPolicy.PRIORITY, outputs=outputs, order={"result": (2, 1)})
    facts: Facts = given(a=True, b=True)
    decision = decide(program(made, "t > 1"), facts, DAY, "release")
    network = Network(program(made, "t > 1"))
    assert decision.rows == {"t": ("two",)}
    assert network.differences(decision, facts) == ()
    network.close()


# Official or not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "policy, a, b, is_official",
    [
        (HitPolicy.ANY, True, True, True),  # each is reason enough
        (HitPolicy.ANY, False, True, False),
        (HitPolicy.COLLECT, True, True, False),
        (HitPolicy.COLLECT, True, False, True),
        (HitPolicy.COLLECT, False, False, True),  # the default has the citations of the table
        (HitPolicy.FIRST, True, True, True),
    ],
)
def test_a_result_is_as_official_as_the_rows_that_hold(
    policy: HitPolicy, a: bool, b: bool, is_official: bool
) -> None:
    made = table(policy, row_cite={"one": ("law",), "two": ("blog",)})
    condition = "2 in t" if policy.gives_list else "t > 1"
    assert decided(made, condition, a=a, b=b).rules[0].is_official is is_official
