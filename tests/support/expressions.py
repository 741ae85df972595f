"""FEEL texts by chance, of every type that our mode has, with facts to read them over.

Each text is of the type asked for and without a problem: what may be absent is guarded. Facts are
unknown, absent or of a strange type for a share of the names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from engine.expressions.program import Program
from engine.model.clock import Moment, Time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import (
    DATE,
    DATE_TIME,
    DAYS,
    PERIOD,
    SECONDS,
    TEXT,
    TIME,
    YES_NO,
    Kind,
    Type,
)
from engine.model.value import ABSENT, UNKNOWN, Facts, Fault, Items, State, Unknown
from tests.support import chance
from tests.support.programs import COLOUR, PERSON, SAR, WHOLE, AskedOf, compiled

DAY = chance.DAY
_NUMBERS: Final = Type(Kind.LIST, element=WHOLE)
FACTS: Final[Mapping[str, Type]] = {
    **dict.fromkeys(("n", "m", "k"), WHOLE),
    "share": Type(Kind.NUMBER, decimals=2),
    **dict.fromkeys(("a", "b", "c"), YES_NO),
    "maybe": WHOLE.optional(),
    "left": DATE.optional(),
    "colour": COLOUR,
    "born": DATE,
    "since": DATE,
    "opened": TIME,
    "seen": DATE_TIME,
    "price": SAR,
    "fee": SAR,
    "term": PERIOD,
    "wait": DAYS,
    "shift": SECONDS,
    "note": TEXT,
    "marks": _NUMBERS,
}
GROUPS: Final = {
    "posts": {
        "hours": AskedOf(WHOLE),
        "is_current": AskedOf(YES_NO),
        "began": AskedOf(DATE),
        "shade": AskedOf(COLOUR),
    }
}
VALUES: Final[dict[str, tuple[Type, Any]]] = {
    "limit": (WHOLE, 2),
    "palette": (Type(Kind.LIST, element=COLOUR), ("red", "blue")),
}
LEAVES: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("n", "m", "k", "share", "limit", "0", "1", "2.5", "count(posts)", "count(marks)"),
    "yes_no": ("a", "b", "c", "true", "false", 'colour = "red"', "colour in palette"),
    "date": ("born", "since", "decision_date", 'date("2026-02-28")', '@"2024-02-29"'),
    "time": ("opened", 'time("09:30:00")', '@"23:59:59"'),
    "moment": ("seen", 'date and time("2026-01-31T09:30:00")'),
    "money": ("price", "fee", 'money("10.05 SAR")'),
    "period": ("term", '@"P1M"', 'duration("P2Y")'),
    "days": ("wait", '@"P30D"', "(born - since)", "weeks(2)"),
    "seconds": ("shift", '@"PT90M"'),
    "text": ("note", '"a-1"', '"B"'),
    "numbers": ("marks", "posts.hours", "[n, m, 3]", "[1, 2]"),
    "dates": ("posts.began", "[born, since]"),
    "context": ("{x: n, y: a}", "{x: 1, y: b}"),
    "range": ("[n..m]", "(1..k]", "[0..3)"),
    "days_range": ("[born..since]", "[since..decision_date)"),
}
FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        "({number} + {number})", "({number} - {number})", "({number} * {number})", "-({number})",
        "({number} / 4)", "(if {number2} = 0 then 1 else {number} / {number2})", "({number} ** 2)",
        "(if {yes_no} then {number} else {number})", "sum({numbers})", "count({numbers})",
        "(if count({numbers2}) > 0 then max({numbers2}) else 0)", "min({number}, {number})",
        "(if count({numbers2}) > 0 then mean({numbers2}) else 1)", "round half up({number}, 1)",
        "decimal({number}, 0)", "floor({number})", "abs({number})", "modulo({number}, 3)",
        "string length({text})", "{date}.year", "{date}.weekday", "{context}.x", "{time}.hour",
        "week of year({date})", "sum(for v in {numbers} return v * 2)",
        "count({numbers}[item > 1])",
        "years and months duration({date}, {date}).months", "({days}).days", "{range}.start",
        "(if maybe = null then {number} else maybe)", "count(posts[is_current])",
        "sum(for p in posts return if p.is_current then p.hours else {number})",
    ),
    "yes_no": (
        "({yes_no} and {yes_no})", "({yes_no} or {yes_no})", "not({yes_no})",
        "(if {yes_no} then {yes_no} else {yes_no})", "({number} < {number})",
        "({number} = {number})",
        "({number} in {range})", "({number} in [{number}..{number}))", "({date} <= {date})",
        "({money} >= {money})", "({time} > {time})", "({moment} < {moment})", "({days} > {days})",
        "({period} <= {period})", "({seconds} != {seconds})", "(maybe = null or maybe > {number})",
        "(left != null and left < {date})", "(some p in posts satisfies p.hours > {number})",
        "(every p in posts satisfies p.began <= {date} or {yes_no})",
        "(some v in {numbers} satisfies v > {number})", "all({yes_no}, {yes_no})",
        "any(posts.is_current)", "list contains({numbers}, {number})", "contains({text}, \"1\")",
        'matches({text}, "[a-z]-[0-9]")', "starts with({text}, {text})", "odd(floor({number}))",
        "includes({range}, {number})", "overlaps({range}, {range})", "before({range}, {range})",
        "{context}.y", 'day of week({date}) = "Sunday"', "({date} between {date} and {date})",
        "({numbers} = {numbers})", "(some p in posts, q in posts satisfies p.hours < q.hours)",
        "have overlap([{days_range}, {days_range}])", "(({number}) instance of number)",
    ),
    "date": (
        "({date} + {period})", "({date} - {period})", "({date} + {days})",
        "(if {yes_no} then {date} else {date})", "date({moment})",
        "(if left = null then {date} else left)",
        'weekday on or after({date}, "Sunday")', "yearly on or after({date}, {date})",
        "(if count({dates2}) > 0 then min({dates2}) else {date})", "working days after({date}, 3)",
    ),
    "time": ("({time} + {seconds})", "time({moment})", "(if {yes_no} then {time} else {time})"),
    "moment": (
        "({moment} + {seconds})", "({moment} - {period})", "({moment} + {days})",
        "date and time({date}, {time})",
    ),
    "money": (
        "({money} + {money})", "({money} - {money})", "({money} * 2)",
        "round half up({money} * {number}, 2)", "(if {yes_no} then {money} else {money})",
        "round half up({money} / 3, 0)", "max({money}, {money})", "sum({money}, {money})",
    ),
    "period": ("({period} + {period})", "years and months duration({date}, {date})",
               "({period} * 2)"),
    "days": ("({days} + {days})", "({date} - {date})", "longest gap([{days_range}], {days_range})"),
    "seconds": ("({seconds} + {seconds})", "({moment} - {moment})", "({time} - {time})"),
    "text": ("upper case({text})", '({text} + "-")', 'substring before({text}, "-")',
             "string({number})"),
    "numbers": (
        "(for v in {numbers} return v + {number})", "{numbers}[item > {number}]",
        "(for p in posts return p.hours)", "reverse({numbers})", "append({numbers}, {number})",
        "concatenate({numbers}, {numbers})", "distinct values({numbers})", "sort({numbers})",
        "(for i in 1..3 return i * {number})",
        "sort(posts, function(p, q) p.hours > q.hours).hours",
        "union({numbers}, [{number}])", "index of({numbers}, {number})",
    ),
    "dates": ("(for d in {dates} return d + {days})", "reverse({dates})"),
    "context": ("context put({context}, \"x\", {number})", "«x: {number}, y: {yes_no}»"),
    "range": ("[{number}..{number}]", "[{number}..{number})"),
    "days_range": ("[{date}..{date}]",),
}  # fmt: skip
_BOUND: Final = ("p", "q", "v", "d", "i")  # variables that forms bind: not inside one another


class Writer:
    """Writes texts of a type; `left` bounds how many forms one text is made of."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.left = 0

    def text(self, sort: str, size: int = 6) -> str:
        self.left = size
        return self._text(sort, frozenset())

    def _text(self, sort: str, bound: frozenset[str]) -> str:
        if self.left <= 0 or self.random.random() < 0.25:
            return self.random.choice(LEAVES[sort])
        self.left -= 1
        form = self.random.choice(FORMS[sort])
        binds = frozenset(name for name in _BOUND if f" {name} in " in form or f"({name}, " in form)
        binds |= {"item"} if "item" in form or "is_current]" in form else frozenset()
        if binds & bound:
            return self.random.choice(LEAVES[sort])
        inner = bound | binds
        made: dict[str, str] = {}
        return _filled(form, lambda name: self._slot(name, inner, made))

    def _slot(self, name: str, bound: frozenset[str], made: dict[str, str]) -> str:
        """A part; one whose name ends in a digit is the same wherever it stands."""
        sort = name.rstrip("2")
        if sort == name:
            return self._text(sort, bound)
        if name not in made:
            made[name] = self._text(sort, bound)
        return made[name]


