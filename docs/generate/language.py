"""The page of the expression language: its constructs, in chapters, and what the program has.

Constructs come from docs/language/, whose examples are tests; types, operators, functions, built-in
names and limits come from the program, and so does which reading covers which construct.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from docs.generate.construct_parts import section
from docs.generate.constructs import Construct, constructs
from docs.generate.coverage import READINGS, beyond_formula, functions_in, left_by_relation, network
from docs.generate.markdown import anchor, codes, table
from docs.generate.markdown import page as whole
from docs.generate.operand_pairs import pairs
from engine.definitions.facts import BUILT_INS, LIFECYCLE_ONLY
from engine.expressions import parser
from engine.expressions.decimals import DIGITS
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lexer import KEYWORDS
from engine.model.types import Kind

_KINDS: Final = {
    Kind.NUMBER: ("`12`, `0.5`", f"a decimal of at most {DIGITS} digits"),
    Kind.MONEY: (
        '`money("120.00 SAR")`',
        "whole minor units of one currency; from values, tables and answers",
    ),
    Kind.TEXT: ('`"a"`', "free text; nothing is compared with it"),
    Kind.YES_NO: ("`true`, `false`", "a condition: FEEL's boolean"),
    Kind.DATE: ('`date("2026-01-31")`, `@"2026-01-31"`', "a day of the Gregorian calendar"),
    Kind.TIME: ('`time("09:30:00")`, `@"09:30:00"`', "a time of day, to the second"),
    Kind.DATE_TIME: (
        '`date and time("2026-01-31T09:30:00")`, `@"2026-01-31T09:30:00"`',
        "a day and a time of it, by the clocks of the portal",
    ),
    Kind.PERIOD: ('`duration("P1Y6M")`, `@"P3M"`', "whole months"),
    Kind.DAYS: ('`duration("P30D")`, `@"P30D"`', "whole days"),
    Kind.SECONDS: ('`duration("PT36H")`, `@"PT1H30M"`', "whole seconds"),
    Kind.CODE: ('`"consultant_dentist"`', "one code of a declared list"),
    Kind.LIST: ("`[1, 2]`", "values of one type, in their order; 1,000 at most"),
    Kind.RANGE: ("`[1..5]`, `(1..5]`", "from one value to another"),
    Kind.CONTEXT: ("`{a: 1}`", "named values; an item of a group is one"),
    Kind.GROUP: ("", "a repeating group of items, open until its owner says that it is complete"),
    Kind.FILE: ("", "a file of an item; no condition reads it"),
    Kind.NULL: ("`null`", "absent: known to be none; never `unknown`"),
}
_NAMES: Final = {
    "decision_date": "The day as of which the rules are read.",
    "outcome": '`"eligible"` or `"ineligible"`; unknown while undecided.',
    "application.is_complete": "Everything that the journey asks for is there.",
    "application.has_payment_due": "Something falls due on submission.",
    "application.has_payment_due_after_approval": "Whether something is to be paid once approved.",
    "application.is_overridden": "Whether it was ever decided against the rules.",
    "application.documents_are_complete": "Whatever is due is supplied, after approval too.",
    "application.is_answered": "Nobody invited is awaited any more, and enough have answered.",
}
_TITLE: Final = "# The expression language"
_INTRODUCTION: Final = """Conditions and values are written in FEEL, the expression language of
DMN 1.5. This page has a section for each construct: what it means, what it is written with, and
examples. Every example is run as a test, so what stands here is so. Unless an example says
otherwise it is 23 November 2026; what no fact says is unknown. How to write with the language is in
[Writing conditions](../guides/writing-conditions.md), and every problem code in
[Problems](problems.md)."""
_LIMITS: Final = f"""### Limits

A text longer than {parser.MAX_TOKENS} words, more than {parser.MAX_DEPTH} brackets inside each
other, more than {parser.MAX_CHAIN} operators of one strength in a row, and a tree higher than
{parser.MAX_HEIGHT} levels (with the derived facts that it reads) are refused."""

_COVERED: Final = """## Construct by reading

A definition is read in several ways, which must agree. The *evaluator* covers everything. The
*network* does the logic of conditions and takes each comparison in them as an *atom* that the
evaluator computed. The *relation* (a table of applications) reads the core of the language; of
groups of items and of what is beyond the core the smallest part that a column can hold is *stored*:
the evaluator computes it, row by row. The *formula* (proofs) reads the core, and lists made of
others: `for`, filters, lists written out. What else is beyond the core is not covered there, and it
says so at its place."""


def page() -> str:
    return whole(
        _TITLE,
        _INTRODUCTION,
        _contents(),
        *_chapters(),
        "## What the program has",
        _types(),
        f"### Operands\n\n{pairs()}",
        _functions(),
        _names(),
        _words(),
        _LIMITS,
        _covered(),
    )


def _by_chapter() -> Iterator[tuple[str, tuple[Construct, ...]]]:
    for chapter, listed in groupby(constructs(), key=lambda one: one.chapter):
        yield chapter, tuple(listed)


def _contents() -> str:
    lines = [
        f"- {_link(chapter)}: {', '.join(_link(one.title) for one in listed)}"
        for chapter, listed in _by_chapter()
    ]
    parts = ("Types", "Operands", "Functions", "Built-in names", "Limits", "Construct by reading")
    return "\n".join((*lines, f"- {_link('What the program has')}: {', '.join(map(_link, parts))}"))


def _link(title: str) -> str:
    return f"[{title}](#{anchor(title)})"


def _chapters() -> Iterator[str]:
    for chapter, listed in _by_chapter():
        yield f"## {chapter}"
        yield from map(section, listed)


def _types() -> str:
    rows = [(f"`{kind}`", *_KINDS[kind]) for kind in Kind]
    return "### Types\n\n" + table(("type", "written", "what it is"), rows)


def _functions() -> str:
    """Each function with the constructs whose examples call it."""
    users = {name: [one for one in constructs() if name in functions_in(one)] for name in FUNCTIONS}
    rows = [
        (
            f"`{name}({', '.join(function.parameters)})`",
            ", ".join(_link(one.title) for one in users[name]),
        )
        for name, function in FUNCTIONS.items()
    ]
    return "### Functions\n\n" + table(("function", "shown in"), rows)


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
    return "### Built-in names\n\n" + table(head, rows)


def _words() -> str:
    return f"### Words that are no names\n\n{codes(sorted(KEYWORDS), 'and')}."


def _covered() -> str:
    rows = [(_link(one.title), *_readings(one)) for one in constructs()]
    return f"{_COVERED}\n\n{table(('construct', *READINGS), rows)}"


def _readings(one: Construct) -> Iterable[str]:
    left, beyond = left_by_relation(one), beyond_formula(one)
    relation = f"stored: {codes(left, 'and')}" if left else "yes"
    formula = f"not covered: {codes(beyond, 'and')}" if beyond else "yes"
    return "yes", network(one), relation, formula
