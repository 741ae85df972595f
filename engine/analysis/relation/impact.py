"""Counting what a change comes to, where the data is: over the readings of two versions, by Ibis.

Readings are a table with a row for each application: its keys, and what each version says of it,
`was <column>` and `is <column>`, as `relation.py` calls the columns, each with its state. What a
relation does not compute, the evaluator has. All numbers are whole, and the same from every
database.

Not here: what may be told of the numbers (`impact/impact.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from engine.analysis.counts import (
    CHANGES,
    MEASURES,
    Counts,
    DocumentCounts,
    LineCounts,
    QuestionCounts,
)
from engine.analysis.history.history import Held, state_of
from engine.analysis.relation.marks import (
    IS,
    OF_DOCUMENTS,
    OF_LINES,
    OF_QUESTIONS,
    WAS,
    Shape,
    marked,
)
from engine.analysis.relation.relation import Ranges, Relation, side_by_side
from engine.analysis.tables import batches, fetched

if TYPE_CHECKING:
    import ibis

    from engine.expressions.program import Program


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
    questions: QuestionCounts
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
            id_: LineCounts(*(_whole(whole[f"l{at} {name}"]) for name in OF_LINES))
            for at, id_ in enumerate(shape.lines)
        },
        documents={
            id_: DocumentCounts(*(_whole(whole[f"d{at} {name}"]) for name in OF_DOCUMENTS))
            for at, id_ in enumerate(shape.documents)
        },
        questions=QuestionCounts(*(_whole(whole[f"q {name}"]) for name in OF_QUESTIONS)),
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
    for batch in batches(found):
        yield from batch


# Sums ------------------------------------------------------------------------------------------


def _singles(table: ibis.Table, shape: Shape) -> Iterator[tuple[str, Any]]:
    """What is counted of the whole table alone."""
    for at in range(len(shape.lines)):
        yield from ((f"l{at} {name}", _sum(table, f"l{at} {name}")) for name in OF_LINES)
    for at in range(len(shape.documents)):
        yield from ((f"d{at} {name}", _sum(table, f"d{at} {name}")) for name in OF_DOCUMENTS)
    yield from ((f"q {name}", _sum(table, f"q {name}")) for name in OF_QUESTIONS)
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
