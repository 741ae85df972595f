"""Of a clause that never matters nobody shows that it does, in filters, sums and values too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings

from engine.analysis.proving.finding import Code
from engine.analysis.proving.without import without_each
from engine.expressions.evaluate import Evaluation
from engine.model.value import Facts, Items
from tests.support import chance
from tests.support.proving import RULES, proved

CARS = "      - resident.cars < permit_limit\n"
DAY = date(2026, 3, 1)
BORN = date(1990, 5, 5)
ATOMS = (
    "{0}.from_date <= decision_date",
    "{0}.from_date > resident.birth_date",
    '{0}.from_date < date("2020-01-01")',
    'not({0}.from_date >= date("2021-01-01"))',
    "resident.cars > 1",
    "permit.is_own_car",
)
FORMS = (
    "count(posts[{item}]) < 2",
    "2 > count(posts[{item}])",
    "sum(for post in posts return if {post} then 1 else resident.cars) < 4",
    "every post in posts[{item}] satisfies {post}",
    "some post in posts[{item}] satisfies {post}",
    "count(for post in posts[{item}] return post.from_date) + resident.cars < 3",
    "list contains(for post in posts return {post}, true)",
    "(if {post_less} then 1 else 2) + count(posts[{item}]) < 4",
)


def body(random: Random, variable: str) -> str:
    joint = random.choice((" and ", " or "))
    atoms = ATOMS[4:] if variable == "post_less" else ATOMS
    return joint.join(random.sample([one.format(variable) for one in atoms], 2))


def condition(random: Random) -> str:
    form = random.choice(FORMS)
    return form.format(**{name: body(random, name) for name in ("item", "post", "post_less")})


def people(random: Random) -> Iterator[Facts]:
    days = (BORN + timedelta(days=1), date(2019, 12, 31), date(2020, 12, 31), date(2021, 1, 1), DAY)
    for _ in range(60):
        posts = [{"from_date": random.choice(days)} for _ in range(random.randint(0, 4))]
        yield {
            "resident.birth_date": BORN,
            "resident.cars": Decimal(random.randint(0, 4)),
            "resident.is_on_record": True,
            "permit.is_own_car": random.random() < 0.5,
            "posts": Items(tuple(posts)),
        }


def check(random: Random) -> None:
    """Everybody is within what the service declares: no post begins later than today."""
    reads = RULES, "permit.is_own_car]", "permit.is_own_car, posts]"
    catalogue, report = proved(reads, (RULES, CARS, f"{CARS}      - {condition(random)}\n"))
    program = catalogue.programs["permit"]
    idle = {one.of for one in report.findings["permit"] if one.code is Code.CLAUSE_NEVER_MATTERS}
    whole = next(one for one in program.rules if one.rule.id == "under-limit").condition
    for facts in people(random):
        person = Evaluation(program, facts, DAY)
        for one in without_each(whole):
            if f"under-limit.{one.number}" in idle:
                assert person.truth(whole) is person.truth(one.rest), (facts, one.number)


@given(chance.RANDOMS)
@settings(max_examples=4, deadline=None)
def test_nobody_shows_that_an_idle_clause_matters(random: Random) -> None:
    check(random)


@pytest.mark.long
@given(chance.RANDOMS)
@settings(max_examples=40, deadline=None)
def test_no_idle_clause_matters_to_anybody(random: Random) -> None:
    check(random)
