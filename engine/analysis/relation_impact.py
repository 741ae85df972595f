"""Counting what a change comes to, where the data is: over the readings of two versions, by Ibis.

Readings are a table with a row for each application: its keys, and what each version says of it,
`was <column>` and `is <column>`, as `relation.py` calls the columns, each with its state. What a
relation does not compute, the evaluator has. All numbers are whole, and the same from every
database.

Not here: what may be told of the numbers (`impact.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from engine.analysis.counts import (
    CHANGES,
    MEASURES,
    Counts,
    DocumentCounts,
    LineCounts,
)
from engine.analysis.history import Held, state_of
from engine.analysis.relation import Ranges, Relation, side_by_side
from engine.analysis.tables import fetched

if TYPE_CHECKING:
    import ibis

    from engine.expressions.program import Program

WAS: Final = "was "
IS: Final = "is "
NO_CODE: Final = {Held.ABSENT: "", Held.UNKNOWN: "?"}  # in place of a code, in a breakdown
_ELIGIBLE: Final = "eligible"
_INELIGIBLE: Final = "ineligible"
_SETTLED: Final = (int(Held.KNOWN), int(Held.ABSENT))


@dataclass(frozen=True, slots=True)
class Shape:
    """What either version has, by id; `codes` are the facts to count by."""

    lines: tuple[str, ...]
    documents: tuple[str, ...]
    determinations: tuple[str, ...]
    codes: tuple[str, ...]

    @classmethod
    def of(cls, old: Program, new: Program, codes: tuple[str, ...]) -> Shape:
        both = (old, new)
        lines = (entry.fee.id for one in both for entry in one.fees)
        documents = (entry.document.id for one in both for entry in one.documents)
        determined = (name for one in both for name in one.determinations)
        return cls(
            tuple(dict.fromkeys(lines)),
            tuple(dict.fromkeys(documents)),
            tuple(dict.fromkeys(determined)),
            codes,
        )

    @property
    def settled(self) -> tuple[str, ...]:
        """The columns of what an application may be given, beside fees and documents."""
        return (*(f"determinations.{name}" for name in self.determinations), "validity.ends")

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of one version that have a state beside them."""
        lines = (f"fees.{id_}" for id_ in self.lines)
        documents = (f"documents.{id_}" for id_ in self.documents)
        return ("total", *lines, *documents, *self.settled)


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers before anything is hidden; `months` are years and months: 202511.

    `not_reproduced`: the old version does not decide as was decided; `not_compared`: what was
    decided is not there. `releases` counts the releases that decided.
    """

    whole: Counts
    outcomes: Mapping[tuple[str, str], int]
    months: Mapping[int, Counts]
    codes: Mapping[str, Mapping[str, Counts]]
    lines: Mapping[str, LineCounts]
    documents: Mapping[str, DocumentCounts]
    not_reproduced: int
    not_compared: int
    releases: Mapping[str, int]
    days: tuple[Any, Any]
    references: Mapping[str, tuple[str, ...]]


def readings_of(
    table: ibis.Table, old: Program, new: Program, shape: Shape, ranges: Ranges
) -> ibis.Table:
    """What two versions say of each row; a line or document that one has not is not charged or due.

    Nothing may be uncovered any more: see `with_derived`.
    """
    relations = {WAS: Relation(old, table, ranges), IS: Relation(new, table, ranges)}
    table = side_by_side(relations, _is_read)
    for side, relation in relations.items():
        there = relation.columns().keys()
        table = table.mutate(
            **{state_of(f"{side}validity.ends"): table[f"{side}validity?"]},
            **dict(_lacking(side, shape, there)),
        )
    return table


def _is_read(column: str) -> bool:
    """Whether a column of a relation is compared; its states go with it."""
    return not column.startswith(("verdicts.", "total."))


def _lacking(side: str, shape: Shape, there: Collection[str]) -> Iterator[tuple[str, Any]]:
    import ibis

    for name in shape.columns:
        if name in there:
            continue
        is_document = name.startswith("documents.")
        held = Held.KNOWN if is_document else Held.ABSENT
        kind = "boolean" if is_document else "int64" if name.startswith("fees.") else "string"
        value = False if is_document else None
        yield f"{side}{name}", ibis.literal(value, type=kind)
        yield state_of(f"{side}{name}"), ibis.literal(int(held), type="int8")


def counted(readings: ibis.Table, shape: Shape, listed: int) -> Counted:
    """Count the readings; `listed` references of each kind of change, the first in their order."""
    table = _kept(marked(readings, shape))
    measures = {name: _sum(table, name) for name in MEASURES}
    whole = fetched(table.aggregate(**measures, **dict(_singles(table, shape))))[0]
    by_outcome = table.group_by(["was outcome", "is outcome"]).aggregate(n=table.count())
    by_month = table.group_by("month").aggregate(**measures)
    by_release = table.group_by("release").aggregate(n=table.count())
    return Counted(
        whole=_counts(whole),
        outcomes={
            (row["was outcome"], row["is outcome"]): int(row["n"]) for row in fetched(by_outcome)
        },
        months={int(row["month"]): _counts(row) for row in fetched(by_month)},
        codes={
            name: {
                row["code"]: _counts(row)
                for row in fetched(table.group_by(code=table[name]).aggregate(**measures))
            }
            for name in shape.codes
        },
        lines={
            id_: LineCounts(*(_whole(whole[f"l{at} {name}"]) for name in _OF_LINES))
            for at, id_ in enumerate(shape.lines)
        },
        documents={
            id_: DocumentCounts(*(_whole(whole[f"d{at} {name}"]) for name in _OF_DOCUMENTS))
            for at, id_ in enumerate(shape.documents)
        },
        not_reproduced=_whole(whole["not_reproduced"]),
        not_compared=_whole(whole["not_compared"]),
        releases={row["release"]: int(row["n"]) for row in fetched(by_release)},
        days=(whole["first_day"], whole["last_day"]),
        references={
            name: _references(table, name, listed) if whole[name] else () for name in CHANGES
        },
    )


def _kept(table: ibis.Table) -> ibis.Table:
    """The table computed once, where it is, until the connection is closed."""
    backend = table.get_backend()
    if backend.name == "pyspark":
        return table.cache()
    return backend.create_table(f"marked_{uuid4().hex}", table, temp=True)


def touched(readings: ibis.Table, shape: Shape) -> Iterator[dict[str, Any]]:
    """Every application that is touched, by reference: its outcomes, totals and changes."""
    table = marked(readings, shape)
    kept = ("reference", "was outcome", "is outcome", "was total", "is total", *CHANGES)
    found = table.filter(table.touched == 1).select(*kept).order_by("reference")
    for batch in found.to_pyarrow_batches(chunk_size=10_000):
        yield from batch.to_pylist()


# What becomes of one application -------------------------------------------------------------


def marked(table: ibis.Table, shape: Shape) -> ibis.Table:
    """The readings with a 1 or a 0 for every change, and the codes to count by."""
    was, now = table["was outcome"], table["is outcome"]
    is_priced = table["was total?"].isin(_SETTLED) & table["is total?"].isin(_SETTLED)
    before, after = table["was total"].fill_null(0), table["is total"].fill_null(0)
    lost = (was == _ELIGIBLE) & (now == _INELIGIBLE)
    gained = (was == _INELIGIBLE) & (now == _ELIGIBLE)
    asked = [(_is_due(table, WAS, id_), _is_due(table, IS, id_)) for id_ in shape.documents]
    flags = {
        "lost": lost,
        "gained": gained,
        "otherwise": (was != now) & ~lost & ~gained,
        "dearer": is_priced & (after > before),
        "cheaper": is_priced & (after < before),
        "unpriced": ~is_priced,
        "asked_more": _any(table, ((~old & new) for old, new in asked)),
        "asked_less": _any(table, ((old & ~new) for old, new in asked)),
        "reset": _any(table, (_differs(table, name) for name in shape.settled)),
    }
    others = (_differs(table, name) for name in shape.columns)
    flags["touched"] = _any(table, ((was != now), *others))
    lines = dict(_of_lines(table, shape))
    documents = dict(_of_documents(asked))
    decided = table["decided_outcome"]
    return table.select(
        "reference",
        "release",
        "decision_date",
        "was outcome",
        "is outcome",
        "was total",
        "is total",
        month=table["decision_date"].year() * 100 + table["decision_date"].month(),
        applications=_one(table),
        before_minor=is_priced.ifelse(before, 0),
        after_minor=is_priced.ifelse(after, 0),
        not_compared=_bit(decided.isnull()),
        not_reproduced=_bit((decided != was).fill_null(False)),
        **{name: _bit(flag) for name, flag in {**flags, **lines, **documents}.items()},
        **dict(_amounts(table, shape)),
        **{name: _code(table, name) for name in shape.codes},
    )


_OF_LINES: Final = ("added", "dropped", "dearer", "cheaper", "before", "after")
_OF_DOCUMENTS: Final = ("added", "dropped")


def _of_lines(table: ibis.Table, shape: Shape) -> Iterator[tuple[str, Any]]:
    for at, id_ in enumerate(shape.lines):
        old, new = (_is_known(table, f"{side}fees.{id_}") for side in (WAS, IS))
        was, now = (table[f"{side}fees.{id_}"].fill_null(0) for side in (WAS, IS))
        yield f"l{at} added", new & _is_absent(table, f"{WAS}fees.{id_}")
        yield f"l{at} dropped", old & _is_absent(table, f"{IS}fees.{id_}")
        yield f"l{at} dearer", old & new & (now > was)
        yield f"l{at} cheaper", old & new & (now < was)


def _amounts(table: ibis.Table, shape: Shape) -> Iterator[tuple[str, Any]]:
    """Of lines that are settled in both versions."""
    for at, id_ in enumerate(shape.lines):
        sides = [f"{side}fees.{id_}" for side in (WAS, IS)]
        settled = [table[state_of(side)].isin(_SETTLED) for side in sides]
        for side, name in zip(sides, ("before", "after"), strict=True):
            is_settled = settled[0] & settled[1]
            yield f"l{at} {name}", is_settled.ifelse(table[side].fill_null(0), 0)


def _of_documents(asked: list[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    for at, (old, new) in enumerate(asked):
        yield f"d{at} added", ~old & new
        yield f"d{at} dropped", old & ~new


def _is_known(table: ibis.Table, name: str) -> Any:
    return table[state_of(name)] == int(Held.KNOWN)


def _is_absent(table: ibis.Table, name: str) -> Any:
    return table[state_of(name)] == int(Held.ABSENT)


def _is_due(table: ibis.Table, side: str, id_: str) -> Any:
    name = f"{side}documents.{id_}"
    return _is_known(table, name) & table[name].fill_null(False)


def _differs(table: ibis.Table, name: str) -> Any:
    """Whether a column says something else in the two versions; NULL is no value here."""
    was, now = f"{WAS}{name}", f"{IS}{name}"
    before, after = table[was], table[now]
    if before.type() != after.type():  # declared otherwise: only the words can be the same
        before, after = before.cast("string"), after.cast("string")
    is_other = (before != after).fill_null(False)
    is_other_state = table[state_of(was)] != table[state_of(now)]
    return is_other_state | (_is_known(table, was) & _is_known(table, now) & is_other)


def _any(table: ibis.Table, flags: Any) -> Any:
    return reduce(or_, flags, table["reference"].isnull())  # a reference is never NULL


def _one(table: ibis.Table) -> Any:
    return _bit(table["reference"].notnull())


def _bit(flag: Any) -> Any:
    return flag.fill_null(False).ifelse(1, 0).cast("int64")


def _code(table: ibis.Table, name: str) -> Any:
    """The code, or what stands for one that is absent or unknown."""
    held = table[state_of(name)]
    missing = (held == int(Held.ABSENT)).ifelse(NO_CODE[Held.ABSENT], NO_CODE[Held.UNKNOWN])
    return (held == int(Held.KNOWN)).ifelse(table[name], missing)


# Sums ------------------------------------------------------------------------------------------


def _singles(table: ibis.Table, shape: Shape) -> Iterator[tuple[str, Any]]:
    """What is counted of the whole table alone."""
    for at in range(len(shape.lines)):
        yield from ((f"l{at} {name}", _sum(table, f"l{at} {name}")) for name in _OF_LINES)
    for at in range(len(shape.documents)):
        yield from ((f"d{at} {name}", _sum(table, f"d{at} {name}")) for name in _OF_DOCUMENTS)
    yield "not_reproduced", _sum(table, "not_reproduced")
    yield "not_compared", _sum(table, "not_compared")
    yield "first_day", table["decision_date"].min()
    yield "last_day", table["decision_date"].max()


def _sum(table: ibis.Table, name: str) -> Any:
    return table[name].cast("int64").sum()


def _counts(row: Mapping[str, Any]) -> Counts:
    return Counts(*(_whole(row[name]) for name in MEASURES))


def _whole(count: Any) -> int:
    """A sum of nothing is NULL; some databases give a decimal."""
    return 0 if count is None else int(count)


def _references(table: ibis.Table, name: str, most: int) -> tuple[str, ...]:
    found = table.filter(table[name] == 1).select("reference").order_by("reference").limit(most)
    return tuple(row["reference"] for row in fetched(found))
