"""Dated values told: from what to what, on which days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.analysis.changes.difference import Difference, Entry, Segment, Trail
from engine.analysis.changes.speakers import ROOTS, Speakers
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.rule import Row, Table, Value
from engine.phrases import phrase, said


def value_sentence(difference: Difference, speakers: Speakers) -> str:
    segment = difference.new
    assert isinstance(segment, Segment), "a value is told by the days on which it differs"
    old = speakers.old.value(segment.old, segment.type, segment.unit)
    new = speakers.new.value(segment.new, segment.type, segment.unit)
    if old == new:
        old, new = speakers.code(str(segment.old)), speakers.code(str(segment.new))
    name = _direction(segment)
    given = {
        "name": said(_named(difference.trail, speakers)),
        "when": said(_when(segment, speakers)),
    }
    if isinstance(segment.old, tuple) and isinstance(segment.new, tuple):
        gone = tuple(one for one in segment.old if one not in segment.new)
        come = tuple(one for one in segment.new if one not in segment.old)
        old = speakers.old.value(gone, segment.type, segment.unit)
        new = speakers.new.value(come, segment.type, segment.unit)
    if name not in {"begins", "takes-in"}:
        given["old"] = said(old)
    if name not in {"ends", "leaves-out"}:
        given["new"] = said(new)
    return phrase(f"changes.{name}", speakers.language, **given)


def _when(segment: Segment, speakers: Speakers) -> str:
    if segment.first == date.min:  # what is written without a day
        return phrase("changes.always", speakers.language)
    if segment.last is None:
        return phrase("changes.from", speakers.language, first=segment.first)
    return phrase("changes.from-until", speakers.language, first=segment.first, last=segment.last)


def entry_sentence(difference: Difference, speakers: Speakers) -> str:
    entry = difference.new
    assert isinstance(entry, Entry), "an entry is told by its day"
    name = "entry-added" if entry.is_new else "entry-removed"
    value = speakers.new.value(entry.value, entry.type, entry.unit)
    return phrase(
        f"changes.{name}",
        speakers.language,
        name=said(_named(difference.trail, speakers)),
        value=said(value),
        day=entry.day,
    )


def _named(trail: Trail, speakers: Speakers) -> str:
    """What a dated value is called: a value by its label, a row by its table and its cells."""
    parts = [owner.part for owner in trail.owners]
    match parts:
        case [*_, Table() as table, Row() as row]:
            return _of_table(table, row, trail, speakers)
        case [*_, Table() as table]:
            return _of_table(table, None, trail, speakers)
        case [*_, Value() as value] if not trail.attributes[:-1]:
            speaker = speakers.new
            label = speaker.words(value.label)
            whole = trail.owners[-2].part if len(trail.owners) > 1 else None
            if whole is None or isinstance(whole, ROOTS):
                return label
            within = said(speaker.part(whole))
            return phrase("changed-parts.of", speakers.language, part=said(label), whole=within)
        case _:
            words, attribute = speakers.whose(trail), speakers.attribute(trail)
            return phrase(
                "changed-parts.for", speakers.language, name=said(words), given=said(attribute)
            )


def _of_table(table: Table, row: Row | None, trail: Trail, speakers: Speakers) -> str:
    speaker = speakers.new
    label = speaker.words(table.label)
    if row is None:
        given = phrase("changed-parts.otherwise", speakers.language)
    else:
        given = speaker.cells(row, table) or phrase("changed-parts.any", speakers.language)
    if len(table.outputs) > 1:
        given = f"{given}; {speaker.code(trail.attributes[-1][1])}"
    return phrase("changed-parts.for", speakers.language, name=said(label), given=said(given))


def _direction(segment: Segment) -> str:
    match segment.old, segment.new:
        case None, _:
            return "begins"
        case _, None:
            return "ends"
        case tuple() as old, tuple() as new:
            gone = any(one not in new for one in old)
            come = any(one not in old for one in new)
            if gone and come:
                return "swaps"
            return "takes-in" if come else "leaves-out" if gone else "becomes"
        case Money(currency, old), Money(other, new) if currency == other:
            return "rises" if new > old else "falls"
        case (Decimal(), Decimal()) | (Months(), Months()) | (Days(), Days()):
            return "rises" if segment.new > segment.old else "falls"  # type: ignore[operator]
        case Seconds(was), Seconds(is_):
            return "rises" if is_ > was else "falls"
        case _:
            return "becomes"
