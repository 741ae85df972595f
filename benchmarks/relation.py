"""`python -m benchmarks.relation [ROWS]`: two versions of the renewal over a table of applications.

The population is drawn inside DuckDB; of each application both versions say every verdict, the
outcome, fees, total, documents due and validity, and what they say is counted by both outcomes.
The same is written by hand in SQL, for the same engine and the same file, and has to come to the
same counts first. Whether there was a long gap in practice is asked of a list: both read it from
the column that an export stores.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final

import ibis

from benchmarks.by_hand import EXEMPT, FEES, HOURS
from benchmarks.inputs import SERVICE
from engine.analysis import tables
from engine.analysis.history.history import Layout, state_of
from engine.analysis.relation.relation import Relation, ranges_of, side_by_side, without_rows
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files, read_folder
from engine.expressions.program import Program
from engine.model.types import Kind

ROUNDS: Final = 3
CORES: Final = 2
MEMORY: Final = "3500MB"
CONFIG: Final = Path(__file__).parents[1] / "config"
RULES: Final = PurePosixPath(f"rules/{SERVICE}.yaml")
CHANGES: Final = {  # a window of two months, and a late fee of 150
    "by_date: {2020-01-01: 100.00 SAR}": "by_date: {2020-01-01: 150.00 SAR}",
    "by_date: {2020-01-01: P3M}": "by_date: {2020-01-01: P2M}",
}
DAY: Final = "(DATE '2026-01-01' + (hash(i, 9001) % 365)::INT)"
MOSTLY: Final = {  # what most of a population are; the rest is drawn from the list
    "classification.status": "active",
    "practitioner.iqama_status": "authorised_to_work",
}


def versions() -> tuple[Catalogue, Program, Program]:
    """The catalogue, and the program before and after the change."""
    files = dict(read_folder(CONFIG))
    catalogue = read_files(files)
    text = files[RULES].decode()
    for written, other in CHANGES.items():
        assert written in text
        text = text.replace(written, other)
    changed = read_files({**files, RULES: text.encode()})
    return catalogue, catalogue.programs[SERVICE], changed.programs[SERVICE]


# The population ---------------------------------------------------------------------------------


def populate(path: Path, rows: int, catalogue: Catalogue, program: Program) -> None:
    columns = ", ".join(_columns(catalogue, program))
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET threads = {CORES}")
    query = f"SELECT {columns} FROM range({rows}) AS numbers(i)"
    connection.raw_sql(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    connection.disconnect()


def _columns(catalogue: Catalogue, program: Program) -> Iterator[str]:
    yield f"'R' || i AS reference, {DAY} AS decision_date, 'r' AS release"
    yield "NULL::VARCHAR AS decided_outcome, NULL::BIGINT AS decided_total"
    for at, (name, fact) in enumerate(Layout.of(program).facts.items()):
        is_absent = f"hash(i, {at + 500}) % 10 < 3" if fact.type.is_optional else "FALSE"
        value = _drawn(catalogue, name, fact.type.kind, fact.type.of, at)
        yield f'CASE WHEN {is_absent} THEN NULL ELSE {value} END AS "{name}"'
        yield f'(CASE WHEN {is_absent} THEN 1 ELSE 0 END)::TINYINT AS "{state_of(name)}"'
    for at, name in enumerate(stored_columns(program)):
        yield f'hash(i, {at + 900}) % 20 = 0 AS "{name}", 0::TINYINT AS "{state_of(name)}"'


def _drawn(catalogue: Catalogue, name: str, kind: Kind, of: str | None, at: int) -> str:
    match kind:
        case Kind.CODE:
            codes = [code.id for code in catalogue.lists[of or ""].codes]
            drawn = f"({codes!r})[1 + (hash(i, {at}) % {len(codes)})::INT]"
            if name not in MOSTLY:
                return drawn
            return f"CASE WHEN hash(i, {at + 300}) % 10 < 8 THEN '{MOSTLY[name]}' ELSE {drawn} END"
        case Kind.DATE if name.endswith("birth_date"):
            return f"{DAY} - (8000 + hash(i, {at}) % 17000)::INT"
        case Kind.DATE:
            return f"{DAY} - (hash(i, {at}) % 200)::INT + 70"
        case Kind.NUMBER:
            return f"(hash(i, {at}) % 120)::BIGINT"
        case Kind.YES_NO if name.endswith(".is_on_record"):
            return "TRUE"
        case Kind.YES_NO:
            return f"hash(i, {at}) % 5 = 0"
        case _:
            return "NULL::VARCHAR"  # a group, which is read from its stored columns


def stored_columns(program: Program) -> tuple[str, ...]:
    """The names of the columns that an export stores for the lists of the renewal."""
    table = without_rows(Layout.of(program))
    return tuple(one.name for one in Relation(program, table).waiting)


# By the relation --------------------------------------------------------------------------------


def by_relation(table: Any, path: Path, programs: dict[str, Program]) -> Any:
    """Both versions of every application, counted."""
    ranges = ranges_of(table, table.columns, str(path))
    table = side_by_side(
        {f"{name}.": Relation(program, table, ranges) for name, program in programs.items()}
    )
    counts = {"applications": table.count()}
    for name, program in programs.items():
        of = {column: table[f"{name}.{column}"] for column in _said(program)}
        counts |= {
            f"{name}.{column}": (
                (one == "met").sum() if column.startswith("verdicts.") else one.sum()
            )
            for column, one in of.items()
            if column not in {"outcome", "validity.starts", "validity.ends"}
        }
        length = of["validity.ends"].delta(of["validity.starts"], unit="day")
        counts[f"{name}.days"] = length.sum()
    return table.group_by([f"{name}.outcome" for name in programs]).aggregate(**counts)


def _said(program: Program) -> list[str]:
    return [
        *(f"verdicts.{one.rule.id}" for one in program.rules),
        *(f"fees.{one.fee.id}" for one in program.fees),
        *(f"documents.{one.document.id}" for one in program.documents),
        *("outcome", "total", "validity.starts", "validity.ends"),
    ]


# By hand ----------------------------------------------------------------------------------------


def by_hand(path: Path, gaps: tuple[str, ...]) -> str:
    old, new = _decided("old", 3, 10_000, gaps), _decided("new", 2, 15_000, gaps)
    counted = ", ".join(_count(version, name) for version in ("old", "new") for name in COUNTED)
    return f"""
