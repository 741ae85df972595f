"""Functions that read a constant: `date("2026-01-31")`, `duration("P3M")`, `money("120.00 SAR")`.

What is written wrong is a problem at its place, and never a fault when a decision is made.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.functions.signatures import Arguments, Build, Function, function, text_of
from engine.expressions.operators import Mismatch
from engine.model.clock import Moment, Time, parse_day, parse_moment, parse_time
from engine.model.money import Money
from engine.model.period import Days, Length, Months, Seconds, parse_length
from engine.model.problem import Span
from engine.model.types import (
    DATE,
    DATE_TIME,
    DAYS,
    PERIOD,
    SECONDS,
    TIME,
    Kind,
    Type,
)
from engine.model.value import Known

_TYPES: Final[dict[type, Type]] = {
    date: DATE,
    Time: TIME,
    Moment: DATE_TIME,
    Months: PERIOD,
    Days: DAYS,
    Seconds: SECONDS,
}
_LENGTHS: Final = "write `P3M`, `P2Y`, `P1Y6M`, `P30D` or `PT36H`"


def at_literal(text: str, at: Span) -> Node:
    """The constant behind `@"..."`: a date, a time, both, or a length of time."""
    try:
        return _constant(_reader(text)(text), at)
    except ValueError:
        raise Mismatch(
            "E307",
            f"`{text}` is no date, no time and no period",
            'write `@"2026-01-31"`, `@"09:30:00"` or `@"P3M"`',
        ) from None


def _reader(text: str) -> Callable[[str], Known]:
    if not text[:1].isdigit():
        return parse_length
    if "T" in text:
        return parse_moment
    return parse_time if ":" in text else parse_day


def _constant(value: Known, at: Span) -> Node:
    return core.Const(value, _TYPES[type(value)], at)


def _read(
    read: Callable[[str], date | Time | Moment | Length], name: str, what: str, hint: str
) -> Build:
    def build(arguments: Arguments) -> Node:
        text = text_of(arguments[0], f"what `{name}` reads")
        try:
            return _constant(read(text), arguments.at)
        except ValueError:
            raise Mismatch("E307", f"`{text}` is no {what}", hint) from None

    return build


def _money(arguments: Arguments) -> Node:
    text = text_of(arguments[0], "what `money` reads")
    try:
        amount = Money.parse(text)
    except ValueError:
        raise Mismatch(
            "E307", f"`{text}` is no amount of money", 'write `money("120.00 SAR")`'
        ) from None
    return core.Const(amount, Type(Kind.MONEY, of=amount.currency), arguments.at)


READ_DATE: Final = _read(parse_day, "date", "date", 'write `date("2026-01-31")`')
READ_TIME: Final = _read(parse_time, "time", "time", 'write `time("09:30:00")`')
READ_MOMENT: Final = _read(
    parse_moment,
    "date and time",
    "date and time",
    'write `date and time("2026-01-31T09:30:00")`',
)
FUNCTIONS: Final[tuple[Function, ...]] = (
    function("duration", ("from: text", _read(parse_length, "duration", "period", _LENGTHS))),
    function("money", ("from: text", _money), is_ours=True),
)