def _filled(form: str, part: Callable[[str], str]) -> str:
    """The form with its slots filled; «» stand for braces of the text itself."""
    pieces, rest = [], form
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        pieces += [before, part(name)]
    return "".join((*pieces, rest)).replace("«", "{").replace("»", "}")


def program(random: Random, count: int) -> tuple[Program | None, tuple[str, ...]]:
    """A program of so many expressions, named `e0` and on, and their texts."""
    writer = Writer(random)
    sorts = [random.choice(tuple(FORMS)) for _ in range(count)]
    texts = tuple(writer.text(sort, random.randint(1, 7)) for sort in sorts)
    formulas = {f"e{at}": text for at, text in enumerate(texts)}
    made, problems = compiled(facts=FACTS, groups=GROUPS, values=VALUES, formulas=formulas)
    assert {problem.code for problem in problems} <= {"E106", "E213"}, problems[0].render()
    return made, texts


# Facts ------------------------------------------------------------------------------------------


def facts(random: Random) -> Facts:
    """Facts of a small domain; some are unknown, some absent, and some of a strange type."""
    unknown = random.choice((0.0, 0.0, 0.15, 0.5))
    strange = random.choice((0.0, 0.0, 0.0, 0.1))
    states: dict[str, State] = {PERSON: True}
    for name, type_ in FACTS.items():
        if random.random() < strange:
            states[name] = random.choice(STRANGE)
        elif random.random() >= unknown:
            states[name] = known(random, type_)
        elif random.random() < 0.5:
            states[name] = chance.not_answered(name)
    if random.random() >= unknown / 2:
        items = tuple(_item(random, unknown) for _ in range(random.randint(0, 3)))
        states["posts"] = Items(items, is_complete=random.random() >= unknown / 2)
    return states


