"""`mumaris worker`: what is done without anybody asking for it, as a process of its own."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from engine.cli.ports import now, ports

if TYPE_CHECKING:
    from engine.operations.ports import Ports
    from engine.operations.working import Job

Clock = Callable[[], datetime]
_STOPS = (signal.SIGTERM, signal.SIGINT)


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is to be done by now, and end.")
def command(once: bool) -> None:
    """Act on deadlines, send messages, tell the biller, until told to stop.

    Also reconciles each day and erases what is kept no longer. What is to be done are rows of
    the store, so several workers share the work, and one that is killed anywhere leaves it to the
    others. SIGTERM and SIGINT let it finish what it has begun.
    """
    from engine.operations.working import JOBS

    with ports() as open_:
        _log_lines()
        if once:
            for job in JOBS:
                _do(job, open_, now, threading.Event())
        else:
            work(open_, now)


def work(ports: Ports, clock: Clock) -> None:
    """Do every job at its times until a signal says to stop. Called in the main thread."""
    import structlog
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    from engine.operations.working import JOBS

    # Waited for and not handled: a handler that sets an event can meet this thread inside the
    # event's own lock, and would then wait for ever. Threads started from here block them too.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    stopping = threading.Event()
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(len(JOBS))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    for job in JOBS:
        scheduler.add_job(
            _do,
            "interval",
            args=(job, ports, clock, stopping),
            seconds=job.every.total_seconds(),
            next_run_time=now(),  # at once: what was due while nobody worked waits already
        )
    scheduler.start()
    log = structlog.get_logger()
    log.info("worker.ready", channels=sorted(str(channel) for channel in ports.senders))
    signal.sigwait(_STOPS)
    stopping.set()
    scheduler.shutdown(wait=True)
    log.info("worker.stopped")


def _do(job: Job, ports: Ports, clock: Clock, stopping: threading.Event) -> None:
    import structlog

    from engine.operations.working import work_off

    log = structlog.get_logger()
    try:
        done = work_off(job, ports, clock, stopping.is_set)
    except Exception:  # its rows are still there at its next time
        log.exception("job.failed", job=job.name)
    else:
        if done:
            log.info("job.done", job=job.name, count=done)


def _log_lines() -> None:
    """One JSON line an event on standard error, as a server writes them."""
    import structlog

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it tells of what we tell ourselves
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
