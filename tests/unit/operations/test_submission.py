"""Submitting binds once, freezes what was decided, and records nothing where readings differ."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.decide.network import Difference
from engine.model.account import Account
from engine.model.decision import Outcome
from engine.model.money import Money
from engine.model.payment import InvoiceState
from engine.operations import applications, records
from engine.operations.following import ReleaseFollower, network_of
from engine.operations.ports import Ports
from engine.operations.results import NotOpen, NotThere, RegistersSilent
from engine.operations.submission import (
    Changed,
    Disagreed,
    Ineligible,
    NotComplete,
    SubmitResult,
    Submitted,
    submit,
)
from engine.release import Release
from engine.store.entries import IncidentKind
from tests.support.stores import on_both
from tests.support.visitors import (
    NOW,
    RULES,
    STRANGER,
    Silenceable,
    Visitor,
    add_account,
    config,
    edited,
    open_here,
    publish,
)


def submitted(visitor: Visitor) -> Submitted:
    result = submit(visitor.ports, visitor.account, visitor.reference, None, visitor.now)
    assert isinstance(result, Submitted)
    return result


def recorded(ports: Ports) -> int:
    """How many records the ledger has beside the publication of the fixture."""
    found = records.verify(ports)
    assert isinstance(found, records.ChainIntact)
    return found.records - 1


@on_both
def test_submitting_freezes_date_snapshot_and_quote(visitor: Visitor) -> None:
    result = submitted(visitor.fill(metres="10"))
    submission, invoice = result.application.submission, result.invoice
    assert result.application.state == "awaiting_payment"
    assert submission is not None
    assert submission.decision_date == date(2026, 11, 23)
    assert submission.submitted_at == NOW
    assert submission.total == Money("SAR", 12050)
    assert set(submission.snapshot) == {"resident"}
    assert invoice is not None
    assert (invoice.total, invoice.due_date) == (Money("SAR", 12050), date(2026, 12, 3))
    assert [line.label.en for line in invoice.lines] == ["Boat fee"]
    assert invoice.state is InvoiceState.OPEN
    assert recorded(visitor.ports) == 1


@on_both
def test_submitting_without_a_fee_goes_straight_on(visitor: Visitor) -> None:
    result = submitted(visitor.fill())
    assert (result.application.state, result.invoice) == ("submitted", None)


@on_both
def test_submitting_again_gives_the_same_application_and_invoice(visitor: Visitor) -> None:
    first = submitted(visitor.fill(metres="10"))
    assert submitted(visitor) == first
    assert recorded(visitor.ports) == 1


@on_both
def test_of_threads_that_submit_at_once_one_submits_and_all_hear_of_it(visitor: Visitor) -> None:
    visitor.fill(metres="10")
    results: list[SubmitResult] = []
    threads = [
        threading.Thread(target=lambda: results.append(submitted(visitor))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len({repr(one) for one in results}) == 1
    assert recorded(visitor.ports) == 1


def test_the_frozen_decision_stays_when_time_and_rules_go_on(visitor: Visitor) -> None:
    submitted(visitor.fill(metres="10"))
    dearer = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
    publish(visitor.ports, dearer, NOW + timedelta(days=3))
    visitor.now = NOW + timedelta(days=60)
    view = visitor.view()
    assert view.decision_date == date(2026, 11, 23)
    assert view.decision.total() == Money("SAR", 12050)
    assert view.decision.outcome is Outcome.ELIGIBLE
    assert not view.is_open


def test_the_decision_date_is_the_civil_date_of_the_portal_not_of_utc(visitor: Visitor) -> None:
    visitor.fill()
    visitor.now = NOW.replace(hour=21, minute=30)  # half past midnight in Riyadh
    submission = submitted(visitor).application.submission
    assert submission is not None
    assert submission.decision_date == date(2026, 11, 24)


def test_an_application_with_a_step_left_is_not_complete(visitor: Visitor) -> None:
    visitor.save("boat", boat__is_own="no")
    result = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(result, NotComplete)
    assert result.view.is_open
    assert recorded(visitor.ports) == 0


def test_someone_ineligible_may_not_submit_and_sees_why(visitor: Visitor) -> None:
    visitor.fill(metres="13")
    result = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(result, Ineligible)
    assert result.decision.verdicts["boat-is-short"] == "not_met"
    assert recorded(visitor.ports) == 0


def test_nothing_binds_while_a_register_is_silent(visitor: Visitor) -> None:
    visitor.fill()
    assert isinstance(visitor.ports.registers, Silenceable)
    visitor.ports.registers.is_silent = True
    result = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert result == RegistersSilent(("resident",))
    visitor.ports.registers.is_silent = False
    assert submitted(visitor).application.state == "submitted"


def test_a_draft_changed_since_the_check_page_was_made_is_shown_again(visitor: Visitor) -> None:
    seen = visitor.fill().view().application.revision
    visitor.save("boat", boat__is_own="yes")
    result = submit(visitor.ports, visitor.account, visitor.reference, seen, NOW)
    assert isinstance(result, Changed)
    assert result.view.application.revision == seen + 1


def test_a_new_release_since_the_check_page_was_made_is_a_change(visitor: Visitor) -> None:
    seen = visitor.fill(metres="10").view().application.revision
    dearer = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
    publish(visitor.ports, dearer)
    result = submit(visitor.ports, visitor.account, visitor.reference, seen, NOW)
    assert isinstance(result, Changed)
    assert result.view.decision.total() == Money("SAR", 99000)


def test_anothers_application_is_not_there(visitor: Visitor) -> None:
    other = add_account(visitor.ports, "omar", STRANGER)
    with pytest.raises(NotThere):
        submit(visitor.ports, other, visitor.fill().reference, None, NOW)


def test_a_submitted_application_cannot_be_changed(visitor: Visitor) -> None:
    submitted(visitor.fill())
    texts = {"boat.is_own": "yes"}
    with pytest.raises(NotOpen):
        applications.save_step(
            visitor.ports, visitor.account, visitor.reference, "boat", texts, 1, NOW
        )
    with pytest.raises(NotOpen):
        applications.discard(visitor.ports, visitor.account, visitor.reference, NOW)


class Contrary:
    """A network that differs about one verdict, and is otherwise the real one."""

    def __init__(self, release: Release, service: str) -> None:
        self._network = network_of(release, service)

    def differences(self, *_: object) -> tuple[Difference, ...]:
        return (Difference("verdict of boat-is-short", "met", "not_met"),)

    def __getattr__(self, name: str) -> object:
        return getattr(self._network, name)


def test_where_the_readings_differ_nothing_is_recorded_and_staff_hear_of_it(
    ports: Ports, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    contrary = ReleaseFollower(ports.store, Contrary)  # type: ignore[arg-type]
    contrary.active(NOW)
    visitor = Visitor.starting(replace(ports, releases=contrary), account).fill(metres="10")
    before = visitor.view().application
    result = submit(visitor.ports, account, visitor.reference, None, NOW)
    assert isinstance(result, Disagreed)
    assert visitor.view().application == before
    assert recorded(ports) == 0
    (incident,) = records.incidents(ports)
    assert (incident.id, incident.kind) == (result.incident, IncidentKind.DISAGREEMENT)
    assert incident.reference == visitor.reference
    assert set(incident.details) == {"event", "facts", "evaluator", "network"}
    contrary.close()


def test_a_fault_in_what_would_bind_stops_it(visitor: Visitor) -> None:
    over = edited(config(), RULES, "{2025-04-01: 12}", "{2025-04-01: 12, 2026-11-01: null}")
    publish(visitor.ports, over)
    visitor.fill(metres="10")
    result = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(result, Disagreed)
    assert records.incidents(visitor.ports)[0].kind is IncidentKind.FAULT
    assert recorded(visitor.ports) == 1  # the second publication alone


def test_a_fault_in_the_tax_that_amounts_hold_stops_it(visitor: Visitor) -> None:
    rate = """
  vat_rate:
    label: {ar: نسبة الضريبة, en: Rate of the tax}
    type: number
    cite: [parking-order]
    by_date: {2018-01-01: 5, 2026-11-01: null}
