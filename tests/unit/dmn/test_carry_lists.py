"""Collections, iterators, contexts and relations carried over, and read by our own checks."""

from pathlib import Path

import pytest

from engine.dmn.carry.carry import Carried, carry
from engine.dmn.carry.yaml import files_of
from engine.model.types import Kind
from tests.support.carried import AT, lost, problems_in, rules
from tests.support.dmn_models import decision, given, knowledge, literal, model

POSTS = """
<itemDefinition name="tPost">
  <itemComponent name="weekly hours"><typeRef>number</typeRef></itemComponent>
  <itemComponent name="place"><typeRef>string</typeRef>
    <allowedValues><text>"Riyadh", "Jeddah City"</text></allowedValues></itemComponent>
  <itemComponent name="since"><typeRef>date</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tPosts" isCollection="true"><typeRef>tPost</typeRef></itemDefinition>
"""
GIVEN = (POSTS, given("Posts", "tPosts"), given("Base"))
BOX = "<{0} iteratorVariable='one'><in>{1}</in><{2}>{3}</{2}></{0}>"


def carried(*elements: str) -> Carried:
    return carry(model(*GIVEN, *elements), AT)


def iterator(kind: str, source: str, body: str) -> str:
    inner = "return" if kind == "for" else "satisfies"
    return BOX.format(kind, literal(source), inner, literal(body))


def entry(name: str, text: str) -> str:
    variable = f"<variable name='{name}'/>" if name else ""
    return f"<contextEntry>{variable}{literal(text)}</contextEntry>"


RELATION = (
    "<relation><column name='from hour'/><column name='rate'/>"
    + "".join(
        f"<row>{literal(hour)}{literal(rate)}</row>" for hour, rate in (("1", "2"), ("9", "3"))
    )
    + "</relation>"
)
FILTER = (
    "<filter><in>"
    + literal("Posts")
    + "</in><match>"
    + literal('item.weekly hours >= 10 and place = "Riyadh"')
    + "</match></filter>"
)
CONTEXT = (
    "<context>"
    + entry("a part", "half of(Base)")
    + entry("rest", "{x y: a part, z: x y + Base}")
    + entry("", "rest.z + a part")
    + "</context>"
)
CASES = [
    (literal("sum(Posts.weekly hours)"), "sum(posts.weekly_hours)"),
    (
        literal('count(Posts[place = "Jeddah City" and weekly hours > Base])'),
        'count(posts[place = "jeddah_city" and weekly_hours > base])',
    ),
    (
        literal("for a post in Posts return a post.weekly hours * 2"),
        "for a_post in posts return a_post.weekly_hours * 2",
    ),
    (iterator("for", "Posts", "one.since"), "for one in posts return one.since"),
    (
        iterator("some", "Posts", "one.weekly hours > Base"),
        "some one in posts satisfies one.weekly_hours > base",
    ),
    (iterator("every", "[1, 2]", "one < Base"), "every one in [1, 2] satisfies one < base"),
    (FILTER, 'posts[item.weekly_hours >= 10 and place = "Riyadh"]'),
    (RELATION, "[{from_hour: 1, rate: 2}, {from_hour: 9, rate: 3}]"),
    (CONTEXT, "result_rest.z + result_a_part"),
    (literal("{a b: 1, c: a b + Base}.c"), "{a_b: 1, c: a_b + base}.c"),
]


@pytest.mark.parametrize("expression, expected", CASES)
def test_an_expression_is_carried_over(expression: str, expected: str) -> None:
    made = carried(
        knowledge("half of", "amount", literal("amount / 2")), decision("Result", expression)
    )
    assert lost(made) == []
    assert made.derived["result"] == expected


def test_what_is_written_passes_our_own_check(tmp_path: Path) -> None:
    decisions = [decision(f"Result {n}", box) for n, (box, _) in enumerate(CASES, 1)]
    made = carried(knowledge("half of", "amount", literal("amount / 2")), *decisions)
    assert lost(made) == []
    assert problems_in(tmp_path, made) == []


def test_knowledge_of_plain_parameters_is_an_own_function(tmp_path: Path) -> None:
    elements = (
        given("Base"),
        knowledge("half of", "amount", literal("amount / 2")),
        knowledge("with tax", "amount", literal("half of(amount) * 2 + amount")),
        decision("Result", literal("with tax(Base) + half of(amount: 8)")),
    )
    made = carry(model(*elements), AT)
    assert lost(made) == []
    assert made.derived == {"result": "with_tax(base) + half_of(amount: 8)"}
    assert "    value: 'half_of(amount) * 2 + amount'\n" in rules(made)
    assert problems_in(tmp_path, made) == []


def test_knowledge_of_other_parameters_stands_in_place_of_its_calls() -> None:
    plain = knowledge("hours", "posts", literal("sum(posts.weekly hours)"))
    made = carried(
        plain.replace('"number"', '"tPosts"'), decision("Result", literal("hours(Posts)"))
    )
    assert lost(made) == []
    assert made.derived == {"result": "sum(posts.weekly_hours)"}
    assert made.vocabulary.functions == {}


def test_a_collection_of_structures_is_a_group() -> None:
    made = carried()
    group = made.vocabulary.given["posts"]
    assert group.kind is Kind.GROUP
    assert [name for name, _ in group.fields] == ["weekly_hours", "place", "since"]
    assert "    - posts\n" in rules(made)
    assert [path.name for path in files_of(made)] == ["loans.yaml", "posts_place_values.yaml"]


def test_what_may_be_absent_is_read_where_it_is_guarded() -> None:
    made = carried(
        decision("Share", literal("1 / Base")),
        decision("Bare", literal("Share > 1")),
        decision("Guarded", literal("Share != null and Share > 1")),
    )
    assert lost(made) == ["the decision `Bare` is left out: `share` can be absent here"]
    assert made.derived["guarded"] == "share != null and share > 1"
