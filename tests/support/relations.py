"""Relations over applications of chance, to be compared with what the evaluator decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyarrow import parquet

from engine.analysis import tables
from engine.analysis.history.history import Held, Layout, Past
from engine.analysis.relation.relation import Relation, ranges_of, with_derived
from engine.analysis.relation.stored import in_words
from engine.decide.brief import Brief, decide_briefly
from engine.expressions.program import Program
from engine.model.decision import ValidityPeriod
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.value import ABSENT, UNKNOWN, Facts, Fault, State, Unknown

Case = tuple[Facts, date]


def written(program: Program, cases: Sequence[Case], folder: Path) -> Path:
    """The cases as a table; the reference is the number of the case."""
    layout, path = Layout.of(program), folder / "past.parquet"
    pasts = (Past(f"{at:06}", day, "release", facts) for at, (facts, day) in enumerate(cases))
    tables.write(path, layout.columns, map(layout.row, pasts))
    return path


def decided(
    program: Program, address: str, folder: Path, *, measured: bool
) -> list[dict[str, Any]]:
    """What the relation says of each row of a table, in the order of the references."""
    with tables.opened(address, program.service) as table:
        ranges = ranges_of(table, table.columns, address) if measured else None
        table = with_derived(table, [program], folder, ranges).table
        relation = Relation(program, table, ranges)
        result = relation.decided("said ").order_by("reference")
        names = [name for name in result.columns if name.startswith("said ")]
        return [
            {name.removeprefix("said "): value for name, value in row.items()}
            for row in tables.fetched(result.select(*names))
        ]


def agreed(
    program: Program,
    cases: Sequence[Case],
    folder: Path,
    *,
    measured: bool,
    engine: str = "",
) -> list[Brief]:
    """Decide the cases both ways, and give what the evaluator decided.

    `engine`: the address of a database, `tables.SPARK`, or DuckDB.
    """
    briefs = [decide_briefly(program, facts, day) for facts, day in cases]
    path = written(program, cases, folder)
    if engine.startswith("postgres"):
        with in_postgres(engine, path, program.service):
            rows = decided(program, engine, folder, measured=measured)
    else:
        rows = decided(program, f"{engine}{path}", folder, measured=measured)
    for case, brief, row in zip(cases, briefs, rows, strict=True):
        found = list(differences(row, expected(program, brief)))
        assert not found, (found, case)
    return briefs


@contextmanager
def in_postgres(url: str, path: Path, name: str) -> Iterator[None]:
    """The rows of a file as a table in a real database, until the end."""
    with tables.in_postgres(url) as connection:
        connection.create_table(name, parquet.read_table(path))
    try:
        yield
    finally:
        with tables.in_postgres(url) as connection:
            connection.raw_sql(f'DROP TABLE "{name}"').close()


def decided_one(program: Program, facts: Facts, day: date) -> dict[str, Any]:
    """What the evaluator decides of one case, as the relation says it."""
    return expected(program, decide_briefly(program, facts, day))


def expected(program: Program, brief: Brief) -> dict[str, Any]:
    """A brief as the relation says it."""
    row: dict[str, Any] = {"outcome": brief.outcome.value}
    row |= {f"verdicts.{one.rule.id}": None for one in program.rules}
    row |= {f"verdicts.{id}": verdict.value for id, verdict in brief.verdicts.items()}
    for fee in program.fees:
        row |= stated(f"fees.{fee.fee.id}", brief.fees.get(fee.fee.id, ABSENT))
    row |= stated("total", total(brief.fees.values()))
    for stage in dict.fromkeys(one.fee.stage for one in program.fees):
        of_stage = [one.fee.id for one in program.fees if one.fee.stage is stage]
        lines = [brief.fees[id] for id in of_stage if id in brief.fees]
        row |= stated(f"total.{stage}", total(lines))
    for paper in program.documents:
        row |= stated(
            f"documents.{paper.document.id}", brief.documents.get(paper.document.id, False)
        )
    for name in program.determinations:
        row |= stated(f"determinations.{name}", brief.determinations.get(name, ABSENT))
    match brief.validity:
        case ValidityPeriod(starts, ends):
            row |= {"validity.starts": starts, "validity.ends": ends, "validity?": Held.KNOWN}
        case other:
            row |= {"validity.starts": None, "validity.ends": None, "validity?": held(other)}
    return row


def total(amounts: Any) -> State:
    """As `Decision.total`."""
    amounts = list(amounts)
    for one in amounts:
        if isinstance(one, Fault):
            return one
    if any(isinstance(one, Unknown) for one in amounts):
        return UNKNOWN
    if not amounts:
        return ABSENT
    return Money(amounts[0].currency, sum(one.amount_minor for one in amounts))


def stated(name: str, state: State) -> dict[str, Any]:
    return {name: value_of(state), f"{name}?": held(state)}


def held(state: State) -> Held:
    if state is ABSENT:
        return Held.ABSENT
    if isinstance(state, Unknown):
        return Held.UNKNOWN
    return Held.FAULT if isinstance(state, Fault) else Held.KNOWN


def value_of(state: State) -> Any:
    match state:
        case Money(_, count) | Months(count) | Days(count) | Seconds(count):
            return count
        case bool() | str() | date() | Decimal():
            return state
        case Unknown() | Fault():
            return None
        case _:
            return None if state is ABSENT else in_words(state)


def differences(
    said: Mapping[str, Any], brief: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """What is not the same: its name, what the relation says and what the evaluator decided."""
    for name in sorted(said.keys() | brief.keys()):
        one, other = said.get(name), brief.get(name)
        if isinstance(one, str) and isinstance(other, Decimal):
            other = in_words(other)
        if one != other:
            yield name, one, other
