"""Every recorded decision is made again: the same, different, erased, or impossible to make."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, make_url, text

from benchmarks.records import record
from engine.operations import records
from engine.operations.ports import Ports
from engine.operations.replaying import PIECE, Differing, Piece, replay_all
from engine.operations.submission import submit
from tests.support.visitors import NOW, PROVER, Visitor


@pytest.fixture
def sequence(visitor: Visitor) -> int:
    """The record of a submission, behind that of the publication."""
    visitor.fill(metres="10")
    submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    return 2


def alter(ports: Ports, sequence: int, old: str, new: str) -> None:
    """Change what a record holds, behind the engine's back."""
    engine = create_engine(make_url(ports.settings.database_url))
    with engine.begin() as connection:
        query = text("SELECT content FROM payloads WHERE sequence = :at")
        content = connection.execute(query, {"at": sequence}).scalar_one()
        assert old in content
        changed = text("UPDATE payloads SET content = :content WHERE sequence = :at")
        connection.execute(changed, {"content": content.replace(old, new), "at": sequence})
    engine.dispose()


def only(ports: Ports) -> Piece:
    (piece,) = replay_all(ports, 1)
    return piece


def test_a_submission_comes_out_the_same(ports: Ports, sequence: int) -> None:
    assert only(ports) == Piece(records=sequence, same=1, erased=0, differing=())


def test_an_altered_outcome_is_found_with_its_path(
    ports: Ports, visitor: Visitor, sequence: int
) -> None:
    alter(ports, sequence, '"outcome":"eligible"', '"outcome":"ineligible"')
    (one,) = only(ports).differing
    assert (one.sequence, one.reference, one.fault) == (sequence, visitor.reference, None)
    (difference,) = one.differences
    assert (difference.path, difference.recorded, difference.recomputed) == (
        "outcome",
        '"ineligible"',
        '"eligible"',
    )


def test_other_words_of_an_older_engine_are_no_difference(ports: Ports, sequence: int) -> None:
    alter(ports, sequence, '"text":"boat.metres <= longest_boat"', '"text":"as it was said"')
    assert only(ports) == Piece(records=sequence, same=1, erased=0, differing=())


def test_an_erased_record_is_counted(ports: Ports, visitor: Visitor, sequence: int) -> None:
    records.erase(ports, visitor.reference, NOW)
    assert only(ports).erased == 1
    assert only(ports).same == 0


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"service":"fishing-licence","snapshot"', '"service":"gone","snapshot"', "KeyError"),
        ('"decision_date":"2026-11-23"', '"decision_date":"x"', "ValueError"),
    ],
)
def test_a_record_that_cannot_be_replayed_says_why_and_the_others_go_on(
    ports: Ports, sequence: int, old: str, new: str, fault: str
) -> None:
    alter(ports, sequence, old, new)
    (one,) = only(ports).differing
    assert isinstance(one, Differing)
    assert one.fault is not None
    assert fault in one.fault


@pytest.mark.parametrize(
    "url",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])],
    indirect=True,
)
def test_several_processes_find_what_one_finds(ports: Ports) -> None:
    record(ports, PIECE + 20, PROVER)
    with ports.store.read() as work:
        (other,) = work.ledger.between(7, 7, records.RecordKind.DECISION)
    assert other.payload is not None
    outcome = json.loads(other.payload.content)["decision"]["outcome"]
    alter(ports, 7, f'"outcome":"{outcome}"', '"outcome":"undecided"')
    alone = list(replay_all(ports, 1))
    assert [piece.records for piece in alone] == [PIECE, 22]
    assert sum(piece.same for piece in alone) == PIECE + 19
    assert [one.sequence for piece in alone for one in piece.differing] == [7]
    assert list(replay_all(ports, 2)) == alone


def test_an_empty_ledger_has_nothing_to_replay(ports: Ports) -> None:
    assert only(ports) == Piece(records=1, same=0, erased=0, differing=())