WITH past AS (SELECT * FROM read_parquet('{path}')), {old}, {new}
SELECT old_outcome, new_outcome, count(*) AS applications, {counted}
FROM past_new GROUP BY old_outcome, new_outcome"""


COUNTED: Final = (
    "verdicts.window-is-open", "verdicts.cpd-hours-earned", "verdicts.no-long-gap",
    "verdicts.classification-is-active", "verdicts.may-work-in-the-kingdom",
    "verdicts.letter-is-recent", "fees.registration", "fees.late",
    "documents.employer_letter", "documents.photo", "documents.identity",
    "documents.cpd_certificates", "documents.bls", "documents.advanced_life_support",
    "documents.trauma_life_support", "documents.medical_report", "documents.verification",
    "total", "days",
)  # fmt: skip


def _count(version: str, name: str) -> str:
    column = f'"{version}.{name}"'
    if name.startswith("verdicts."):
        return f"count(*) FILTER (WHERE {column}) AS {column}"
    return f"sum({column}) AS {column}"


def _decided(version: str, months: int, late: int, gaps: tuple[str, ...]) -> str:
    """The rules of a version as somebody would write them who knows the table.

    Whoever writes them takes it that nobody is missing from a register.
    """
    before = "past" if version == "old" else "past_old"
    hours = " ".join(f"WHEN '{code}' THEN {int(count)}" for code, count in HOURS.items())
    fees = " ".join(f"WHEN '{rank}' THEN {fee.amount_minor}" for rank, fee in FEES.items())
    exempt = ", ".join(f"'{code}'" for code in EXEMPT)

    def named(name: str) -> str:
        return f'"{version}.{name}"'

    return f"""
first_{version} AS (
  SELECT *,
    "practitioner.is_in_postgraduate_training" OR "practitioner.rank" = 'health_assistant'
      OR ("practitioner.rank" = 'technician' AND "practitioner.specialty" IN ({exempt}))
      OR "employment.sector" = 'not_working' AS is_exempt,
    CASE "practitioner.cpd_category" {hours} END AS hours_needed,
    "studied_gaps.last_route" = 'exam'
      AND decision_date < "studied_gaps.last_date" + INTERVAL 2 YEAR
      AND "national_exam.passed_date" >= "studied_gaps.last_date" AS is_back,
    "registration.expiry_date" + INTERVAL 1 MONTH < decision_date AS is_late,
    CASE WHEN decision_date > "registration.expiry_date" THEN decision_date
      ELSE "registration.expiry_date" + 1 END AS starts,
    CASE "practitioner.rank" {fees} END AS {named("fees.registration")}
  FROM {before}),
second_{version} AS (
  SELECT *,
    NOT is_exempt AND "cpd.hours_in_period" < hours_needed AS is_short,
    (starts + CASE WHEN decision_date > "practitioner.birth_date" + INTERVAL 60 YEAR
      THEN INTERVAL 1 YEAR ELSE INTERVAL 2 YEAR END)::DATE - 1 AS ends
  FROM first_{version}),
