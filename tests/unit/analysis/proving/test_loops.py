"""Clauses inside loops and exceptions are asked about one by one, and told by their numbers."""

from __future__ import annotations

import pytest

from engine.analysis.proving.finding import Code
from engine.model.words import Language
from tests.support.proving import RULES, Change, findings

READS_POSTS: Change = (RULES, "permit.is_own_car]", "permit.is_own_car, posts]")
CARS = "      - resident.cars < permit_limit\n"
LIVES = "    condition: permit.is_for_home\n  - id: under-limit"


def idle(*changes: Change) -> list[str]:
    return [one.of for one in findings(*changes) if one.code is Code.CLAUSE_NEVER_MATTERS]


def with_loop(condition: str) -> tuple[Change, ...]:
    return READS_POSTS, (RULES, CARS, f"{CARS}      - {condition}\n")


def with_exception(*lines: str) -> Change:
    first = "    exceptions:\n      - id: same\n        label: {ar: نفسها, en: The same}\n"
    return RULES, LIVES, first + "".join(f"        {line}\n" for line in lines) + LIVES


def test_a_clause_of_a_loop_that_the_journey_lets_nobody_fail_never_matters() -> None:
    body = "post.from_date <= decision_date and post.from_date > resident.birth_date"
    assert idle(*with_loop(f"every post in posts satisfies {body}")) == ["under-limit.2.1"]


def test_a_clause_of_a_loop_in_a_loop_is_proved_not_to_matter_for_every_item() -> None:
    other = "(some other in posts satisfies other.from_date >= post.from_date and {})"
    body = f"post.from_date > resident.birth_date and {other}"
    idle_one = body.format("other.from_date <= decision_date")
    assert idle(*with_loop(f"every post in posts satisfies {idle_one}")) == [
        "under-limit.2.2",  # there is always the post itself
        "under-limit.2.2.1",
        "under-limit.2.2.2",
    ]


BEGUN = "{0}.from_date <= decision_date and {0}.from_date > resident.birth_date"  # the first: idle
LATER = 'post.from_date > resident.birth_date + duration("P16Y")'


@pytest.mark.parametrize(
    "condition, numbers",
    [
        (f"count(posts[{BEGUN.format('item')}]) < 3", ["1"]),
        (f"3 > count(posts[{BEGUN.format('item')}])", ["1"]),
        (f"sum(for post in posts return if {BEGUN.format('post')} then 1 else 0) < 3", ["1.1"]),
        (f"every post in posts[{BEGUN.format('item')}] satisfies {LATER}", ["1"]),
        # what runs through the filter need not say it again, or the reverse
        (
            f"some post in posts[{BEGUN.format('item')}] satisfies {BEGUN.format('post')} or false",
            ["1.1.1", "1.1.2", "1.2", "2.1", "2.2"],
        ),
    ],
)
def test_a_clause_inside_a_filter_or_a_sum_is_asked_about(
    condition: str, numbers: list[str]
) -> None:
    assert sorted(idle(*with_loop(condition))) == [f"under-limit.2.{one}" for one in numbers]


def test_a_clause_inside_a_value_is_asked_about() -> None:
    condition = "resident.cars + (if permit.is_own_car and resident.cars >= 0 then 1 else 0) < 3"
    assert idle((RULES, CARS, f"{CARS}      - {condition}\n")) == ["under-limit.2.1.2"]


def test_a_clause_beside_free_text_is_proved_idle_or_named_with_the_place() -> None:
    body = f"string length(item.employer) > 2 and {BEGUN.format('item')}"
    found = findings(*with_loop(f"count(posts[{body}]) < 3"))
    assert [one.of for one in found if one.code is Code.CLAUSE_NEVER_MATTERS] == ["under-limit.2.2"]
    left = {one.of: one.message(Language.EN) for one in found if one.code is Code.NOT_PROVED}
    assert "no proof reaches rules/permit.yaml:52:21" in left["under-limit.2.1"]


def test_an_exception_for_those_who_meet_the_rule_never_matters() -> None:
    found = idle(with_exception('condition: permit.zone = "north" and resident.zone = "north"'))
    assert "lives-in-zone.exception-1" in found


def test_a_clause_of_an_exception_is_asked_about_by_itself() -> None:
    exception = with_exception(
        "all:", "  - permit.is_own_car", "  - resident.cars < 3", "  - resident.cars < 5"
    )
    assert idle(exception) == ["lives-in-zone.exception-1.3"]


def test_a_clause_that_only_tightens_is_asked_about_where_it_does() -> None:
    condition = 'permit.is_for_home and not(resident.cars = 7 and permit.zone = "south")'
    assert idle((RULES, "condition: permit.is_for_home", f"condition: {condition}")) == []
