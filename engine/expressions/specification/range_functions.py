"""Relations of points and ranges, after J. F. Allen, and `range`.

An end that is None lies before or after everything. Source: OMG DMN 1.5, 10.3.4.7, table 77.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from engine.expressions.decimals import DECIMALS
from engine.expressions.specification.comparison import all_of, any_of, equal, holds, less
from engine.expressions.specification.signatures import BuiltIn, Run, built_in
from engine.expressions.specification.texts import read_literal
from engine.expressions.specification.values import Range, Value

_Truth = bool | None
_RANGE = re.compile(r"\s*([\[\](])\s*(.*?)\s*\.\.\s*(.*?)\s*([\[\])])\s*", re.DOTALL)
_PLAIN = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_MOST: Final = 300


def _same(run: Run, a: Value, b: Value) -> _Truth:
    return equal(a, b, run.budget) is True


def _ends_before(run: Run, a: Range, b: Range, *, may_touch: bool = False) -> _Truth:
    """Whether all of `a` lies before all of `b`; `may_touch` allows a shared end that one lacks."""
    if a.high is None or b.low is None:
        return False
    touches = may_touch and not (a.has_high and b.has_low) and _same(run, a.high, b.low)
    return any_of(less(a.high, b.low), touches)


def _before(run: Run, a: Value, b: Value) -> Value:
    match a, b:
        case Range(), Range():
            return _ends_before(run, a, b, may_touch=True)
        case Range(), _:
            if a.high is None:
                return False
            return any_of(less(a.high, b), not a.has_high and _same(run, a.high, b))
        case _, Range():
            if b.low is None:
                return False
            return any_of(less(a, b.low), not b.has_low and _same(run, a, b.low))
        case _:
            return less(a, b)


def _after(run: Run, a: Value, b: Value) -> Value:
    return _before(run, b, a)


def _meets(run: Run, a: Range, b: Range) -> Value:
    if a.high is None or b.low is None:
        return False
    return a.has_high and b.has_low and _same(run, a.high, b.low)


def _met_by(run: Run, a: Range, b: Range) -> Value:
    return _meets(run, b, a)


def _overlaps(run: Run, a: Range, b: Range) -> Value:
    """Whether some point may lie in both."""
    if not _comparable(a, b):
        return None
    return not (_before(run, a, b) is True or _before(run, b, a) is True)


def _comparable(a: Range, b: Range) -> bool:
    ends = [end for end in (a.low, a.high, b.low, b.high) if end is not None]
    return all(less(ends[0], end) is not None for end in ends)


def _starts_earlier(run: Run, a: Range, b: Range) -> _Truth:
    """Whether `a` holds points before all of `b`."""
    if b.low is None:
        return False
    if a.low is None:
        return True
    return any_of(less(a.low, b.low), a.has_low and not b.has_low and _same(run, a.low, b.low))


def _ends_earlier(run: Run, a: Range, b: Range) -> _Truth:
    """Whether `b` holds points after all of `a`."""
    if a.high is None:
        return False
    if b.high is None:
        return True
    return any_of(
        less(a.high, b.high), not a.has_high and b.has_high and _same(run, a.high, b.high)
    )


def _overlaps_before(run: Run, a: Range, b: Range) -> Value:
    shared = _overlaps(run, a, b)
    earlier = all_of(_starts_earlier(run, a, b), _ends_earlier_or_same(run, a, b))
    return all_of(shared, earlier)


def _ends_earlier_or_same(run: Run, a: Range, b: Range) -> _Truth:
    return any_of(_ends_earlier(run, a, b), _same_end(run, a, b))


def _overlaps_after(run: Run, a: Range, b: Range) -> Value:
    shared = _overlaps(run, a, b)
    later = all_of(_starts_earlier(run, b, a), _ends_earlier_or_same(run, b, a))
    return all_of(shared, later)


def _starts_earlier_or_same(run: Run, a: Range, b: Range) -> _Truth:
    return any_of(_starts_earlier(run, a, b), _same_start(run, a, b))


def _same_start(run: Run, a: Range, b: Range) -> _Truth:
    if a.low is None or b.low is None:
        return a.low is b.low
    return a.has_low is b.has_low and _same(run, a.low, b.low)


def _same_end(run: Run, a: Range, b: Range) -> _Truth:
    if a.high is None or b.high is None:
        return a.high is b.high
    return a.has_high is b.has_high and _same(run, a.high, b.high)


def _finishes(run: Run, a: Value, b: Range) -> Value:
    if isinstance(a, Range):
        return all_of(_same_end(run, a, b), _starts_earlier_or_same(run, b, a))
    return b.has_high and _same(run, a, b.high)


def _finished_by(run: Run, a: Range, b: Value) -> Value:
    return _finishes(run, b, a)


def _starts(run: Run, a: Value, b: Range) -> Value:
    if isinstance(a, Range):
        return all_of(_same_start(run, a, b), _ends_earlier_or_same(run, a, b))
    return b.has_low and _same(run, a, b.low)


def _started_by(run: Run, a: Range, b: Value) -> Value:
    return _starts(run, b, a)


def _includes(run: Run, a: Range, b: Value) -> Value:
    if not isinstance(b, Range):
        return holds(a, b)
    if not _comparable(a, b):
        return None
    return all_of(_starts_earlier_or_same(run, a, b), _ends_earlier_or_same(run, b, a))


def _during(run: Run, a: Value, b: Range) -> Value:
    return _includes(run, b, a)


def _coincides(run: Run, a: Value, b: Value) -> Value:
    if isinstance(a, Range) is not isinstance(b, Range):
        return None
    return equal(a, b, run.budget)


def _range(_: Run, text: str) -> Value:
    """Read `[18..65)`: ends written as literals, of one kind, the lower one first.

    An end that is not written must be open.
    """
    match = _RANGE.fullmatch(text) if len(text) <= _MOST else None
    if match is None:
        return None
    try:
        low, high = _end(match[2]), _end(match[3])
    except ValueError:
        return None
    if (low is None and high is None) or (
        low is not None and high is not None and less(high, low) is not False
    ):
        return None
    has_low, has_high = match[1] == "[", match[4] == "]"
    if (low is None and has_low) or (high is None and has_high):
        return None
    return Range(low, high, has_low, has_high)


def _end(text: str) -> Value:
    if not text:
        return None
    if text.startswith('"') and text.endswith('"') and len(text) > 1 and "\\" not in text:
        return text[1:-1]
    if text.startswith('@"') and text.endswith('"'):
        return read_literal(text[2:-1])
    if called := re.fullmatch(r'(?:date|time|date and time|duration)\(\s*"([^"]*)"\s*\)', text):
        return read_literal(called[1])
    if _PLAIN.fullmatch(text) and len(text) <= 35:
        return DECIMALS.create_decimal(text)
    raise ValueError("no literal")


_Relation = Callable[..., Value]


def _relation(name: str, body: _Relation, *parameters: str) -> BuiltIn:
    return built_in(name, *((text, body) for text in parameters))


FUNCTIONS: Final[tuple[BuiltIn, ...]] = (
    *(
        _relation(
            name,
            body,
            "range1: range; range2: range",
            "point: any; range: range",
            "range: range; point: any",
            "point1: any; point2: any",
        )
        for name, body in (("before", _before), ("after", _after), ("coincides", _coincides))
    ),
    *(
        _relation(name, body, "range1: range; range2: range")
        for name, body in (
            ("meets", _meets),
            ("met by", _met_by),
            ("overlaps", _overlaps),
            ("overlaps before", _overlaps_before),
            ("overlaps after", _overlaps_after),
        )
    ),
    *(
        _relation(name, body, "range1: range; range2: range", "point: any; range: range")
        for name, body in (("finishes", _finishes), ("starts", _starts), ("during", _during))
    ),
    *(
        _relation(name, body, "range1: range; range2: range", "range: range; point: any")
        for name, body in (
            ("finished by", _finished_by),
            ("started by", _started_by),
            ("includes", _includes),
        )
    ),
    built_in("range", ("from: string", _range)),
)
