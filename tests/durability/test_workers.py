"""Workers killed in the middle of something, and several at once: each thing is done once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.model.lifecycle import Actor
from engine.operations import records
from engine.operations.ports import Ports
from tests.durability.workers import LATE, LATER, do, open_worker, received, work_together
from tests.support.visitors import FORM, Visitor, add_account, config, edited, publish

ROOT = Path(__file__).parents[2]
TELLING = """notifications:
  - id: closed
    subject: {ar: أُغلق طلبك, en: Your application was closed}
    body: {ar: لم يُكمل الطلب في موعده, en: It was not completed in time}

in_flight:"""
FORGOTTEN = 16


@pytest.fixture
def ports(tmp_path: Path, url: str) -> Iterator[Ports]:
    opened = open_worker(tmp_path, url)
    told = edited(config(), FORM, "in_flight:", TELLING)
    term = "after_days: 30, cite: [parking-order]}"
    publish(opened, edited(told, FORM, term, f"{term[:-1]}, effects: [{{notify: closed}}]}}"))
    yield opened
    opened.close()


def forget(ports: Ports, number: int = 1) -> tuple[str, ...]:
    """Drafts that their deadline closes, and tells of it."""
    account = add_account(ports)
    return tuple(Visitor.starting(ports, account, f"key-{at}").reference for at in range(number))


def kill(folder: Path, url: str, job: str, moment: str) -> None:
    """Let a worker be killed at the moment, while it does the job."""
    died = subprocess.run(
        [sys.executable, "-m", "tests.durability.workers", str(folder), url, job, moment],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]


def closings(ports: Ports, reference: str) -> int:
    """How often the deadline closed the application: state, history and messages agree on it."""
    with ports.store.read() as work:
        application = work.applications.get(reference)
        happened = [one.by for one in work.history.of_application(reference)]
        mails = [
            one for one in work.outbox.newest(99) if (one.event_id or "").startswith(reference)
        ]
    assert application is not None
    closed = happened.count(Actor.DEADLINE)
    assert application.state == ("closed" if closed else "draft")
    assert len(mails) == closed
    assert isinstance(records.verify(ports), records.ChainIntact)
    return closed


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        ("in-the-record", 0),
        ("in-the-state", 0),
        ("in-the-history", 0),
        ("in-the-message", 0),
        ("in-the-deadline", 0),
        ("after-the-commit", 1),
    ],
)
def test_a_deadline_fires_once_wherever_the_worker_is_killed(
    ports: Ports, tmp_path: Path, url: str, moment: str, before: int
) -> None:
    (reference,) = forget(ports)
    kill(tmp_path, url, "deadlines", moment)
    assert closings(ports, reference) == before
    assert do(ports, "deadlines", LATE) == 1 - before
    assert do(ports, "deadlines", LATER) == 0
    assert closings(ports, reference) == 1


@pytest.mark.parametrize(
    ("moment", "came_before", "comes_after"),
    [
        ("in-the-claim", 0, 1),
        ("before-the-sending", 0, 1),
        ("after-the-sending", 1, 1),  # nobody knows that it came, so it comes again
        ("in-the-mark", 1, 1),
        ("after-the-mark", 1, 0),
    ],
)
def test_a_message_is_sent_under_one_id_wherever_the_worker_is_killed(
    ports: Ports, tmp_path: Path, url: str, moment: str, came_before: int, comes_after: int
) -> None:
    forget(ports)
    do(ports, "deadlines", LATE)
    kill(tmp_path, url, "messages", moment)
    assert len(received(tmp_path)) == came_before
    do(ports, "messages", LATER)
    do(ports, "messages", LATER + (LATER - LATE))
    assert len(received(tmp_path)) == came_before + comes_after
    assert len(set(received(tmp_path))) == 1
    with ports.store.read() as work:
        assert [mail.sent_at is None for mail in work.outbox.newest(9)] == [False]


def test_several_workers_at_once_do_each_thing_once(ports: Ports, tmp_path: Path, url: str) -> None:
    references = forget(ports, FORGOTTEN)
    work_together(tmp_path, url, 3)
    assert [closings(ports, reference) for reference in references] == [1] * FORGOTTEN
    came = received(tmp_path)
    assert len(came) == len(set(came)) == FORGOTTEN
