"""Workers of the tests: the jobs of `mumaris worker` in a process of their own, or of several.

    python -m tests.durability.workers FOLDER URL JOB MOMENT

does one job and is killed at the moment. What is sent is noted in `FOLDER/received`, a line for
each message, as a receiver would note it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from engine.model.notification import Channel
from engine.operations.ports import Ports
from engine.operations.working import JOBS, work_off
from engine.sending import Message, Sent
from engine.store.sql import SqlStore
from engine.store.sql.applications import SqlApplications
from engine.store.sql.deadlines import SqlDeadlines
from engine.store.sql.history import SqlHistory
from engine.store.sql.ledger import SqlLedger
from engine.store.sql.notices import SqlOutbox
from tests.durability.dying import die, dying_after, dying_after_commit
from tests.support.visitors import NOW, open_here

LATE = NOW + timedelta(days=40)  # every deadline is past
LATER = LATE + timedelta(days=1)  # and every claim is over


@dataclass(frozen=True)
class Noting:
    """A sender that notes what it was given, in one write each."""

    place: Path

    def send(self, message: Message) -> Sent:
        note = os.open(self.place, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(note, f"{message.id}\n".encode())
        os.close(note)
        return Sent()

    def close(self) -> None:
        pass


def dying_at_commit(number: int) -> None:
    """Let `number - 1` transactions that write commit, and die after the next."""
    begin = SqlStore.begin

    def run(store: SqlStore) -> object:
        nonlocal number
        number -= 1
        if number == 0:
            setattr(SqlStore, "begin", begin)  # noqa: B010
            dying_after_commit()
            return store.begin()
        return begin(store)

    setattr(SqlStore, "begin", run)  # noqa: B010


MOMENTS: dict[str, Callable[[], None]] = {
    "in-the-record": lambda: dying_after(SqlLedger, "append"),
    "in-the-state": lambda: dying_after(SqlApplications, "update"),
    "in-the-history": lambda: dying_after(SqlHistory, "add"),
    "in-the-message": lambda: dying_after(SqlOutbox, "add"),
    "in-the-deadline": lambda: dying_after(SqlDeadlines, "claim"),
    "after-the-commit": dying_after_commit,
    "in-the-claim": lambda: dying_after(SqlOutbox, "claim"),
    "before-the-sending": lambda: setattr(Noting, "send", die),
    "after-the-sending": lambda: dying_after(Noting, "send"),
    "in-the-mark": lambda: dying_after(SqlOutbox, "mark_sent"),
    "after-the-mark": lambda: dying_at_commit(2),
}


def open_worker(folder: Path, url: str) -> Ports:
    ports = open_here(folder, url)
    return replace(ports, senders={Channel.EMAIL: Noting(folder / "received")})


def do(ports: Ports, name: str, now: datetime) -> int:
    """Do one job to its end; how much it did."""
    (job,) = (job for job in JOBS if job.name == name)
    return work_off(job, ports, lambda: now, lambda: False)


def received(folder: Path) -> list[str]:
    """The ids of the messages that came, as often as they came."""
    place = folder / "received"
    return place.read_text().splitlines() if place.exists() else []


def work_together(folder: Path, url: str, processes: int) -> None:
    """Let several workers begin at the same moment, each with its own connections."""
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(processes)
    workers = [
        context.Process(target=_work, args=(folder, url, together)) for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * processes


def _work(folder: Path, url: str, together: Barrier) -> None:
    ports = open_worker(folder, url)
    together.wait()
    do(ports, "deadlines", LATE)
    do(ports, "messages", LATE)
    ports.close()


def main(folder: str, url: str, job: str, moment: str) -> None:
    ports = open_worker(Path(folder), url)
    MOMENTS[moment]()
    do(ports, job, LATE)


if __name__ == "__main__":
    main(*sys.argv[1:])
