"""A stopped decision is looked at, tried again under a mended release, and resolved on record."""

from __future__ import annotations

import pytest

from engine.model.problem import EngineError
from engine.operations import applications, evidence, records
from engine.operations.ports import Ports
from engine.operations.resolving import (
    AlreadyResolved,
    Side,
    incident_of,
    resolve,
    sides_of,
    try_again,
)
from engine.operations.results import NotThere
from engine.operations.submission import Disagreed, Submitted, submit
from engine.store.canonical import loads
from engine.store.chain import RecordKind
from engine.store.entries import Incident
from tests.support.stores import on_both
from tests.support.visitors import NOW, RULES, Visitor, config, edited, publish

FAULTY = edited(config(), RULES, "{2025-04-01: 12}", "{2025-04-01: 12, 2026-11-01: null}")


@pytest.fixture
def stopped(visitor: Visitor) -> Incident:
    """A complete draft that a fault of the release keeps from being submitted."""
    publish(visitor.ports, FAULTY)
    visitor.fill(metres="10")
    result = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(result, Disagreed)
    return incident_of(visitor.ports, result.incident)


def mend(visitor: Visitor) -> None:
    publish(visitor.ports, config())


@on_both
def test_a_resolution_is_recorded_with_who_when_and_why(
    ports: Ports, visitor: Visitor, stopped: Incident
) -> None:
    assert records.incidents(ports, is_open=True) == (stopped,)
    resolved = resolve(ports, stopped.id, "omar", " The value was ended too early. ", NOW)
    assert resolved.resolution is not None
    assert (resolved.resolution.by, resolved.resolution.at) == ("omar", NOW)
    assert resolved.resolution.note == "The value was ended too early."
    assert records.incidents(ports, is_open=True) == ()
    assert records.incidents(ports, is_open=False) == (resolved,)
    with ports.store.read() as work:
        record = work.ledger.of_subject(visitor.reference)[-1]
    assert record.payload is not None
    assert (record.header.kind, record.header.sequence) == (
        RecordKind.RESOLUTION,
        resolved.resolution.record,
    )
    assert loads(record.payload.content)["incident"] == stopped.id
    assert isinstance(records.verify(ports), records.ChainIntact)


@on_both
def test_under_a_mended_release_it_would_bind_and_the_applicant_submits_it(
    ports: Ports, visitor: Visitor, stopped: Incident
) -> None:
    assert not try_again(ports, stopped.id, NOW).is_mended
    before = visitor.view().application
    mend(visitor)
    tried = try_again(ports, stopped.id, NOW)
    assert tried.is_mended
    with ports.store.read() as work:
        assert work.applications.get(visitor.reference) == before  # nothing was written
    resolve(ports, stopped.id, "omar", "mended", NOW)
    result = submit(ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(result, Submitted)
    with pytest.raises(NotThere):
        try_again(ports, "I-NONE", NOW)


def test_a_fault_is_told_with_its_place(ports: Ports, stopped: Incident) -> None:
    sides = sides_of(stopped.details)
    assert "verdicts.boat-is-short" in {side.what for side in sides}
    assert any("rules/fishing-licence.yaml:" in side.evaluator for side in sides)
    assert try_again(ports, stopped.id, NOW).sides == sides


def test_two_readings_stand_side_by_side() -> None:
    network = {
        "differences": [{"what": "outcome", "evaluator": "eligible", "network": "ineligible"}],
        "transitions": {"evaluator": ["submit"], "network": []},
    }
    assert sides_of({"network": network}) == (
        Side("outcome", "eligible", "ineligible"),
        Side("transition", "submit", ""),
    )
    assert sides_of({}) == ()  # deleted, as personal data is
    assert sides_of({"network": {"failed": "too large"}}) == (Side("network", "", "too large"),)


def test_what_cannot_be_told_is_not_called_mended(
    ports: Ports, visitor: Visitor, stopped: Incident
) -> None:
    mend(visitor)
    file = visitor.view().application.evidence[0]
    evidence.remove(ports, visitor.account, visitor.reference, file.id, NOW)
    tried = try_again(ports, stopped.id, NOW)
    assert (tried.is_ready, tried.is_mended, tried.sides) == (False, False, ())


def test_a_discarded_draft_can_be_resolved_and_not_tried(
    ports: Ports, visitor: Visitor, stopped: Incident
) -> None:
    applications.discard(ports, visitor.account, visitor.reference, NOW)
    with pytest.raises(NotThere, match="discarded"):
        try_again(ports, stopped.id, NOW)
    assert resolve(ports, stopped.id, "omar", "gone", NOW).resolution is not None


def test_the_applicant_sees_what_stopped_it_until_it_is_submitted(
    ports: Ports, visitor: Visitor, stopped: Incident
) -> None:
    held = visitor.view().incident
    assert held is not None
    assert held.resolution is None
    mend(visitor)
    resolve(ports, stopped.id, "omar", "mended", NOW)
    mended = visitor.view().incident
    assert mended is not None
    assert mended.resolution is not None
    with ports.store.read() as work:
        mail = work.outbox.newest(1)[0]
    assert visitor.reference in mail.body
    assert "submit it" in mail.body
    submit(ports, visitor.account, visitor.reference, None, NOW)
    assert visitor.view().incident is None


def test_the_first_resolution_stays(ports: Ports, stopped: Incident) -> None:
    resolve(ports, stopped.id, "omar", "first", NOW)
    with pytest.raises(AlreadyResolved, match="omar"):
        resolve(ports, stopped.id, "sara", "second", NOW)
    with pytest.raises(NotThere):
        resolve(ports, "I-NONE", "sara", "x", NOW)


def test_a_resolution_says_something(ports: Ports, stopped: Incident) -> None:
    with pytest.raises(EngineError, match="what was found"):
        resolve(ports, stopped.id, "omar", "  ", NOW)
