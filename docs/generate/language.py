"""The page of the expression language: types, operators, functions, built-in names, limits.

Which operands go together is asked of the language itself, one pair of types after the other.
"""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import PurePosixPath
from typing import Final

from docs.generate.markdown import codes, table
from docs.generate.markdown import page as whole
from engine.definitions.facts import BUILT_INS, LIFECYCLE_ONLY
from engine.expressions import core, operators, parser
from engine.expressions.core import Comparison, Node
from engine.expressions.decimals import DIGITS
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lexer import KEYWORDS
from engine.expressions.operators import Mismatch
from engine.model.problem import Span
from engine.model.types import DATE, DAYS, NUMBER, PERIOD, TEXT, YES_NO, Kind, Type

_NOWHERE: Final = Span(PurePosixPath("language.md"), 1, 1)
_TYPES: Final = {  # an example of each type that an operator can meet, as YAML writes its name
    "number": NUMBER,
    "money": Type(Kind.MONEY, of="SAR"),
    "date": DATE,
    "period": PERIOD,
    "days": DAYS,
    "yes_no": YES_NO,
    "code": Type(Kind.CODE, of="ranks"),
    "text": TEXT,
}
_KINDS: Final = {
    Kind.NUMBER: ("`12`, `0.5`", f"a decimal of at most {DIGITS} digits"),
    Kind.MONEY: (
        '`money("120.00 SAR")`',
        "whole minor units of one currency; from values, tables and answers",
    ),
    Kind.TEXT: ("", "free text; nothing is compared with it"),
    Kind.YES_NO: ("`true`, `false`", "a condition: FEEL's boolean"),
    Kind.DATE: ('`date("2026-01-31")`, `@"2026-01-31"`', "a day of the Gregorian calendar"),
    Kind.PERIOD: ('`duration("P1Y6M")`, `@"P3M"`', "whole months"),
    Kind.DAYS: ('`duration("P30D")`, `@"P30D"`', "whole days"),
    Kind.CODE: ('`"consultant_dentist"`', "one code of a declared list"),
    Kind.LIST: ("", "a list of codes: a dated value of the type `list of LIST`"),
    Kind.GROUP: ("", "a repeating group of items, open until its owner says that it is complete"),
    Kind.FILE: ("", "a file of an item; no condition reads it"),
    Kind.NULL: ("`null`", "absent: known to be none; never `unknown`"),
}
_FUNCTIONS: Final = {
    "money": ("An amount of money. Ours: the standard has none.", 'money("120.00 SAR")'),
    "duration": ("A length of time: whole months or whole days.", 'duration("P3M")'),
    "date": ("One day.", 'date("2026-01-31")'),
    "not": ("True when the condition is false.", "not(cpd.is_exempt)"),
    "count": ("How many items a group or a list has.", "count(experience)"),
}
_NAMES: Final = {
    "decision_date": "The day as of which the rules are read.",
    "outcome": '`"eligible"` or `"ineligible"`; unknown while undecided.',
    "application.is_complete": "Everything that the journey asks for is there.",
    "application.has_payment_due": "Something falls due on submission.",
}
_TITLE: Final = "# The expression language"
_INTRODUCTION: Final = """Conditions and values are written in FEEL, the expression language of
DMN 1.5. This page lists what our mode of it has today. How to write with it, in examples, is in
[Writing conditions](../guides/writing-conditions.md). Every problem code is in
[Problems](problems.md)."""
_OPERATORS: Final = """## Operators

`and`, `or` and `not(...)` join conditions. `if ... then ... else ...` chooses between two values
of one type. `x in [a..b]`, `x in (a..b)`, `x between a and b` and `x in ("a", "b")` test
membership. `some` and `every` `... in GROUP satisfies ...` ask about items. A comparison with
`null` asks whether a fact that can be absent is."""
_LIMITS: Final = f"""## Limits

A text longer than {parser.MAX_TOKENS} words, more than {parser.MAX_DEPTH} brackets inside each
other, more than {parser.MAX_CHAIN} operators of one strength in a row, and a tree higher than
{parser.MAX_HEIGHT} levels (with the derived facts that it reads) are refused."""

Make = Callable[[Node, Node], Node]


def page() -> str:
    return whole(
        _TITLE,
        _INTRODUCTION,
        _types(),
        _OPERATORS,
        _pairs(),
        _functions(),
        _names(),
        _words(),
        _LIMITS,
    )


def _types() -> str:
    rows = [(f"`{kind}`", *_KINDS[kind]) for kind in Kind]
    return "## Types\n\n" + table(("type", "written", "what it is"), rows)


def _pairs() -> str:
    """Which operands go together, and what each operator gives."""
    makers: tuple[tuple[str, Make], ...] = (
        ("`=`, `!=`", lambda a, b: operators.comparison(Comparison.EQ, a, b, {}, _NOWHERE, "")),
        (
            "`<`, `<=`, `>`, `>=`",
            lambda a, b: operators.comparison(Comparison.LT, a, b, {}, _NOWHERE, ""),
        ),
        ("`+`", lambda a, b: operators.addition(a, b, 1, _NOWHERE, "")),
        ("`-`", lambda a, b: operators.addition(a, b, -1, _NOWHERE, "")),
    )
    rows = [row for sign, make in makers for row in _taken(sign, make)]
    rows.append(("`*`", "number, period or days", "a constant number", "the same type"))
    return table(("operator", "left", "right", "gives"), rows)


def _taken(sign: str, make: Make) -> Iterator[tuple[str, str, str, str]]:
    """First the types that go with themselves, in one row; then each mixture."""
    given = {}
    for left, right in product(_TYPES, repeat=2):
        try:
            node = make(_fact(left), _fact(right))
        except Mismatch:
            continue
        given[left, right] = str(node.type.kind)
    alike = [one for one in _TYPES if given.get((one, one)) in {one, "yes_no"}]
    what = "yes_no" if given[alike[0], alike[0]] == "yes_no" else "the same type"
    yield sign, ", ".join(alike), "the same type", what
    for (left, right), gives in given.items():
        if left != right or left not in alike:
            yield sign, left, right, gives


def _fact(type_: str) -> Node:
    return core.FactRef("fact", _TYPES[type_], _NOWHERE)


def _functions() -> str:
    rows = [
        (f"`{name}({', '.join(function.parameters)})`", _FUNCTIONS[name][0], _example(name))
        for name, function in FUNCTIONS.items()
    ]
    return "## Functions\n\n" + table(("function", "what it gives", "example"), rows)


def _example(function: str) -> str:
    return f"`{_FUNCTIONS[function][1]}`"


def _names() -> str:
    rows = [
        (
            f"`{name}`",
            str(type_),
            "the lifecycle" if name in LIFECYCLE_ONLY else "everywhere",
            _NAMES[name],
        )
        for name, type_ in BUILT_INS.items()
    ]
    on_record = "The register holds a record of the person. Never absent."
    rows.append(("`<register>.is_on_record`", "yes_no", "everywhere", on_record))
    head = ("name", "type", "read by", "what it is")
    return "## Built-in names\n\n" + table(head, rows)


def _words() -> str:
    return f"## Words that are no names\n\n{codes(sorted(KEYWORDS), 'and')}."