def _item(random: Random, unknown: float) -> dict[str, State]:
    types = {name: asked.type for name, asked in GROUPS["posts"].items()}
    return {
        name: known(random, type_)
        if random.random() >= unknown / 2
        else chance.not_answered(f"posts.{name}")
        for name, type_ in types.items()
    }


def completed(random: Random, before: Facts) -> Facts:
    """The same facts with some of what is unknown given."""
    after = dict(before)
    for name, type_ in FACTS.items():
        if isinstance(before.get(name, UNKNOWN), Unknown) and random.random() < 0.6:
            after[name] = known(random, type_)
    posts = before.get("posts")
    if isinstance(posts, Items) and posts.is_complete:
        after["posts"] = Items(tuple(_completed(random, item) for item in posts.items))
    elif not isinstance(posts, Items) or random.random() < 0.5:
        more = tuple(_item(random, 0.0) for _ in range(random.randint(0, 3)))
        after["posts"] = Items(more)
    return after


def _completed(random: Random, item: Mapping[str, State]) -> dict[str, State]:
    types = {name: asked.type for name, asked in GROUPS["posts"].items()}
    return {
        name: known(random, types[name]) if isinstance(state, Unknown) else state
        for name, state in item.items()
    }


def known(random: Random, type_: Type) -> State:
    if type_.is_optional and random.random() < 0.4:
        return ABSENT
    match type_.kind:
        case Kind.NUMBER if type_.decimals:
            return Decimal(random.randint(-3, 300)) / 100
        case Kind.NUMBER:
            return Decimal(random.randint(-1, 4))
        case Kind.DATE:
            return DAY + timedelta(days=random.choice((-700, -31, -1, 0, 1, 28, 365)))
        case Kind.TIME:
            return Time(random.choice((0, 34200, 86399)))
        case Kind.DATE_TIME:
            day = DAY + timedelta(days=random.randint(-2, 2))
            return Moment(day, Time(random.choice((0, 3600, 86399))))
        case Kind.MONEY:
            return Money("SAR", random.randint(0, 20000))
        case Kind.PERIOD:
            return Months(random.randint(-1, 25))
        case Kind.DAYS:
            return Days(random.randint(-2, 60))
        case Kind.SECONDS:
            return Seconds(random.randint(-10, 100_000))
        case Kind.TEXT:
            return random.choice(("", "a-1", "x", "سجل-9"))
        case Kind.LIST:
            return tuple(Decimal(random.randint(0, 3)) for _ in range(random.randint(0, 3)))
        case _:
            return chance.known_state(random, type_)


STRANGE: Final[tuple[State, ...]] = (
    ABSENT, Fault("no", "there"), True, "red", Decimal("NaN"), Decimal("1E+6000"), DAY, (),
    Money("USD", 1), (Decimal(1), "red"), Items(), Months(9**9), Days(9**9), {"x": Decimal(1)},
)  # fmt: skip
