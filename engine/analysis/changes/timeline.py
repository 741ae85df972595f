"""Two dated values on a line of time: on which days another one is in force, and from what to what.

Told by what is in force and not by what is written, so that an entry put in, taken out or moved
to another day says what it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.analysis.changes.content import Contents
from engine.analysis.changes.difference import Entry, Segment
from engine.model.dated import Dated
from engine.model.types import Type
from engine.model.value import Known
from engine.model.words import Unit

_DAY = timedelta(days=1)


def segments(
    old: Dated[Known],
    new: Dated[Known],
    type_: Type | None,
    unit: Unit | None,
    contents: tuple[Contents, Contents],
) -> Iterator[Segment]:
    """The stretches of days on which something else is in force, in order of time.

    >>> fee = Dated("fee", ((date(2020, 1, 1), "250"),))
    >>> later = Dated("fee", ((date(2020, 1, 1), "250"), (date(2027, 1, 1), "300")))
    >>> [(one.first, one.last, one.old, one.new)
    ...  for one in segments(fee, later, None, None, (Contents(), Contents()))]
    [(datetime.date(2027, 1, 1), None, '250', '300')]
    """
    before, after = contents
    held: Segment | None = None
    days = sorted({day for day, _ in (*old.entries, *new.entries)})
    for at, day in enumerate(days):
        last = days[at + 1] - _DAY if at + 1 < len(days) else None
        was, is_ = _on(old, day), _on(new, day)
        if before.of(was) == after.of(is_):
            continue
        goes_on = (
            held is not None
            and held.last == day - _DAY
            and before.of(held.old) == before.of(was)
            and after.of(held.new) == after.of(is_)
        )
        if held is not None and goes_on:
            held = Segment(held.first, last, was, is_, type_, unit)
            continue
        if held is not None:
            yield held
        held = Segment(day, last, was, is_, type_, unit)
    if held is not None:
        yield held


def idle_entries(
    old: Dated[Known],
    new: Dated[Known],
    type_: Type | None,
    unit: Unit | None,
    contents: tuple[Contents, Contents],
) -> Iterator[Entry]:
    """Days written in one of the two alone that change nothing: what is in force stays the same."""
    before, after = contents
    written = ({day for day, _ in old.entries}, {day for day, _ in new.entries})
    for day in sorted(written[0] ^ written[1]):
        value = _on(new, day)
        eve = max(day, date.min + _DAY) - _DAY
        ends_a_change = before.of(_on(old, eve)) != after.of(_on(new, eve))
        if before.of(_on(old, day)) == after.of(value) and not ends_a_change:
            yield Entry(day, value, type_, unit, is_new=day in written[1])


def _on(dated: Dated[Known], day: date) -> Known | None:
    """What is in force on a day, or None."""
    begun = [value for first, value in dated.entries if first <= day]
    return begun[-1] if begun else None
