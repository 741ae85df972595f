"""Own history: what the store knows of a person's other applications, frozen with a submission."""

import threading
from datetime import timedelta
from pathlib import PurePosixPath

import pytest

from engine.model.account import Account
from engine.model.decision import Outcome
from engine.model.register import Answer
from engine.model.value import ABSENT
from engine.operations import records
from engine.operations.ports import Ports
from engine.operations.submission import Ineligible, SubmitResult, Submitted, submit
from tests.support.badge import EMPLOYS, ENDORSES, LAYLA, SAAD, WORK, Guide, badge
from tests.support.stores import on_both
from tests.support.visitors import NOW, RULES, Files, Visitor, config, edited, publish

REGISTER = """format: 1
id: past_licences
title: {ar: الرخص السابقة, en: Earlier licences}
own: {services: [fishing-licence]}
attributes:
  - {id: count, type: number, gives: count, label: {ar: عددها, en: How many}}
  - id: last_day
    type: date
    gives: last
    of: application.submitted_date
    label: {ar: آخرها, en: The last}
  - id: last_end
    type: date
    gives: last
    of: application.valid_to
    label: {ar: نهاية آخرها, en: End of the last}
  - id: last_had_boat
    type: yes_no
    gives: last
    of: boat.is_own
    label: {ar: بقارب, en: With a boat}
  - id: paid
    type: money
    gives: sum
    of: application.fees.boat
    label: {ar: ما دُفع, en: What was paid}
"""
RULE = """rules:
  - id: fewer-than-two
    label: {ar: أقل من رخصتين, en: Fewer than two licences}
    advice: {ar: انتظر, en: Wait}
    cite: [parking-order]
    effective_from: 2025-04-01
    condition: past_licences.count < 2
"""


def with_history() -> Files:
    files = edited(config(), RULES, "rules:\n", RULE)
    reads = "reads:\n  register: [past_licences.count]\n"
    files = edited(files, RULES, "reads:\n", reads)
    return {**files, PurePosixPath("registers/past_licences.yaml"): REGISTER.encode()}


@pytest.fixture
def another(ports: Ports, account: Account) -> "Another":
    publish(ports, with_history())
    return Another(ports, account)


class Another:
    """Each call begins one more application of the same person."""

    def __init__(self, ports: Ports, account: Account) -> None:
        self.ports = ports
        self.account = account
        self.count = 0

    def __call__(self) -> Visitor:
        self.count += 1
        return Visitor.starting(self.ports, self.account, key=str(self.count))


def send(visitor: Visitor) -> SubmitResult:
    return submit(visitor.ports, visitor.account, visitor.reference, None, visitor.now)


def said(visitor: Visitor, attribute: str) -> object:
    answer = visitor.view().snapshot["past_licences"]
    return answer.attributes.get(f"past_licences.{attribute}", ABSENT)


@on_both
def test_nobody_has_a_history_at_first_and_a_draft_is_none(another: Another) -> None:
    another()
    second = another()
    assert second.view().snapshot["past_licences"].answer is Answer.NO_RECORD
    assert (said(second, "count"), said(second, "last_day")) == (0, ABSENT)
    assert second.view().facts["past_licences.is_on_record"] is False


@on_both
def test_what_was_submitted_is_read_from_its_record(another: Another) -> None:
    assert isinstance(send(another().fill(metres="10")), Submitted)
    second = another()
    assert second.view().snapshot["past_licences"].answer is Answer.RECORD
    assert said(second, "count") == 1
    assert str(said(second, "last_day")) == "2026-11-23"
    assert str(said(second, "last_end")) == "2027-11-22"
    assert said(second, "last_had_boat") is True
    assert str(said(second, "paid")) == "120.50 SAR"


def test_an_application_is_never_part_of_its_own_history(ports: Ports, account: Account) -> None:
    """Of two drafts each counts the other alone."""
    drafts = {
        PurePosixPath("registers/past_licences.yaml"): REGISTER.replace(
            "services: [fishing-licence]", "services: [fishing-licence], states: [draft]"
        ).encode()
    }
    publish(ports, {**with_history(), **drafts})
    another = Another(ports, account)
    first = another()
    assert said(first, "count") == 0
    second = another()
    assert (said(first, "count"), said(second, "count")) == (1, 1)


@on_both
def test_what_is_submitted_keeps_the_history_of_that_moment(another: Another) -> None:
    first, second = another().fill(), another().fill()
    assert isinstance(send(first), Submitted)
    assert isinstance(send(second), Submitted)
    for visitor, count in ((first, 0), (second, 1)):
        visitor.now = NOW + timedelta(days=400)
        assert said(visitor, "count") == count
        assert visitor.view().decision.outcome is Outcome.ELIGIBLE
        replayed = records.replay(visitor.ports, visitor.reference)
        assert isinstance(replayed, records.Replayed)
        assert replayed.differences == ()


def test_a_rule_may_limit_how_often_somebody_applies(another: Another) -> None:
    drafts = [another().fill() for _ in range(3)]
    results = [send(draft) for draft in drafts]
    assert [type(one) for one in results] == [Submitted, Submitted, Ineligible]


@on_both
def test_drafts_submitted_at_once_do_not_pass_the_limit_together(another: Another) -> None:
    """Each reads the history under a lock that the others wait for, not as it was when opened."""
    drafts = [another().fill() for _ in range(4)]
    results: list[SubmitResult] = []
    threads = [
        threading.Thread(target=lambda draft=draft: results.append(send(draft))) for draft in drafts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in results) == ["Ineligible"] * 2 + ["Submitted"] * 2


def test_the_day_of_a_decision_is_that_of_what_binds_after_the_submission(
    ports: Ports, account: Account
) -> None:
    """A guide's badge is granted by the last answer, some days after it was asked for."""
    head = REGISTER[: REGISTER.index("attributes:")].replace("[fishing-licence]", "[guide-badge]")
    asked = "type: date, gives: last, of: application.decided_date"
    files = {**config(), **badge()}
    files[PurePosixPath("registers/past_licences.yaml")] = (
        f"{head}attributes:\n  - {{id: decided, {asked}, label: {{ar: آخرها, en: The last}}}}\n"
    ).encode()
    reads = "reads:\n  register: [past_licences.decided]\n"
    rule = RULE.replace("past_licences.count < 2", "past_licences.decided = null")
    files = edited(edited(files, RULES, "rules:\n", rule), RULES, "reads:\n", reads)
    publish(ports, files)
    guide = Guide.starting(ports, account).fill().submit()
    visitor = Visitor.starting(ports, account, key="another")
    assert said(visitor, "decided") is ABSENT
    guide.now = NOW + timedelta(days=3)
    for email, answers in ((LAYLA, ENDORSES), (SAAD, ENDORSES), (WORK, EMPLOYS)):
        guide.answer(email, **answers)
    assert guide.state == "granted"
    assert str(said(visitor, "decided")) == "2026-11-26"


def test_an_erased_record_says_nothing_more_and_a_sum_over_it_is_silent(another: Another) -> None:
    first = another().fill(metres="10")
    assert isinstance(send(first), Submitted)
    records.erase(first.ports, first.reference, NOW)
    assert another().view().snapshot["past_licences"].answer is Answer.SILENT
