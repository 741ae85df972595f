"""A fee of config/ goes back, from the payment to the transfer.

No walk by chance has another application to choose, so this one is walked by hand.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from engine.answers.slots import document_slot
from engine.decide.decision import decide
from engine.definitions.read import read_folder
from engine.model.account import Role
from engine.model.decision import Outcome
from engine.model.money import Money
from engine.operations import evidence, refunds
from engine.operations.reacting import Reacted
from engine.operations.results import Saved
from engine.operations.submission import Ineligible, Submitted
from engine.wire.messages import RefundNotice
from tests.support import swimming
from tests.support.billers import say
from tests.support.configuration import configuration
from tests.support.driving import Said, UseCases, without_history
from tests.support.papers import pdf
from tests.support.swimming import Swimmer, staff
from tests.support.visitors import NOW, add_account, open_here, publish
from tests.support.walks import Unanswerable, Walked, walk

FILES = read_folder(Path(__file__).parents[2] / "config")
CATALOGUE = configuration()
PAID_FOR = "good-standing-certificate"
NOURA = CATALOGUE.people["nurse-in-window"]


@pytest.fixture
def payer(tmp_path: Path) -> Iterator[Swimmer]:
    said = Said()
    said.snapshot = NOURA.answers
    opened = open_here(tmp_path, f"sqlite:///{tmp_path / 'refund.sqlite3'}")
    ports = replace(opened, registers=said)
    publish(ports, FILES)
    assert NOURA.key is not None
    yield Swimmer(ports, add_account(ports, "payer", NOURA.key))
    opened.close()


def to_be_paid() -> tuple[Walked, Money]:
    """An application on paper that may be submitted, and what it costs."""
    service, program = CATALOGUE.services[PAID_FOR], CATALOGUE.programs[PAID_FOR]
    said = without_history(CATALOGUE, NOURA.answers)
    for seed in range(500):
        with suppress(Unanswerable):
            walked = walk(CATALOGUE, service, NOW.date(), Random(seed), said)
            decision = decide(program, walked.reading.facts, NOW.date(), "")
            total = decision.total()
            if decision.outcome is Outcome.ELIGIBLE and isinstance(total, Money):
                return walked, total
    raise AssertionError(f"hardly anybody may submit {PAID_FOR}")


def withdrawn(payer: Swimmer) -> tuple[str, Money]:
    """An application that was paid for and withdrawn, and what was paid."""
    walked, paid = to_be_paid()
    hand = UseCases.put(payer.ports, payer.account, walked, "R-PAID")
    assert isinstance(hand.submit(), Submitted)
    payer.pay(hand.reference, "paid")
    withdrawal = swimming.decide(payer.ports, payer.account, hand.reference, "withdraw")
    assert isinstance(withdrawal, Reacted)
    return hand.reference, paid


def asking(payer: Swimmer, chosen: str, key: str) -> str:
    """A complete request for the fee of a cancelled application."""
    draft = payer.start("fee-refund", key)
    typed = {"refund__application": chosen, "refund__ground": "cancelled", "refund__details": ""}
    assert isinstance(payer.save(draft, "application", **typed), Saved)
    assert isinstance(payer.save(draft, "found"), Saved)
    account = {"refund__iban": "SA0380000000608010167519", "contact__mobile": "0501234567"}
    account["contact__email"] = "payer@example.org"
    assert isinstance(payer.save(draft, "account", **account), Saved)
    slot, content = document_slot("payment_proof"), BytesIO(pdf(b"proof"))
    evidence.supply(payer.ports, payer.account, draft, slot, "proof.pdf", content, NOW)
    assert isinstance(payer.save(draft, "attachments"), Saved)
    assert isinstance(payer.save(draft, "terms", accepted="yes"), Saved)
    return draft


def test_half_of_a_fee_goes_back_once(payer: Swimmer) -> None:
    chosen, paid = withdrawn(payer)
    draft = asking(payer, chosen, "first")
    assert isinstance(payer.submit(draft), Submitted)
    reviewer = staff(payer.ports, "reviewer", Role.REVIEWER)
    first, second = (staff(payer.ports, name, Role.APPROVER) for name in ("first", "second"))
    assert isinstance(swimming.decide(payer.ports, reviewer, draft, "recommend"), Reacted)
    assert isinstance(swimming.decide(payer.ports, first, draft, "approve"), Reacted)
    (waiting,) = refunds.waiting(payer.ports)
    assert waiting.refund.amount == Money(paid.currency, paid.amount_minor // 2)
    for one in (first, second):
        refunds.approve(payer.ports, one, waiting.refund.id, NOW)
    refunds.mark_sent(payer.ports, waiting.refund.id, NOW)
    say(payer.ports, RefundNotice(waiting.refund.id, waiting.refund.amount, NOW), NOW)
    assert payer.view(draft).application.state == "transferred"
    assert isinstance(payer.submit(asking(payer, chosen, "again")), Ineligible)
