"""Questions and their answers: impossible, possible with an example, undecided; kept by content."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.analysis.formula import search as formula_search
from engine.analysis.proofs import Prover
from engine.analysis.questions import Example, Question, Verdict, World
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.types import DATE, TEXT, YES_NO
from engine.model.value import ABSENT
from tests.support.formulas import world_of
from tests.support.programs import COLOUR, SAR, WHOLE, AskedOf, program_of

FACTS = {
    "n": WHOLE,
    "m": WHOLE,
    "opt": WHOLE.optional(),
    "a": YES_NO,
    "colour": COLOUR,
    "day": DATE,
    "born": DATE,
    "fee": SAR,
    "note": TEXT.optional(),
}
GROUPS = {"posts": {"begun": AskedOf(DATE), "hours": AskedOf(WHOLE)}}
VALUES = {"limit": (WHOLE, {date(2020, 1, 1): 5, date(2026, 2, 1): 7})}


def asked(*conditions: str) -> tuple[World, list[Node]]:
    rules = {f"r{at}": condition for at, condition in enumerate(conditions)}
    program = program_of(facts=FACTS, groups=GROUPS, values=VALUES, rules=rules)
    return world_of(program), [entry.condition for entry in program.rules]


def together(*conditions: str) -> Question:
    world, nodes = asked(*conditions)
    return Question(world, tuple(nodes))


@pytest.mark.parametrize(
    "conditions",
    [
        ("n > m", "n <= m"),
        ("n > limit", "n < 6"),
        ("opt = null", "opt != null and opt > 1"),
        ('colour = "red"', 'colour in ("green", "blue")'),
        ('day > born + duration("P65Y")', 'day <= born + duration("P780M")'),
        ('day - born < @"P28D"', 'day > born + @"P1M"'),
        ("some p in posts satisfies p.hours > n", "every p in posts satisfies p.hours <= n"),
        ("count(posts) = 2", "not(some p in posts satisfies p.hours >= 0 or p.hours < 0)"),
        ("count(posts) > 2", "a"),
        ('fee > money("5.00 SAR")', 'fee < money("5.01 SAR")'),
    ],
)
def test_what_nobody_can_be_is_proved(conditions: tuple[str, str]) -> None:
    assert Prover().example(together(*conditions)) is Verdict.IMPOSSIBLE
    assert Prover().verdict(together(*conditions)) is Verdict.IMPOSSIBLE


@pytest.mark.parametrize(
    "conditions",
    [
        ("n > m", "n <= m + 1"),
        ("n > limit", "n < 8"),
        ("opt = null", "n > 3"),
        ('day > born + duration("P1M")', 'day < born + duration("P30D")'),
        ('day + @"P1M" = born + @"P1M"', "day != born"),
        ("some p in posts satisfies p.hours > n", "some p in posts satisfies p.hours < n"),
        ('fee > money("5.00 SAR")', 'fee < money("5.02 SAR")'),
    ],
)
def test_what_somebody_can_be_is_shown_and_the_evaluator_agrees(
    conditions: tuple[str, str],
) -> None:
    question = together(*conditions)
    example = Prover().example(question)
    assert isinstance(example, Example)
    evaluation = Evaluation(question.world.program, example.facts, example.decision_date)
    assert all(evaluation.truth(node) is True for node in question.true)


def test_an_example_is_of_somebody_who_could_be() -> None:
    example = Prover().example(together("n > 5 and n != m", 'day >= born + duration("P18Y")'))
    assert isinstance(example, Example)
    assert example.facts == {
        "n": Decimal(6),
        "m": Decimal(0),
        "day": date(2026, 1, 31),
        "born": date(2008, 1, 31),
    }
    assert example.decision_date == date(2026, 1, 31)


def test_what_is_absent_in_an_example_had_to_be() -> None:
    example = Prover().example(together("opt = null or opt > 3", "n = 1"))
    assert isinstance(example, Example)
    assert example.facts["opt"] == Decimal(4)
    forced = Prover().example(together("opt = null or opt > 3", "opt = null or opt < 3"))
    assert isinstance(forced, Example)
    assert forced.facts["opt"] is ABSENT


# What is not covered ----------------------------------------------------------------------------


def uncovered(program: Program) -> World:
    """A world whose solver knows no codes, so that nothing is said of them."""
    world = world_of(program)
    return World(program, {}, world.sizes, world.given, world.present)


def test_what_is_not_covered_may_be_anything_but_is_the_same_everywhere() -> None:
    world, nodes = asked('colour = "red" and n > 1', 'not(colour = "red") and n < 5')
    question = Question(uncovered(world.program), tuple(nodes))
    assert Prover().example(question) is Verdict.IMPOSSIBLE


def test_an_example_that_the_evaluator_does_not_confirm_is_shown_to_nobody() -> None:
    world, nodes = asked('colour = "red"', "n > 1")
    question = Question(uncovered(world.program), tuple(nodes))
    assert Prover().verdict(question) is Verdict.POSSIBLE
    assert Prover().example(question) is Verdict.UNDECIDED


def test_a_solver_that_stops_early_has_decided_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula_search, "_STEPS", 1000)
    question = together('day - born > @"P3000D"', "day < born")
    assert Prover().example(question) is Verdict.UNDECIDED


def test_an_example_whose_wishes_take_too_long_is_an_example_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(formula_search, "_STEPS_OF_WISHES", 0)
    question = together("n > 5 and n != m", 'day >= born + duration("P18Y")')
    example = Prover().example(question)
    assert isinstance(example, Example)
    assert question.holds(Evaluation(question.world.program, example.facts, example.decision_date))


# Kept answers -----------------------------------------------------------------------------------


def test_an_answer_is_kept_by_what_it_depends_on_and_not_by_its_place() -> None:
    first, second = together("n > m", "n <= m"), together("n  >  m", "n<=m")
    assert first.text() == second.text()
    assert first.text() != together("n > m", "n < m").text()
    assert together("n > limit").text().count("2026, 2, 1") == 1


def test_a_kept_proof_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    question = together("n > m", "n <= m")
    before = Prover()
    before.verdict(question)
    before.example(question)
    monkeypatch.setattr(formula_search, "verdict_of", None)
    monkeypatch.setattr(formula_search, "example_of", None)
    after = Prover(before.answers)
    assert after.verdict(question) is Verdict.IMPOSSIBLE
    assert after.example(question) is Verdict.IMPOSSIBLE
    assert after.answers == before.answers


def test_what_is_kept_changes_no_example() -> None:
    question = together("n > m", "n <= m + 1")
    before = Prover()
    example = before.example(question)
    assert isinstance(example, Example)
    assert Prover(before.answers).example(question) == example


def test_what_is_no_answer_is_not_read() -> None:
    question = together("n > m", "n <= m")
    before = Prover()
    before.example(question)
    after = Prover(dict.fromkeys(before.answers, "perhaps"))
    assert after.example(question) is Verdict.IMPOSSIBLE


def test_the_solver_is_told_what_the_evaluator_says_of_what_is_not_covered() -> None:
    """A product of more than 34 digits is rounded by the evaluator, and may be anything here."""
    example = Prover().example(together(f"n * 0.{'3' * 34} > 1", "n != 4"))
    assert isinstance(example, Example)
    assert example.facts["n"] == Decimal(5)
