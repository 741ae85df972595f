"""Programs, facts and truths by chance, for properties. Small on purpose, so that things meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from engine.expressions.kleene import Truth
from engine.expressions.program import Program
from engine.model.money import Money
from engine.model.rule import Aggregation, HitPolicy
from engine.model.types import DATE, YES_NO, Kind, Type
from engine.model.value import (
    ABSENT,
    UNKNOWN,
    Cause,
    CauseKind,
    Facts,
    Fault,
    Items,
    State,
    Unknown,
)
from tests.support import fee_chance
from tests.support.programs import (
    COLOUR,
    PERSON,
    SAR,
    WHOLE,
    AskedOf,
    DocumentOf,
    MoveOf,
    OutputOf,
    RuleOf,
    Said,
    TableOf,
    compiled,
)

DAY = date(2026, 1, 31)
FACTS = {
    "n": WHOLE,
    "m": WHOLE,
    "a": YES_NO,
    "b": YES_NO,
    "c": YES_NO,
    "opt": WHOLE.optional(),
    "colour": COLOUR,
    "shade": COLOUR.optional(),
    "day": DATE,
    "price": SAR,
}
CHOICE = {"card": {"size": WHOLE}, "passport": {"size": WHOLE}}
ASKED = FACTS | {f"documents.{one}.size": WHOLE.optional() for one in CHOICE}
OF_ITEMS = ("p.hours > n", "not(p.is_current)", "a or p.colour = colour", None)
FOR_EACH = DocumentOf(None, {"size": WHOLE}, for_each="posts")
VALUES = {
    "limit": (WHOLE, {date(2020, 1, 1): 2, date(2026, 2, 1): 1}),
    "gone": (WHOLE, {date(2030, 1, 1): 1}),
    "rate": fee_chance.RATE,
    "palette": (Type(Kind.LIST, element=COLOUR), ("red", "green")),
}
GROUPS = {
    "posts": {
        "hours": AskedOf(WHOLE),
        "is_current": AskedOf(YES_NO),
        "ended": AskedOf(WHOLE, shown_when="is_current = false"),
        "colour": AskedOf(COLOUR),
    }
}
TABLES = {
    "level": TableOf(
        {"c": "colour", "n": "n"},
        {
            "red": {"c": "red"},
            "few": {"c": ("green", "blue"), "n": "feel:<= 1"},
            "many": {"c": ("green", "blue"), "n": "feel:> 1"},
        },
        {"red": 1, "few": 2, "many": 3},
    ),
    "quota": TableOf(
        {"by": "colour"},
        {"red": {"by": ("red",)}, "green": {"by": ("green",)}},
        {"red": {date(2020, 1, 1): 1, date(2026, 2, 1): 2}, "green": {date(2026, 2, 1): 3}},
        default={date(2020, 1, 1): 0},
        is_by_code=True,
    ),
    "back_then": TableOf(
        {"a": "a"},
        {"yes": {"a": "true"}, "no": {"a": "false"}},
        {"yes": {date(2020, 1, 1): 1, DAY: 2}, "no": {date(2026, 1, 10): 1}},
        read_on="day",
    ),
    "first": TableOf(
        {"s": "shade", "n": "n", "a": "a"},
        {"none": {"s": "absent"}, "true": {"a": "true"}, "rest": {"n": "feel:> limit"}},
        {"none": 1, "true": 2, "rest": 3},
        default=0,
        policy=HitPolicy.FIRST,
    ),
    "same": TableOf(
        {"c": "colour", "a": "a", "n": "n"},
        {
            "red": {"c": "red"},
            "true": {"c": ("red", "green"), "a": "true"},
            "few": {"c": ("green", "red"), "n": "feel:< 2"},
            "blue": {"c": "blue", "n": "feel:> limit"},
        },
        {"red": "feel:m + 1", "true": "feel:m+1", "few": "feel:m + 1", "blue": 2},
        default=0,
        policy=HitPolicy.ANY,
        cite=(),
        row_cite={"red": ("law",), "true": ("blog",), "blue": ("law",)},
    ),
    "highest": TableOf(
        {"c": "shade", "a": "a", "n": "n"},
        {
            "low": {"c": ("red", "absent")},
            "high": {"a": "true", "n": "feel:>= 1"},
            "middle": {"n": "feel:> limit"},
            "other": {"c": "red", "n": "feel:< 3"},
        },
        {"low": 1, "high": 3, "middle": 2, "other": 2},
        default="feel:if a then n else m",
        policy=HitPolicy.PRIORITY,
        order={"result": (3, 2, 1)},
    ),
    "listed": TableOf(
        {"c": "colour", "n": "n"},
        {"red": {"c": "red"}, "some": {"n": "feel:[1..2]"}, "more": {"n": "feel:> m"}},
        {"red": 1, "some": "feel:n + m", "more": {date(2020, 1, 1): 2, date(2026, 2, 1): 3}},
        policy=HitPolicy.RULE_ORDER,
    ),
    "ranked": TableOf(
        {"a": "a", "b": "b"},
        {"low": {"a": "true"}, "high": {"b": "true"}, "last": {"a": "true", "b": "false"}},
        {"low": "green", "high": "red", "last": "blue"},
        type=COLOUR,
        default="red",
        policy=HitPolicy.OUTPUT_ORDER,
        order={"result": ("red", "green", "blue")},
    ),
    "sum": TableOf(
        {"c": "colour", "a": "a"},
        {"red": {"c": "red"}, "true": {"a": "true"}, "also": {"a": "true"}},
        {"red": Money("SAR", 2), "true": "feel:price", "also": "feel:price + price"},
        type=SAR,
        policy=HitPolicy.COLLECT,
        aggregate=Aggregation.SUM,
    ),
    "least": TableOf(
        {"c": "shade", "n": "n"},
        {"red": {"c": "red"}, "few": {"n": "feel:< limit"}, "most": {"n": "feel:> 2"}},
        {"red": "feel:m", "few": 2, "most": 1},
        policy=HitPolicy.COLLECT,
        aggregate=Aggregation.MIN,
    ),
    "most": TableOf(
        {"c": "colour"},
        {"red": {"c": ("red", "green")}, "green": {"c": "green"}},
        {"red": 1, "green": 3},
        default=0,
        policy=HitPolicy.COLLECT,
        aggregate=Aggregation.MAX,
    ),
    "counted": TableOf(
        {"c": "colour"},
        {"red": {"c": ("red", "green")}, "green": {"c": "green"}},
        {"red": 1, "green": "feel:m"},
        policy=HitPolicy.COLLECT,
        aggregate=Aggregation.COUNT,
    ),
    "pair": TableOf(
        {"o": "opt", "n": "n"},
        {"none": {"o": "absent"}, "few": {"n": "feel:< 2"}, "rest": {}},
        {"none": "feel:m", "few": "feel:opt + n", "rest": {date(2030, 1, 1): 1}},
        policy=HitPolicy.FIRST,
        more={
            "open": OutputOf(YES_NO, {"none": True, "few": "feel:b or c", "rest": "feel:opt > 1"})
        },
    ),
    "pairs": TableOf(
        {"n": "n", "c": "colour"},
        {"few": {"n": "feel:< 2"}, "red": {"c": "red"}},
        {"few": 1, "red": "feel:level"},
        policy=HitPolicy.COLLECT,
        more={"colour": OutputOf(COLOUR, {"few": "green", "red": "feel:colour"})},
    ),
}
FORMULAS = {
    "total": "level + first",
    "later": "limit + quota",
    "later_gone": "if day > decision_date then gone else limit",
}
READ_ON = {"later": "day", "later_gone": 'day + @"P1M"'}
ATOMS = (
    "a", "b", "c",
    "n > 1", "n <= m", "n + m >= 3", "n * 2 = m", "n in [1..2)", "n in (0, 2)", "-n < m",
    "n > limit", "n > gone", "m in [n..limit]",
    'colour = "red"', 'colour in ("red", "blue")', "colour in palette",
    "colour in colours.loud", "colour.is_warm", "colour.weight > n",
    'colour.size != null and colour.size = "small"',
    "(colour.size = null or colour.size.width = n)",
    "(shade != null and shade.weight > n)", "(shade.size != null and shade.size.width > n)",
    "(some p in posts satisfies p.colour.weight > n)",
    "day > decision_date", 'day + @"P1M" > decision_date', 'decision_date - day < @"P40D"',
    "opt = null", "(opt = null or opt > n)", "(opt != null and opt > 1)",
    "(if opt = null then 0 else opt) > 1",
    "(if shade = null then a else shade = colour)",
    "(some p in posts satisfies p.hours > n)",
    "(every p in posts satisfies p.ended = null or p.ended > p.hours)",
    "(some p in posts satisfies p.is_current = false and p.ended > 1)",
    "(every p in posts, q in posts satisfies p.hours <= q.hours or p.is_current)",
    "count(posts) > 1", "level > 1", "first = 2", "total > 3", "quota > n",
    "later > n", "later_gone < m", "back_then = 1",
    "(some x in values during(limit, day, decision_date) satisfies x > n)",
    "count(values during(gone, day, decision_date)) > 0",
    "same > 1", "highest > n", "2 in listed", "(some x in listed satisfies x > m)",
    'colour in ranked', "count(ranked) > 1", "sum > price", "(least = null or least < 2)",
    "(documents.card.size = null or documents.card.size > n)",
    "(some d in documents.each satisfies d.size > n or d.hours > m)",
    "(every d in documents.each satisfies d.size <= 1)", "count(documents.each) > 0",
    "(documents.passport.size != null and documents.passport.size <= m)",
    "most > 1", "counted > 1", "pair.result > m", "pair.open", "1 in pairs.result",
    '(every x in pairs.colour satisfies x = colour)',
)  # fmt: skip
MOVES = {"submit": MoveOf(when='application.is_complete and outcome = "eligible"')}

# Conditions and programs ------------------------------------------------------------------------


def condition(random: Random, names: tuple[str, ...] = (), most: int = 6) -> str:
    """A FEEL condition of at most so many atoms over the facts and over yes-or-no `names`."""
    if most < 2 or random.random() < 0.3:
        return random.choice((*ATOMS, *names))
    form = random.choice(("({} and {})", "({} or {})", "not({})", "(if {} then {} else {})"))
    count = form.count("{}")
    inner = (condition(random, names, most // count) for _ in range(count))
    return form.format(*inner)


def clauses(random: Random, names: tuple[str, ...] = ()) -> Said:
    """A condition as authors write them: a text, or `all` / `any` / `none` of texts."""
    word = random.choice(("", "all", "any", "none"))
    if not word:
        return condition(random, names)
    return {word: [condition(random, names, 3) for _ in range(random.randint(1, 3))]}


def parts(random: Random) -> dict[str, Any]:
    """What `program_of` takes: two derived facts, rules, documents and fees of chance."""
    names = ("one", "two")
    days = (date(2020, 1, 1), DAY, DAY + timedelta(days=1))
    return {
        "facts": FACTS,
        "values": VALUES,
        "groups": GROUPS,
        "tables": TABLES,
        "derived": {"one": clauses(random), "two": clauses(random, ("one",))},
        "formulas": FORMULAS,
        "read_on": READ_ON,
        "rules": {f"r{at}": _rule(random, names, days) for at in range(3)},
        "documents": {
            **{
                f"d{at}": DocumentOf(clauses(random, names), any_of=CHOICE if at else {})
                for at in range(2)
            },
            "each": replace(FOR_EACH, when=random.choice(OF_ITEMS)),
        },
        "fees": fee_chance.schedule(random, lambda: random.choice((*ATOMS, *names)), days),
        "validity": ("day", 'if a then @"P1Y" else @"P1M"'),
        "transitions": MOVES,
    }


def _rule(random: Random, names: tuple[str, ...], days: tuple[date, ...]) -> RuleOf:
    """A rule, now and then a transitional one or one that reads on another day."""
    said, first = clauses(random, names), random.choice(days)
    match random.randrange(5):
        case 0:
            return RuleOf(said, first, first + timedelta(days=20), applies_on="day")
        case 1:
            return RuleOf(
                {"all": [said if isinstance(said, str) else "a", "n < limit"]}, first, read_on="day"
            )
        case _:
            return RuleOf(said, first)


def made(parts: Mapping[str, Any]) -> Program | None:
    """The program of parts; None where durable-rules could not take it."""
    program, problems = compiled(**parts)
    assert {problem.code for problem in problems} <= {"E501"}, problems[0].render()
    return program


# Facts ------------------------------------------------------------------------------------------


def known_state(random: Random, type_: Type) -> State:
    """A value of a small domain, or absent where that may be."""
    if type_.is_optional and random.random() < 0.4:
        return ABSENT
    match type_.kind:
        case Kind.NUMBER:
            return Decimal(random.randint(0, 3))
        case Kind.YES_NO:
            return random.random() < 0.5
        case Kind.CODE:
            return random.choice(("red", "green", "blue"))
        case Kind.DATE:
            return DAY + timedelta(days=random.randint(-40, 40))
        case Kind.MONEY:
            return Money("SAR", random.randint(0, 3))
        case _:
            raise AssertionError(type_)


def not_answered(name: str) -> Unknown:
    return Unknown(frozenset({Cause(CauseKind.UNANSWERED, name)}))


def facts(random: Random) -> Facts:
    """Facts of somebody on record; a share of them is unknown, and some of that is left out."""
    share = random.choice((0.0, 0.2, 0.5))
    states: dict[str, State] = {PERSON: True}
    for name, type_ in ASKED.items():
        if random.random() >= share:
            states[name] = known_state(random, type_)
        elif random.random() < 0.5:
            states[name] = not_answered(name)
    if random.random() >= share / 2:
        items = tuple(_item(random, {}, share) for _ in range(random.randint(0, 2)))
        states["posts"] = Items(items, is_complete=random.random() >= share / 2)
    if random.random() >= share:
        states["documents.each"] = _supplied(random)
    return states


def _supplied(random: Random) -> Items:
    """The items that a document was supplied for, which is a closed group of whole items."""
    items = (_item(random, {}, 0.0) for _ in range(random.randint(0, 2)))
    return Items(tuple({**item, "size": known_state(random, WHOLE)} for item in items))


def whole_facts(random: Random) -> Facts:
    """Facts of which none is unknown."""
    return completed(random, {PERSON: True}, share=0.0)


def completed(random: Random, before: Facts, share: float = 0.5) -> Facts:
    """The same facts with some of the unknown ones given, in any way that a form allows."""
    after = dict(before)
    for name, type_ in ASKED.items():
        is_open = isinstance(before.get(name, UNKNOWN), Unknown)
        if is_open and random.random() >= share:
            after[name] = known_state(random, type_)
    group = before.get("posts")
    if isinstance(group, Items) and group.is_complete:
        after["posts"] = Items(tuple(_item(random, item, share) for item in group.items))
    elif random.random() >= share:
        items = tuple(_item(random, {}, share) for _ in range(random.randint(0, 2)))
        after["posts"] = Items(items)
    if "documents.each" not in before and random.random() >= share:
        after["documents.each"] = _supplied(random)
    return after


def _item(random: Random, before: Mapping[str, State], share: float) -> dict[str, State]:
    """An item with some of what is unknown given; `ended` is asked for where it is shown."""
    item: dict[str, State] = {}
    for name, type_ in (
        ("hours", WHOLE),
        ("is_current", YES_NO),
        ("ended", WHOLE),
        ("colour", COLOUR),
    ):
        item[name] = before.get(name, not_answered(f"posts.{name}"))
        if isinstance(item[name], Unknown) and random.random() >= share:
            item[name] = known_state(random, type_)
    if not isinstance(item["is_current"], bool):
        item["ended"] = not_answered("posts.ended")
    elif item["is_current"]:
        item["ended"] = ABSENT
    return item


# For Hypothesis: by seed, as it would take longer to draw each choice than to decide --------------


@cache
def built(seed: int) -> tuple[dict[str, Any], Program | None]:
    """The parts of a service and their program, kept: compiling takes longest of all."""
    of_chance = parts(Random(seed))
    return of_chance, made(of_chance)


SEEDS = st.integers(0, 2**32)
CONDITIONS = SEEDS.map(lambda seed: condition(Random(seed)))
SERVICES = st.integers(0, 59).filter(lambda seed: built(seed)[1] is not None)
SOME_FACTS = SEEDS.map(lambda seed: facts(Random(seed)))
ALL_FACTS = SEEDS.map(lambda seed: whole_facts(Random(seed)))
RANDOMS = SEEDS.map(Random)


def program_of_chance(seed: int) -> Program:
    program = built(seed)[1]
    assert program is not None, "durable-rules takes every service of SERVICES"
    return program


# Truths -----------------------------------------------------------------------------------------

UNKNOWNS = st.frozensets(
    st.sampled_from("xyz").map(lambda name: Cause(CauseKind.UNANSWERED, name)), max_size=2
).map(Unknown)
FAULTS = st.sampled_from("pq").map(lambda place: Fault("no", place))
TRUTHS: st.SearchStrategy[Truth] = st.one_of(st.booleans(), UNKNOWNS, FAULTS)


def plain(truth: object) -> object:
    """A truth without its causes or its place: which fault is first depends on the order."""
    return truth if isinstance(truth, bool) else type(truth)