"""
    over = edited(config(), RULES, "\nvalues:\n", f"\nvalues:{rate}")
    taxed = "{treatment: included, rate: vat_rate, round: half_up, cite: [parking-order]}"
    over = edited(over, RULES, "{treatment: none, cite: [demonstration]}", taxed)
    publish(visitor.ports, over)
    visitor.fill(metres="10")
    result = submit(visitor.ports, visitor.account, visitor.reference, None, NOW)
    assert isinstance(result, Disagreed)
    assert records.incidents(visitor.ports)[0].kind is IncidentKind.FAULT


def test_a_fault_that_was_settled_past_stops_nothing(visitor: Visitor) -> None:
    over = edited(config(), RULES, "{2025-04-01: 12}", "{2025-04-01: 12, 2026-11-01: null}")
    publish(visitor.ports, over)
    assert submitted(visitor.fill()).application.state == "submitted"


def test_a_decision_is_replayed_from_its_record_by_another_process(
    visitor: Visitor, tmp_path: Path, url: str
) -> None:
    submitted(visitor.fill(metres="10"))
    publish(visitor.ports, edited(config(), RULES, "{2025-04-01: 12}", "{2025-04-01: 5}"))
    other = open_here(tmp_path, url)
    replayed = records.replay(other, visitor.reference)
    assert isinstance(replayed, records.Replayed)
    assert replayed.differences == ()
    assert replayed.decision.outcome is Outcome.ELIGIBLE
    other.close()


def test_a_decision_that_comes_out_otherwise_is_told_apart(visitor: Visitor) -> None:
    result = submitted(visitor.fill(metres="10"))
    other = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 121.00 SAR")
    altered = Release.of(other)
    follower = visitor.ports.releases
    follower._compiled[result.application.release].release = altered
    replayed = records.replay(visitor.ports, visitor.reference)
    assert isinstance(replayed, records.Replayed)
    paths = {one.path for one in replayed.differences}
    assert "fees.boat.amount" in paths
    (fee,) = (one for one in replayed.differences if one.path == "fees.boat.amount")
    assert (fee.recorded, fee.recomputed) == ('{"money":"120.50 SAR"}', '{"money":"121.00 SAR"}')


def test_an_erased_record_can_be_verified_but_not_replayed(visitor: Visitor) -> None:
    submitted(visitor.fill(metres="10"))
    assert records.erase(visitor.ports, visitor.reference, NOW) == 1
    assert isinstance(records.replay(visitor.ports, visitor.reference), records.Erased)
    assert records.verify(visitor.ports) == records.ChainIntact(2, 1)


def test_nothing_is_replayed_for_a_draft(visitor: Visitor) -> None:
    with pytest.raises(NotThere):
        records.replay(visitor.ports, visitor.reference)
