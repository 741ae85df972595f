"""The trace: what each atom read, which atoms decided, and whether all of it is official."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.decide.decision import decide
from engine.model.decision import Decision, RuleResult
from engine.model.fee_part import ValueUsed
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import ABSENT, Items, State
from tests.support.programs import (
    COLOUR,
    WHOLE,
    AskedOf,
    DocumentOf,
    FeeOf,
    RuleOf,
    TableOf,
    given,
    program_of,
)

DAY = date(2026, 1, 15)
FACTS = {"n": WHOLE, "m": WHOLE, "a": YES_NO, "b": YES_NO, "c": YES_NO, "opt": WHOLE.optional()}
PALETTE = Type(Kind.LIST, element=COLOUR)


def decided(facts: dict[str, State], **parts: object) -> Decision:
    return decide(program_of(facts={**FACTS, "colour": COLOUR}, **parts), given(**facts), DAY, "r")


def ruled(condition: object, **facts: State) -> RuleResult:
    return decided(facts, rules={"r": condition}).rules[0]


def deciding(result: RuleResult) -> list[str]:
    return [atom.text for atom in result.atoms if atom.id in result.deciding]


# What decided -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "condition, facts, decided_by",
    [
        ("a and b", {"a": True, "b": True}, ["a", "b"]),
        ("a and b", {"a": False, "b": False}, ["a"]),
        ("a and b", {"b": False}, ["b"]),
        ("a or b", {"a": True, "b": True}, ["a"]),
        ("a or b", {"a": False, "b": False}, ["a", "b"]),
        ("not(a or b)", {"b": True}, ["b"]),
        ("if a then b else c", {"a": True, "b": False, "c": False}, ["a", "b"]),
        ("if a then b else c", {"a": False, "b": True, "c": False}, ["a", "c"]),
        ("(a and b) or c", {"a": True, "b": True, "c": True}, ["a", "b"]),
        ("(a and b) or c", {"a": True, "c": True}, ["c"]),
        ("(a or b) and (a or c)", {"a": True, "b": True, "c": True}, ["a"]),
        ("(a and b) or a", {"a": True, "b": True}, ["a"]),
        ("a and b", {"a": True}, []),
        ("opt = null or opt > 1", {"opt": ABSENT}, ["opt = null"]),
        ("opt = null or opt > 1", {"opt": Decimal(2)}, ["opt > 1"]),
        ("opt = null or opt > 1", {"opt": Decimal(1)}, ["opt = null", "opt > 1"]),
    ],
)
def test_the_deciding_atoms_settle_the_verdict_and_no_fewer_do(
    condition: str, facts: dict[str, State], decided_by: list[str]
) -> None:
    assert deciding(ruled(condition, **facts)) == decided_by


def test_derived_facts_are_opened() -> None:
    derived = {"both": {"all": ["a", "b"]}, "either": {"any": ["both", "c"]}}
    decision = decided({"a": True, "b": True}, derived=derived, rules={"r": "either"})
    assert deciding(decision.rules[0]) == ["a", "b"]


def test_derived_facts_that_double_one_another_are_traced_once() -> None:
    """Each was once written out again by each of its readers."""
    derived = {"d0": "a"} | {f"d{at}": f"d{at - 1} and d{at - 1}" for at in range(1, 5)}
    formulas = {"f0": "n"} | {f"f{at}": f"f{at - 1} + f{at - 1}" for at in range(1, 40)}
    facts: dict[str, State] = {"a": True, "n": Decimal(1)}
    rules = {"r": "d4", "s": "f39 > 1"}
    decision = decided(facts, derived=derived, formulas=formulas, rules=rules)
    one, two = decision.rules
    assert [atom.text for atom in one.atoms] == ["a"]
    assert len(two.atoms[0].reads) == 41


# What was read ----------------------------------------------------------------------------------


def test_an_atom_holds_both_sides_what_it_read_and_where_it_stands() -> None:
    values = {"limit": (WHOLE, {date(2025, 4, 1): 5, date(2026, 4, 1): 6})}
    decision = decided(
        {"n": Decimal(3)}, values=values, formulas={"twice": "n * 2"}, rules={"r": "twice > limit"}
    )
    (atom,) = decision.rules[0].atoms
    assert (atom.text, atom.operator, atom.truth) == ("twice > limit", ">", True)
    assert (atom.left, atom.right) == (Decimal(6), Decimal(5))
    assert atom.reads == (("twice", Decimal(6)), ("n", Decimal(3)))
    assert atom.used == (ValueUsed("limit", Decimal(5), date(2025, 4, 1)),)
    assert atom.place.startswith("rules/test.yaml:")


@pytest.mark.parametrize(
    "condition, operator, left, right",
    [
        ("n in [1..5]", ">=", Decimal(3), Decimal(1)),
        ("opt = null", "absent", ABSENT, None),
        ("colour in palette", "in", "red", ("red", "green")),
        ("some p in posts satisfies p.hours > n", None, None, None),
        ("a", None, None, None),
    ],
)
def test_every_kind_of_atom_is_traced(
    condition: str, operator: str | None, left: State | None, right: State | None
) -> None:
    facts: dict[str, State] = {
        "n": Decimal(3),
        "opt": ABSENT,
        "colour": "red",
        "a": True,
        "posts": Items(),
    }
    decision = decided(
        facts,
        values={"palette": (PALETTE, ("red", "green"))},
        groups={"posts": {"hours": AskedOf(WHOLE)}},
        rules={"r": condition},
    )
    atom = decision.rules[0].atoms[0]
    assert (atom.operator, atom.left, atom.right) == (operator, left, right)


LEVEL = TableOf(
    {"c": "colour", "n": "n"},
    {"r1": {"c": "red"}, "r2": {"c": ("green", "blue"), "n": "feel:> m"}},
    {"r1": 1, "r2": {date(2020, 1, 1): 2, date(2026, 1, 1): 3}},
    default=0,
    row_cite={"r2": ("blog",)},
)


def test_an_atom_that_reads_a_table_reads_every_column_of_it() -> None:
    """The columns of the first row alone were once taken for all."""
    facts: dict[str, State] = {"colour": "blue", "n": Decimal(5), "m": Decimal(1)}
    (atom,) = decided(facts, tables={"level": LEVEL}, rules={"r": "level > 0"}).rules[0].atoms
    assert dict(atom.reads) == facts
    assert atom.used == (ValueUsed("level", Decimal(3), date(2026, 1, 1), ("r2",)),)


def test_the_same_atom_is_traced_once_for_all_rules() -> None:
    decision = decided({"n": Decimal(3)}, rules={"one": "n > 1", "two": " n  >  1 or a"})
    one, two = decision.rules
    assert one.atoms[0] is two.atoms[0]


# Official or not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cite, condition, colour, is_official",
    [
        (("law",), "a", "red", True),
        (("law", "blog"), "a", "red", True),
        (("blog",), "a", "red", False),
        (("law", "guess"), "a", "red", False),
        (("law",), "n > limit", "red", False),
        (("law",), "n > twice", "red", False),
        (("law",), "level > 0", "red", True),
        (("law",), "level > 0", "green", False),
        (("law",), "a or level > 0", "green", False),
        (("law",), "tested > 0", "red", False),
    ],
)
def test_nothing_is_more_official_than_the_values_and_rows_it_reads(
    cite: tuple[str, ...], condition: str, colour: str, is_official: bool
) -> None:
    facts: dict[str, State] = {"a": True, "n": Decimal(5), "m": Decimal(1), "colour": colour}
    parts: dict[str, object] = {
        "values": {"limit": (WHOLE, 1)},
        "formulas": {"twice": "limit * 2"},
        "tables": {
            "level": LEVEL,
            "tested": TableOf({"n": "n"}, {"r": {"n": "feel:> twice"}}, {"r": 1}, default=0),
        },
    }
    program = program_of(
        facts={**FACTS, "colour": COLOUR},
        rules={"r": RuleOf(condition, cite=cite)},
        value_cite={"limit": ("blog",)},
        **parts,
    )
    decision = decide(program, given(**facts), DAY, "r")
    assert decision.rules[0].is_official is is_official


def test_fee_lines_and_documents_are_official_like_rules() -> None:
    fees = {"f": FeeOf("price", cite=("law",)), "g": FeeOf("price", cite=("blog",))}
    documents = {"d": DocumentOf("n > limit"), "e": DocumentOf()}
    program = program_of(
        facts=FACTS,
        values={"limit": (WHOLE, 1), "price": (Type(Kind.MONEY, of="SAR"), None)},
        value_cite={"limit": ("blog",)},
        fees=fees,
        documents=documents,
    )
    decision = decide(program, given(n=Decimal(5)), DAY, "r")
    assert {line.id: line.is_official for line in decision.fees} == {"f": True, "g": False}
    assert {due.id: due.is_official for due in decision.documents} == {"d": False, "e": True}
