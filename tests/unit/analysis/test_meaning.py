"""What a change means: cells with days, people and an example; or proved to be nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.analysis.formula import inquiry as formula_inquiry
from engine.analysis.meaning.meaning import Reason
from engine.analysis.pairs.pairs import Difference
from engine.model.decision import Outcome
from engine.model.money import Money
from engine.model.types import DATE, TEXT, YES_NO, Kind, Type
from tests.support.compared import meaning, outcome, regions, said
from tests.support.programs import (
    COLOUR,
    FIRST_DAY,
    LISTS,
    SAR,
    WHOLE,
    AskedOf,
    DocumentOf,
    FeeOf,
    ListOf,
    RuleOf,
    TableOf,
)

FACTS = {
    "n": WHOLE,
    "m": WHOLE,
    "a": YES_NO,
    "colour": COLOUR,
    "born": DATE,
    "opt": WHOLE.optional(),
    "note": TEXT.optional(),
}
RISES = date(2027, 1, 1)


def of(**parts: Any) -> dict[str, Any]:
    return {"facts": FACTS, **parts}


def limit(*steps: tuple[date, int]) -> dict[str, Any]:
    return {"limit": (WHOLE, dict(steps))}


# What is found ----------------------------------------------------------------------------------


def test_a_threshold_that_rises_on_a_day_is_told_by_day_and_by_both_limits() -> None:
    rules = {"r": "n >= limit", "s": "m > 3"}
    found = meaning(
        of(values=limit((FIRST_DAY, 30)), rules=rules),
        of(values=limit((FIRST_DAY, 30), (RISES, 40)), rules=rules),
    )
    assert said(found) == ["outcome: eligible -> ineligible"]
    cell = outcome(found)
    assert cell.days == ((RISES, None),)
    assert regions(cell) == [{"not (n >= new:limit)", "(n >= old:limit)"}]
    assert cell.people.is_all
    assert not found.unproved
    told = cell.example
    assert (told.before.outcome, told.now.outcome) == (Outcome.ELIGIBLE, Outcome.INELIGIBLE)
    assert told.new_facts["n"] == Decimal(30)
    assert told.decision_date >= RISES


def test_a_difference_that_ends_has_a_last_day() -> None:
    lasting = (FIRST_DAY, 30), (date(2027, 1, 1), 40), (date(2028, 1, 1), 30)
    found = meaning(
        of(values=limit((FIRST_DAY, 30)), rules={"r": "n >= limit"}),
        of(values=limit(*lasting), rules={"r": "n >= limit"}),
    )
    assert outcome(found).days == ((date(2027, 1, 1), date(2027, 12, 31)),)


def test_days_are_found_between_the_days_on_which_anything_begins() -> None:
    """Nobody is thirty before the oldest is; no date in the rules says when that is."""
    old = of(rules={"r": 'born > @"2000-05-04"'})
    new = of(rules={"r": 'born > @"2000-05-04" and decision_date < born + duration("P30Y")'})
    first, last = outcome(meaning(old, new)).days[-1]
    assert (first, last) == (date(2030, 5, 5), None)


def lapsing(**parts: Any) -> dict[str, Any]:
    """A service whose limit is not in force in 2027."""
    steps = {FIRST_DAY: 3, RISES: None, date(2028, 1, 1): 3}
    return of(values={"limit": (WHOLE, steps)}, **parts)


def test_whom_a_rule_that_did_not_change_leaves_undecided_is_told_where_another_refuses() -> None:
    shared = "n >= limit or a"
    old, new = (lapsing(rules={"r": shared, "s": f"m > {most}"}) for most in (3, 4))
    there, back = meaning(old, new), meaning(new, old)
    assert said(there) == ["outcome: eligible -> ineligible", "outcome: undecided -> ineligible"]
    assert said(back) == ["outcome: ineligible -> eligible", "outcome: ineligible -> undecided"]
    for found in (there, back):
        assert not found.unproved
        cell = found.cells[1]
        assert cell.days == ((RISES, date(2027, 12, 31)),)
        assert any("not a" in region for region in regions(cell))
        assert Outcome.FAULT in {cell.example.before.outcome, cell.example.now.outcome}


def test_a_rule_that_did_not_change_and_fails_for_nobody_adds_no_question() -> None:
    parts = {"r": "n >= limit or a", "s": "m > 3"}, {"r": "n >= limit or a", "s": "m > 4"}
    old, new = (of(values=limit((FIRST_DAY, 3)), rules=rules) for rules in parts)
    found = meaning(old, new)
    assert not found.aspects[0].beside
    assert said(found) == ["outcome: eligible -> ineligible"]


def test_a_fee_that_rises_for_one_code_names_the_code() -> None:
    def priced(red: dict[date, Money]) -> dict[str, Any]:
        by: dict[str, Any] = {"red": red, "green": Money("SAR", 200), "blue": Money("SAR", 100)}
        rows = {code: {"colour": code} for code in by}
        prices = TableOf({"colour": "colour"}, rows, by, type=SAR)
        return of(tables={"price": prices}, fees={"f": FeeOf("price", when="n > 3")}, rules={})

    before = {FIRST_DAY: Money("SAR", 25_000)}
    found = meaning(priced(before), priced({**before, RISES: Money("SAR", 30_000)}))
    assert said(found) == ["fee f: lower -> higher", "total on_submission: lower -> higher"]
    fee = found.cells[0]
    assert regions(fee) == [{"(colour = code:'red')"}]
    assert fee.days == ((RISES, None),)
    assert fee.example.before.fees[0].amount == Money("SAR", 25_000)
    assert fee.example.now.fees[0].amount == Money("SAR", 30_000)


def test_a_document_that_is_asked_of_more_people_is_asked_of_no_fewer() -> None:
    found = meaning(
        of(rules={"r": "a"}, documents={"d": DocumentOf(when="n > 3")}),
        of(rules={"r": "a"}, documents={"d": DocumentOf(when="n > 2")}),
    )
    assert said(found) == ["document d: no -> yes"]
    assert regions(found.cells[0]) == [
        {"not (n > number:Decimal('3'))", "(n > number:Decimal('2'))"}
    ]


def test_a_line_and_a_document_that_are_gone_are_told() -> None:
    fee = {"f": FeeOf('money("5.00 SAR")')}
    found = meaning(
        of(rules={"r": "a"}, documents={"d": DocumentOf()}, fees=fee), of(rules={"r": "a"})
    )
    assert said(found) == [
        "fee f: yes -> no",
        "total on_submission: higher -> lower",
        "document d: yes -> no",
    ]


def test_a_rule_that_begins_later_is_told_until_the_day_before() -> None:
    found = meaning(
        of(rules={"r": "a", "s": RuleOf("n > 3", first=date(2026, 1, 1))}),
        of(rules={"r": "a", "s": RuleOf("n > 3", first=date(2027, 1, 1))}),
    )
    assert said(found) == ["outcome: ineligible -> eligible"]
    assert outcome(found).days == ((date(2026, 1, 1), date(2026, 12, 31)),)


def test_more_people_than_are_told_are_others() -> None:
    tens = " or ".join(f"n = {10 * number}" for number in range(12))
    people = outcome(meaning(of(rules={"r": "a"}), of(rules={"r": f"a and not({tens})"}))).people
    assert len(people.cubes) == 6
    assert not people.is_all


# What is proved ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("not(n >= 30 and a)", "not(a) or n < 30"),
        ("n > 3 and n > 2", "n > 3"),
        ("n >= 3 or n < 3", "true"),
        ("opt = null or opt > 2", "if opt = null then true else opt > 2"),
        ('colour = "red" or colour = "green"', 'colour != "blue"'),
    ],
)
def test_a_condition_written_in_another_way_changes_nothing(old: str, new: str) -> None:
    found = meaning(of(rules={"r": old, "s": "m > 3"}), of(rules={"r": new, "s": "m > 3"}))
    assert found.is_same
    assert not found.is_alike


def test_what_is_written_the_same_needs_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula_inquiry, "Inquiry", None)
    parts = of(
        values=limit((FIRST_DAY, 3)),
        rules={"r": "n > limit", "s": "note = null or string length(note) > 3"},
        documents={"d": DocumentOf(when="a")},
    )
    found = meaning(parts, parts)
    assert found.is_same
    assert found.is_alike


def test_a_value_that_changes_where_nobody_reads_it_changes_nothing() -> None:
    rules = {"r": "n >= 10 or m >= limit and n >= 10"}
    found = meaning(
        of(values=limit((FIRST_DAY, 30)), rules=rules),
        of(values=limit((FIRST_DAY, 40)), rules=rules),
    )
    assert found.is_same


# What is not proved -----------------------------------------------------------------------------


def test_what_no_formula_says_is_named_with_its_place() -> None:
    found = meaning(
        of(rules={"r": "note = null or string length(note) > 3", "s": "a"}),
        of(rules={"r": "note = null or string length(note) > 4", "s": "a"}),
    )
    assert not found.is_same
    assert not found.cells
    assert {one.reason for one in found.unproved} == {Reason.NOT_COVERED}
    assert all(one.places for one in found.unproved)


def test_beside_what_no_formula_says_a_difference_is_still_found() -> None:
    text = "note = null or string length(note) > 3"
    found = meaning(of(rules={"r": text, "s": "a"}), of(rules={"r": text, "s": "not(a)"}))
    assert said(found) == [
        "outcome: eligible -> ineligible",
        "outcome: ineligible -> eligible",
    ]


def test_a_solver_that_stops_early_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula_inquiry, "_STEPS", 1)
    rules = "n + m >= 30 and 2 * n < m", "n + m >= 31 and 2 * n < m"
    found = meaning(of(rules={"r": rules[0]}), of(rules={"r": rules[1]}))
    assert not found.is_same
    assert {one.reason for one in found.unproved} == {Reason.STEPS}


# Facts that are not simply shared ---------------------------------------------------------------


def test_a_code_that_only_one_version_knows_is_somebody_who_could_not_apply() -> None:
    more = LISTS["colours"]
    lists = {**LISTS, "colours": ListOf((*more.codes, "violet"), more.attributes)}
    rules = {"r": 'colour != "red"'}
    found = meaning(of(rules=rules), of(rules=rules, lists=lists))
    assert said(found) == ["applying: cannot -> can"]
    assert found.cells[0].example.new_facts["colour"] == "violet"


def test_a_narrower_range_is_somebody_who_can_no_longer_apply() -> None:
    wide = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(9))
    narrow = Type(Kind.NUMBER, low=Decimal(0), high=Decimal(5))
    found = meaning(
        {"facts": {"k": wide}, "rules": {"r": "k > 3"}},
        {"facts": {"k": narrow}, "rules": {"r": "k > 3"}},
    )
    assert said(found) == ["applying: can -> cannot"]
    assert found.cells[0].example.old_facts["k"] == Decimal(6)


def test_a_fact_of_another_kind_is_compared_for_every_pair_of_answers() -> None:
    found = meaning(
        {"facts": {"k": WHOLE, "a": YES_NO}, "rules": {"r": "k > 3 or a"}},
        {"facts": {"k": YES_NO, "a": YES_NO}, "rules": {"r": "k or a"}},
    )
    assert [(one.name, one.difference) for one in found.apart] == [("k", Difference.RETYPED)]
    assert said(found) == [
        "outcome: eligible -> ineligible",
        "outcome: ineligible -> eligible",
    ]


def test_a_new_question_is_compared_for_every_answer_to_it() -> None:
    found = meaning(
        {"facts": {"a": YES_NO}, "rules": {"r": "a"}},
        {"facts": {"a": YES_NO, "b": YES_NO}, "rules": {"r": "a and b"}},
    )
    assert [(one.name, one.difference) for one in found.apart] == [("b", Difference.ONLY_NEW)]
    assert said(found) == ["outcome: eligible -> ineligible"]


def test_items_of_a_group_are_compared() -> None:
    groups = {"posts": {"hours": AskedOf(WHOLE)}}
    found = meaning(
        {"groups": groups, "rules": {"r": "some p in posts satisfies p.hours > 3"}},
        {"groups": groups, "rules": {"r": "some p in posts satisfies p.hours > 4"}},
    )
    assert said(found) == ["outcome: eligible -> ineligible"]


POSTS = Type(Kind.GROUP, fields=(("n", WHOLE), ("a", YES_NO)), most=3)


def with_document(fewest: int = 0, **document: Any) -> dict[str, Any]:
    parts = lapsing(documents={"d": DocumentOf(**document)}, sizes={"posts": (fewest, 3)})
    return {**parts, "facts": {**FACTS, "posts": POSTS}}


def test_a_document_that_is_asked_for_each_item_where_it_was_asked_once_is_told() -> None:
    found = meaning(
        with_document(when="count(posts) > 0"),
        with_document(for_each="posts", when="p.n >= 0 or p.a"),
    )
    assert "item d: no -> yes" in said(found)


def test_an_item_of_which_it_cannot_be_told_is_found_beside_one_that_is_asked() -> None:
    old = with_document(2, for_each="posts", when="p.a")
    new = with_document(2, for_each="posts", when="p.a and (p.n > 5 or limit > 2)")
    assert said(meaning(old, new)) == ["document d: yes -> unknown", "item d: yes -> unknown"]
