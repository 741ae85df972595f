"""Submitted applications as rows: facts that rules read, nothing that tells who somebody is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import structlog

from engine.analysis.history.history import Row, state_of
from engine.analysis.tables import read, write
from engine.decide.brief import decide_briefly
from engine.operations import records
from engine.operations.past_decisions import Export, export_of, rows_of, services_decided
from engine.operations.ports import Ports
from engine.operations.submission import submit
from tests.support.stores import on_both
from tests.support.visitors import NOW, SERVICE, Visitor

DAY = date(2026, 11, 23)


def submitted(visitor: Visitor, metres: str = "10") -> str:
    visitor.fill(metres=metres)
    submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    return visitor.reference


def exported(
    ports: Ports, since: date | None = None, *, has_references: bool = False
) -> tuple[Export, list[Row]]:
    made = export_of(ports, SERVICE, NOW)
    return made, list(rows_of(ports, made, since, has_references=has_references, by="ops"))


@on_both
def test_a_submitted_application_is_a_row_that_decides_the_same(
    ports: Ports, visitor: Visitor, tmp_path: Path
) -> None:
    reference = submitted(visitor)
    made, rows = exported(ports, has_references=True)
    assert (made.written, made.erased, made.unfit) == (1, 0, 0)
    place = tmp_path / "history.parquet"
    assert write(place, made.layout.columns, rows) == 1
    past = made.layout.past(next(read(place)))
    assert (past.reference, past.decision_date, past.outcome) == (reference, DAY, "eligible")
    release = ports.releases.active(NOW)
    assert past.release == release.hash
    program = release.catalogue.programs[SERVICE]
    assert str(decide_briefly(program, past.facts, DAY).outcome) == "eligible"
    replayed = records.replay(ports, reference)
    assert isinstance(replayed, records.Replayed)
    total = replayed.decision.total()
    assert past.total_minor == getattr(total, "amount_minor", None)


def test_a_draft_is_no_past_application_and_each_other_one_is_a_row(
    ports: Ports, visitor: Visitor
) -> None:
    submitted(visitor)
    other = Visitor.starting(ports, visitor.account, "other")
    assert len(exported(ports)[1]) == 1
    submitted(other)
    assert len(exported(ports)[1]) == 2


def test_names_and_free_text_stay_where_they_are(ports: Ports, visitor: Visitor) -> None:
    reference = submitted(visitor)
    made, (row,) = exported(ports)
    program = ports.releases.active(NOW).catalogue.programs[SERVICE]
    names = set(made.layout.facts)
    assert names < program.facts.keys(), "only what rules read"
    assert made.left_out == tuple(
        name for name, fact in made.layout.facts.items() if fact.type.kind == "text"
    )
    assert all(row[state_of(name)] == 2 for name in made.left_out)
    said = " ".join(str(value) for value in row.values())
    assert reference not in said
    assert visitor.account.email not in said
    assert (visitor.account.person_key or "") not in said


def test_a_digest_is_the_same_in_every_export_and_of_one_application_alone(
    ports: Ports, visitor: Visitor
) -> None:
    submitted(visitor)
    (first,), (again,) = exported(ports)[1], exported(ports)[1]
    assert first["reference"] == again["reference"]
    assert len(str(first["reference"])) == 32


def test_since_a_later_day_there_is_none(ports: Ports, visitor: Visitor) -> None:
    submitted(visitor)
    assert len(exported(ports, DAY)[1]) == 1
    assert exported(ports, date(2026, 11, 24))[1] == []


def test_what_was_erased_is_counted_and_not_written(ports: Ports, visitor: Visitor) -> None:
    records.erase(ports, submitted(visitor), NOW)
    made, rows = exported(ports)
    assert (rows, made.written, made.erased) == ([], 0, 1)


def test_the_log_says_that_it_was_done_and_nothing_of_what_was_in_it(
    ports: Ports, visitor: Visitor
) -> None:
    reference = submitted(visitor)
    with structlog.testing.capture_logs() as lines:
        exported(ports)
    (line,) = [one for one in lines if one["event"] == "history.exported"]
    assert (line["service"], line["applications"], line["by"]) == (SERVICE, 1, "ops")
    assert reference not in str(lines)


def test_the_services_are_those_that_people_apply_for(ports: Ports) -> None:
    assert SERVICE in services_decided(ports, NOW)
    with pytest.raises(KeyError):
        export_of(ports, "another", NOW)
