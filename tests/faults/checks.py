"""What must hold when everything has been killed often enough: each check says what it counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.biller.store import BillerStore
from engine.model.lifecycle import Actor, EffectKind
from engine.model.notification import Channel
from engine.model.payment import InvoiceState, applied
from engine.operations import records
from engine.operations.ports import Ports
from engine.operations.sending import message_of
from engine.sending.smtp import SmtpSender
from engine.store.chain import RecordKind
from engine.store.entries import Mail
from tests.faults.walks import PLANS, Walk
from tests.support.gateway import Gateway
from tests.support.mailbox import Mailbox


@dataclass(frozen=True)
class Counts:
    states: Counter[str]
    payments: int
    repaid: int
    deadlines: int
    messages: int
    repeats: int
    records: int
    replayed: int


def check(
    ports: Ports, walks: Sequence[Walk], folder: Path, box: Mailbox, gateway: Gateway
) -> Counts:
    """Raises AssertionError with what does not hold."""
    with ports.store.read() as work:
        assert work.incidents.newest(1) == (), "an incident waits for staff"
        outbox = work.outbox.newest(100_000)
    payments, repaid = check_payments(ports, walks, folder)
    told = {mail.message_id.rpartition(":")[0] for mail in outbox}
    assert told == expected_messages(ports, walks), "what happened and what was told differ"
    messages, repeats = check_messages(ports, outbox, box, gateway)
    chain = records.verify(ports)
    assert isinstance(chain, records.ChainIntact), chain
    return Counts(
        states=check_states(ports, walks),
        payments=payments,
        repaid=repaid,
        deadlines=check_deadlines(ports, walks, outbox),
        messages=messages,
        repeats=repeats,
        records=chain.records,
        replayed=check_replay(ports, walks),
    )


def check_states(ports: Ports, walks: Sequence[Walk]) -> Counter[str]:
    """Every application is in the state that its plan ends in, and its history leads there."""
    states: Counter[str] = Counter()
    with ports.store.read() as work:
        for walk in walks:
            found = work.applications.get(walk.reference)
            assert found is not None, walk
            assert found.state == PLANS[walk.plan].end, (walk, found.state)
            history = work.history.of_application(walk.reference)
            path = [history[0].origin, *(one.target for one in history)]
            assert path[0] == "draft", path
            assert path[-1] == found.state, path
            assert [one.origin for one in history] == path[:-1], path
            states[found.state] += 1
    return states


def check_payments(ports: Ports, walks: Sequence[Walk], folder: Path) -> tuple[int, int]:
    """What the biller took is here once, counts once, and what is too much is owed.

    How many payments there are, and how many of them are to be returned.
    """
    biller = BillerStore(folder / "var" / "biller.sqlite3")
    count = surplus = 0
    with ports.store.read() as work, biller.begin() as taken:
        for walk in walks:
            noted = [
                one
                for one in work.ledger.of_subject(walk.reference)
                if one.header.kind is RecordKind.PAYMENT
            ]
            kept: list[str] = []
            for invoice in work.invoices.of_application(walk.reference):
                number = invoice.bill_number
                here, there = work.payments.of_bill(number), taken.payments_of(number)
                assert {one.id for one in here} == {one.id for one in there}, (walk, here, there)
                refunds = work.refunds.of_bill(number)
                counted = applied(here, refunds, invoice.total.currency)
                is_paid = invoice.state is InvoiceState.PAID
                assert (counted == invoice.total) is is_paid, (walk, invoice, here, refunds)
                assert is_paid is bool(here) or invoice.state is InvoiceState.CANCELLED, walk
                kept += [one.id for one in here]
                surplus += len(refunds)
            assert len(noted) == len(kept) == len(set(kept)), (walk, kept)
            count += len(kept)
    return count, surplus


def check_deadlines(ports: Ports, walks: Sequence[Walk], outbox: Sequence[Mail]) -> int:
    """Each deadline fired once: one entry of the history, and each message of it once."""
    fired = 0
    with ports.store.read() as work:
        for walk in walks:
            history = work.history.of_application(walk.reference)
            by_time = [one for one in history if one.by is Actor.DEADLINE]
            assert len(by_time) == PLANS[walk.plan].fires, (walk, by_time)
            assert len({one.transition for one in by_time}) == len(by_time), (walk, by_time)
            fired += len(by_time)
    ids = [mail.event_id for mail in outbox if mail.event_id is not None]
    assert len(ids) == len(set(ids))
    return fired


def check_messages(
    ports: Ports, outbox: Sequence[Mail], box: Mailbox, gateway: Gateway
) -> tuple[int, int]:
    """Each message reached its reader, and no two letters of one event have different ids.

    How many messages there are, and how many letters came more than once, under the same id.
    """
    sender = ports.senders[Channel.EMAIL]
    assert isinstance(sender, SmtpSender)
    unsent = [mail for mail in outbox if mail.sent_at is None]
    assert not unsent, [(mail.message_id, mail.attempts, mail.failure) for mail in unsent]
    letters = {
        str(sender.letter(message_of(mail))["Message-ID"])
        for mail in outbox
        if mail.channel is Channel.EMAIL
    }
    texts = {mail.message_id for mail in outbox if mail.channel is Channel.SMS}
    came = Counter(box.ids())
    assert set(came) == letters, (len(came), len(letters))
    assert set(gateway.delivered) == texts, (len(gateway.delivered), len(texts))
    asked = len(gateway.asked)
    return len(outbox), came.total() - len(came) + asked - len(gateway.delivered)


def expected_messages(ports: Ports, walks: Sequence[Walk]) -> set[str]:
    """What each transition that was made should have told, by id and without the channel."""
    told: set[str] = set()
    with ports.store.read() as work:
        for walk in walks:
            application = work.applications.get(walk.reference)
            assert application is not None
            catalogue = ports.releases.release(application.release).catalogue
            lifecycle = catalogue.services[application.service].lifecycle
            for one in work.history.of_application(walk.reference):
                transition = lifecycle.transition(one.transition)
                assert transition is not None, one
                told |= {
                    f"{one.id}:{effect.name}"
                    for effect in transition.effects
                    if effect.kind is EffectKind.NOTIFY
                }
    return told


def check_replay(ports: Ports, walks: Sequence[Walk]) -> int:
    """Every decision that was recorded comes out the same again."""
    count = 0
    for walk in walks:
        with ports.store.read() as work:
            found = work.ledger.of_subject(walk.reference)
        for record in found:
            if record.header.kind is RecordKind.DECISION:
                again = records.replayed(ports, record)
                assert isinstance(again, records.Replayed), again
                assert again.differences == (), (walk, again.differences)
                count += 1
    return count
