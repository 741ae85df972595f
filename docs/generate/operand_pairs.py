"""Which operands go together, asked of the language itself, one pair of types after the other."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import PurePosixPath
from typing import Final

from docs.generate.markdown import table
from engine.expressions import core, operators
from engine.expressions.core import Comparison, Node
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

Make = Callable[[Node, Node], Node]


def pairs() -> str:
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
