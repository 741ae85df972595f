"""The shared lifecycle of two fees: one before the study, one after the initial approval."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.read import read_folder
from engine.model.account import Account, Role
from engine.model.words import Language, Text
from engine.operations.acting import Said, act
from engine.operations.deadlines import run_deadlines
from engine.operations.ports import Ports
from engine.operations.reacting import Reacted
from engine.operations.submission import Submitted, submit
from tests.support.billers import in_full, say, settled
from tests.support.stores import on_both
from tests.support.visitors import FORM, NOW, RULES, Files, Visitor, config, edited, publish

CONFIG = read_folder(Path(__file__).parents[3] / "config")
SHARED = ("lifecycles/two-stage.yaml", "lists/assessment_results.yaml")
DAY = timedelta(days=1)
REASONS = Said(reasons=Text("لم يجتز", "Not passed"))
CARD = """\
      effective_from: 2025-04-01
    - id: card
      label: {ar: رسم البطاقة, en: Card fee}
      stage: after_approval
      condition: boat.is_own
      amount: boat_amount
      cite: [parking-order]
      effective_from: 2025-04-01

validity:
"""


def two_stages(use: str) -> Files:
    """The fishing licence with this use of the lifecycle, and a fee after the approval."""
    files = config()
    form = files[FORM].decode()
    before, after = form[: form.index("lifecycle:")], form[form.index("in_flight:") :]
    files[FORM] = f"{before}lifecycle: {use}\n{after}".encode()
    sources = PurePosixPath("sources.yaml")
    entries = CONFIG[sources].split(b"sources:\n")[1]
    files[sources] = files[sources].split(b"  - id: demonstration\n")[0] + entries
    files |= {PurePosixPath(name): CONFIG[PurePosixPath(name)] for name in SHARED}
    return edited(files, RULES, "      effective_from: 2025-04-01\n\nvalidity:\n", CARD)


WITH = "processing_days: 5, processing_source: parking-order, document: fishing-licence"
PLAIN = f"{{use: two-stage, with: {{{WITH}}}}}"
ASSESSED = (
    f"{{use: two-stage, parts: [assessment], with: {{{WITH}, assessment_is_due: boat.is_own}}}}"
)


def staff(ports: Ports, name: str, role: Role) -> Account:
    account = Account(name, f"{name}@example.org", None, Language.EN, role, is_active=True)
    with ports.store.begin() as work:
        work.accounts.add(account, "no hash", NOW)
    return account


@pytest.fixture
def reviewer(ports: Ports) -> Account:
    return staff(ports, "reviewer", Role.REVIEWER)


@pytest.fixture
def approver(ports: Ports) -> Account:
    return staff(ports, "approver", Role.APPROVER)


def sent(ports: Ports, account: Account, use: str, metres: str | None = "10") -> Visitor:
    publish(ports, two_stages(use))
    visitor = Visitor.starting(ports, account).fill(metres=metres)
    assert isinstance(submit(ports, account, visitor.reference, None, NOW), Submitted)
    return visitor


def pay(visitor: Visitor, id: str) -> None:
    say(visitor.ports, in_full(settled(visitor), id=id))


def approve(visitor: Visitor, reviewer: Account, approver: Account) -> str:
    """The state after the study and the approval by a second person."""
    for account, event in ((reviewer, "recommend"), (approver, "approve")):
        done(visitor, account, event)
    return state(visitor)


def done(visitor: Visitor, account: Account, event: str, said: Said | None = None) -> None:
    result = act(visitor.ports, account, visitor.reference, event, said or Said(), None, NOW)
    assert isinstance(result, Reacted), result


def state(visitor: Visitor) -> str:
    return visitor.view().application.state


def issued(visitor: Visitor) -> bool:
    with visitor.ports.store.read() as work:
        return work.issued.in_force(visitor.reference, "fishing-licence") is not None


@on_both
def test_the_fee_of_the_service_is_due_after_the_initial_approval(
    ports: Ports, account: Account, reviewer: Account, approver: Account
) -> None:
    visitor = sent(ports, account, PLAIN)
    assert state(visitor) == "awaiting_payment"
    pay(visitor, "first")
    assert approve(visitor, reviewer, approver) == "awaiting_service_payment"
    assert not issued(visitor)
    pay(visitor, "second")
    assert (state(visitor), issued(visitor)) == ("approved", True)


def test_whoever_has_nothing_to_pay_goes_straight_on(
    ports: Ports, account: Account, reviewer: Account, approver: Account
) -> None:
    visitor = sent(ports, account, PLAIN, metres=None)
    assert state(visitor) == "submitted"
    assert approve(visitor, reviewer, approver) == "approved"
    assert issued(visitor)


def test_an_approved_application_lapses_when_its_fee_is_not_paid_in_30_days(
    ports: Ports, account: Account, reviewer: Account, approver: Account
) -> None:
    visitor = sent(ports, account, PLAIN)
    pay(visitor, "first")
    approve(visitor, reviewer, approver)
    run_deadlines(ports, NOW + 30 * DAY)
    assert state(visitor) == "awaiting_service_payment"
    run_deadlines(ports, NOW + 31 * DAY)
    assert (state(visitor), issued(visitor)) == ("lapsed", False)


@pytest.mark.parametrize(
    ("result", "said", "after"),
    [("passed", Said(), "approved"), ("failed", REASONS, "refused")],
)
def test_an_assessment_that_the_rules_ask_for_decides_after_the_payment(
    ports: Ports,
    account: Account,
    reviewer: Account,
    approver: Account,
    result: str,
    said: Said,
    after: str,
) -> None:
    visitor = sent(ports, account, ASSESSED)
    pay(visitor, "first")
    approve(visitor, reviewer, approver)
    pay(visitor, "second")
    assert (state(visitor), issued(visitor)) == ("assessment", False)
    recorded = Said(reasons=said.reasons, recorded={"assessment.result": result})
    done(visitor, reviewer, "record-result", recorded)
    assert (state(visitor), issued(visitor)) == (after, after == "approved")


def test_nobody_is_assessed_for_whom_the_rules_do_not_ask_it(
    ports: Ports, account: Account, reviewer: Account, approver: Account
) -> None:
    visitor = sent(ports, account, ASSESSED, metres=None)
    assert approve(visitor, reviewer, approver) == "approved"
