"""What is done without anybody asking for it: what each job does is rows whose time has come.

A job does a portion at a time, in transactions of its own, and holds nothing between two. So any
number of processes may do the same job at once, and each may be killed anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.operations import retention
from engine.operations.billing import tell_biller
from engine.operations.computing import compute_next
from engine.operations.deadlines import run_deadlines
from engine.operations.invoicing import expire_overdue
from engine.operations.ports import ABANDONED, Ports, sweep_files
from engine.operations.reconciling import reconcile_due
from engine.operations.returning import answer_refunded
from engine.operations.sending import send_next
from engine.operations.settling import answer_paid


@dataclass(frozen=True, slots=True)
class Job:
    """`portion` does a part of what is to be done now; how much it did. 0: nothing is left."""

    name: str
    every: timedelta
    portion: Callable[[Ports, datetime], int]


def _deadlines(ports: Ports, now: datetime) -> int:
    return len(run_deadlines(ports, now))


def _bills(ports: Ports, now: datetime) -> int:
    told = tell_biller(ports, now)
    return 0 if told.is_down else told.count


def _payments(ports: Ports, now: datetime) -> int:
    return (
        len(answer_paid(ports, now))
        + len(answer_refunded(ports, now))
        + len(expire_overdue(ports, now))
    )


def _statement(ports: Ports, now: datetime) -> int:
    return int(ports.is_ready() and reconcile_due(ports, now) is not None)


def _files(ports: Ports, now: datetime) -> int:
    return sweep_files(ports, now - ABANDONED)


def _retention(ports: Ports, now: datetime) -> int:
    """Nothing is kept of anybody before the first release, which says for how long."""
    return len(retention.run(ports, now)) if ports.is_ready() else 0


JOBS = (  # what was paid is heard of before what was not paid lapses
    Job("bills", timedelta(seconds=20), _bills),
    Job("payments", timedelta(seconds=30), _payments),
    Job("statement", timedelta(minutes=5), _statement),
    Job("deadlines", timedelta(seconds=30), _deadlines),
    Job("messages", timedelta(seconds=5), send_next),
    Job("reports", timedelta(seconds=5), compute_next),
    Job("files", timedelta(hours=1), _files),
    Job("retention", timedelta(days=1), _retention),
)


def work_off(
    job: Job, ports: Ports, clock: Callable[[], datetime], is_stopping: Callable[[], bool]
) -> int:
    """Do all that the job has to do by now, unless told to stop; how much it did."""
    done = 0
    while not is_stopping() and (portion := job.portion(ports, clock())):
        done += portion
    return done