third_{version} AS (
  SELECT * EXCLUDE (is_exempt, hours_needed, is_back, is_late, starts, is_short, ends),
    decision_date >= "registration.expiry_date" - INTERVAL {months} MONTH
      AS {named("verdicts.window-is-open")},
    is_exempt OR hours_needed <= CASE WHEN is_short
        THEN "cpd.hours_in_period" + "cpd.claimed_hours" ELSE "cpd.hours_in_period" END
      AS {named("verdicts.cpd-hours-earned")},
    coalesce(is_back, FALSE) OR NOT ("{gaps[1]}"
        OR ("registration.start_date" + INTERVAL 2 YEAR <= decision_date AND "{gaps[0]}"))
      AS {named("verdicts.no-long-gap")},
    "classification.status" = 'active' AS {named("verdicts.classification-is-active")},
    "practitioner.nationality" = 'SA'
      OR coalesce("practitioner.iqama_status" = 'authorised_to_work', FALSE)
      AS {named("verdicts.may-work-in-the-kingdom")},
    "documents.employer_letter.issue_date?" = 1
      OR coalesce("documents.employer_letter.issue_date"
        BETWEEN decision_date - INTERVAL {months} MONTH AND decision_date, FALSE)
      AS {named("verdicts.letter-is-recent")},
    CASE WHEN is_late THEN {late} END AS {named("fees.late")},
    {named("fees.registration")} + CASE WHEN is_late THEN {late} ELSE 0 END AS {named("total")},
    "employment.sector" <> 'not_working' AS {named("documents.employer_letter")},
    TRUE AS {named("documents.photo")},
    TRUE AS {named("documents.identity")},
    is_short AND "cpd.claimed_hours" > 0 AS {named("documents.cpd_certificates")},
    TRUE AS {named("documents.bls")},
    "practitioner.specialty" = 'emergency_medical_services'
      AS {named("documents.advanced_life_support")},
    "practitioner.specialty" = 'emergency_medical_services'
      AS {named("documents.trauma_life_support")},
    decision_date > "practitioner.birth_date" + INTERVAL 65 YEAR
      AS {named("documents.medical_report")},
    NOT "practitioner.was_verified" AS {named("documents.verification")},
    ends - starts AS {named("days")}
  FROM second_{version}),
past_{version} AS (
  SELECT * EXCLUDE (all_met),
    CASE WHEN all_met THEN 'eligible' WHEN NOT all_met THEN 'ineligible' ELSE 'undecided' END
      AS {version}_outcome
  FROM (SELECT *, {" AND ".join(named(name) for name in COUNTED[:6])} AS all_met
    FROM third_{version}))"""


# Measured ---------------------------------------------------------------------------------------


def main(rows: int) -> None:
    catalogue, old, new = versions()
    programs = {"old": old, "new": new}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "past.parquet"
        populate(path, rows, catalogue, old)
        written = by_hand(path, stored_columns(old))
        with tables.opened(str(path), SERVICE, MEMORY) as table:
            connection = table.get_backend()
            connection.raw_sql(f"SET threads = {CORES}")

            def relation() -> list[tuple[Any, ...]]:
                return rows_of(tables.fetched(by_relation(table, path, programs)))

            def hand() -> list[tuple[Any, ...]]:
                return rows_of(tables.fetched(connection.sql(written)))

            assert relation() == hand()
            taken = measured({"relation": relation, "by hand": hand})
    print(f"Two versions of the renewal over {rows:,} applications, equal results; {CORES} cores")
    for name, (processor, clock) in taken.items():
        print(f"  {name:<10}{processor:>8.2f} s of the processor{clock:>8.2f} s on the clock")
    ratio = taken["by hand"][0] / taken["relation"][0]
    print(f"  throughput of the relation / by hand  {ratio:.2f}  (0.7)")
    print(f"  most memory {getrusage(RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB  (4)")


def rows_of(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The counts by outcomes, in an order, by name."""
    return sorted(
        tuple((_dotted(name), row[name]) for name in sorted(row, key=_dotted)) for row in found
    )


def _dotted(name: str) -> str:
    return name.replace("_outcome", ".outcome")


def measured(works: dict[str, Callable[[], object]]) -> dict[str, tuple[float, float]]:
    """Seconds of the processor and on the clock: the medians of rounds of all in turn."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            processor, clock = process_time(), perf_counter()
            work()
            taken[name].append((process_time() - processor, perf_counter() - clock))
    return {
        name: (median(one for one, _ in rounds), median(one for _, one in rounds))
        for name, rounds in taken.items()
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
