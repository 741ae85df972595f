"""Evaluator and formula give the same values, for any facts that are known or absent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.formula.formula import Formula
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.period import Days, Months
from engine.model.rule import HitPolicy
from engine.model.types import DATE, DAYS, PERIOD, YES_NO, Kind, Type
from engine.model.value import Facts, Fault, Items, State, Unknown
from tests.support import chance
from tests.support.formulas import OPEN, at_facts, world_of
from tests.support.programs import COLOUR, SAR, AskedOf, TableOf, program_of
from tests.support.programs import given as person


def agreed(program: Program, facts: Facts, day: date) -> None:
    """Every rule, document, fee line, derived fact and validity is the same in both readings.

    What reads anything that the formula does not cover is left out: there it may be anything.
    """
    nodes = [node for node in nodes_of(program) if is_covered(node, program)]
    formula = Formula(world_of(program))
    for node in nodes:
        formula.term(node)
    said = at_facts(formula, facts, day)
    evaluation = Evaluation(program, facts, day)
    for node in nodes:
        assert said(node) == plain(evaluation.value(node)), node


def is_covered(node: Node, program: Program) -> bool:
    """Whether the formula covers all that a node reads, derived facts and tables opened."""
    alone = Formula(world_of(program))
    alone.term(node)
    return not alone.uncovered


def plain(state: State) -> State | str:
    return OPEN if isinstance(state, Unknown | Fault) else state


def nodes_of(program: Program) -> list[Node]:
    nodes = [entry.condition for entry in program.rules]
    nodes += [entry.when for entry in program.documents if entry.when is not None]
    nodes += [entry.when for entry in program.fees if entry.when is not None]
    nodes += [entry.amount for entry in program.fees]
    nodes += [entry.body for entry in program.derived.values()]
    nodes += [] if program.validity is None else [program.validity.starts, program.validity.lasts]
    return nodes


@given(chance.SERVICES, chance.ALL_FACTS, st.integers(-60, 60))
@settings(max_examples=30, deadline=None)
def test_programs_of_chance(seed: int, facts: Facts, days: int) -> None:
    agreed(chance.program_of_chance(seed), facts, chance.DAY + timedelta(days=days))


# Calculations -----------------------------------------------------------------------------------

EXACT = Type(Kind.NUMBER, decimals=2)
LISTS = {
    "kept": "sum(posts[item.hours > n].hours)",
    "kept_of_two": "count(posts[item.hours > n and item.begun <= day])",
    "made": "sum(for p in posts return if p.hours > n or is_new then p.hours else 0)",
    "written": "sum([n, m, 1.5][item > 1])",
    "gone_for_some": "count(posts[item.begun + gone > day])",
}
OF_LISTS = {
    "kept_some": "some p in posts[item.hours > n] satisfies p.begun < day",
    "kept_by_item": "every p in posts satisfies count(posts[item.begun <= p.begun]) > 1 or is_new",
    "made_has": "list contains(for p in posts return p.hours, n)",
    "made_of_kept": "count(for p in posts[item.begun < day] return p.hours + n) = 1",
    "greatest": "count(posts[item.hours > 0]) > 0 and max(posts[item.hours > 0].hours) > n",
    "listed_here": 'colour in ["red", "blue"] and list contains([n, m], 1)',
}
CALCULATED = program_of(
    facts={
        "n": EXACT,
        "m": Type(Kind.NUMBER),
        "day": DATE,
        "other": DATE,
        "length": PERIOD,
        "days": DAYS,
        "fee": SAR,
        "colours": Type(Kind.LIST, element=COLOUR),
        "colour": COLOUR,
        "is_new": YES_NO,
    },
    groups={"posts": {"hours": AskedOf(EXACT), "begun": AskedOf(DATE)}},
    values={
        "wait": (PERIOD, {date(2020, 1, 1): Months(1), date(2026, 2, 1): Months(13)}),
        "gone": (PERIOD, {date(2030, 1, 1): Months(1)}),
    },
    formulas={
        "sum": "n + m * 3 - 0.5",
        "scaled": "-n * 1.25",
        "half_year": "length * 0.5",
        "half_days": "days * 0.5",
        "on": "day + wait",
        "back": "day - wait",
        "far": "day + length",
        "days_on": 'day + @"P45D"',
        "days_back": 'day - @"P400D"',
        "days_far": "day + days",
        "between": "day - other",
        "longer": "length + wait",
        "twice": "fee + fee",
        "hours": "count(posts)",
        **LISTS,
    },
    derived={
        **OF_LISTS,
        "near": 'day - other < @"P30D"',
        "away": 'day - other != @"-P3D" and other - day >= days',
        "both": 'day - other > @"P700D" or @"P31D" >= other - day',
        "ordered": "day + wait <= other",
        "listed": "colour in colours",
        "some": 'some c in colours satisfies c = "red" and is_new',
        "every": "every p in posts satisfies p.begun <= day and p.hours > n",
    },
)


def facts_of(random: Random) -> Facts:
    def day() -> date:
        around = random.choice((date(2024, 2, 28), date(2026, 1, 31), date(1900, 2, 28)))
        return around + timedelta(days=random.randint(-40, 40))

    def number(decimals: int) -> Decimal:
        return Decimal(random.randint(-500, 500)).scaleb(-decimals)

    codes = ("red", "green", "blue")
    return person(
        n=number(2),
        m=number(0),
        day=day(),
        other=day(),
        length=Months(random.randint(-30, 30)),
        days=Days(random.randint(-90, 90)),
        fee=chance.known_state(random, SAR),
        colours=tuple(code for code in codes if random.random() < 0.5),
        colour=random.choice(codes),
        is_new=random.random() < 0.5,
        posts=Items(
            tuple({"hours": number(2), "begun": day()} for _ in range(random.randint(0, 2)))
        ),
    )


@given(chance.SEEDS, st.integers(-60, 60))
@settings(max_examples=30, deadline=None)
def test_calculations_of_every_kind(seed: int, days: int) -> None:
    agreed(CALCULATED, facts_of(Random(seed)), date(2026, 1, 31) + timedelta(days=days))


# What is open -----------------------------------------------------------------------------------


def test_the_calculations_are_all_covered() -> None:
    assert all(is_covered(node, CALCULATED) for node in nodes_of(CALCULATED))


def test_a_row_that_is_open_keeps_those_below_it_away() -> None:
    """No value of `gone` is in force yet, so whoever reads it knows nothing."""
    table = {
        "t": TableOf(
            {"n": "n"},
            {"gone": {"n": "feel:> gone"}, "rest": {"n": "feel:> 0"}},
            {"gone": 1, "rest": 2},
            default=0,
            policy=HitPolicy.FIRST,
        )
    }
    program = program_of(
        facts={"n": Type(Kind.NUMBER), "a": YES_NO, "opt": Type(Kind.NUMBER, is_optional=True)},
        values={"gone": (Type(Kind.NUMBER), {date(2030, 1, 1): 1})},
        tables=table,
        formulas={"row": "t", "late": "if gone > 1 then null else opt"},
        derived={"none": "late = null", "either": "a or n > gone"},
    )
    facts = person(n=Decimal(3), a=True, opt=Decimal(1))
    for day in (date(2026, 1, 31), date(2030, 1, 1)):
        agreed(program, facts, day)
