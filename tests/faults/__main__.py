"""`make faults`: kill everything while applications go through, then look whether anything is lost.

    python -m tests.faults [--applications 200] [--seed 1] [--database sqlite|postgres]

Prints one line for each database, and ends with 1 when something does not hold.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.run import Ran, run
from tests.support.postgres import running_server

DATABASES = ("sqlite", "postgres")
LONGEST_SECONDS = 3600  # for one database


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    words.add_argument("--applications", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--database", choices=DATABASES, action="append")
    chosen = words.parse_args()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, _stop)
    for database in chosen.database or DATABASES:
        signal.alarm(LONGEST_SECONDS)
        with (
            tempfile.TemporaryDirectory(prefix="mumaris-faults-") as folder,
            database_of(database, Path(folder)) as url,
        ):
            ran = run(Path(folder), url, chosen.applications, chosen.seed)
        sys.stdout.write(f"faults, {database}, seed {chosen.seed}: {told(ran)}\n")
        sys.stdout.flush()


def _stop(number: int, _: object) -> None:
    """Leave no process behind, whatever ends the run."""
    raise SystemExit(f"stopped by {signal.Signals(number).name}")


@contextmanager
def database_of(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'mumaris.sqlite3'}"
        return
    with running_server() as url:
        yield url


def told(ran: Ran) -> str:
    """The closing line. What it says holds: whatever does not has raised."""
    counts = ran.counts
    states = ", ".join(f"{count} {state}" for state, count in sorted(counts.states.items()))
    killed = ", ".join(f"{kind} {count}" for kind, count in sorted(ran.killed.items()))
    return (
        f"{sum(counts.states.values())} applications ({states}); killed: {killed}; "
        f"{counts.payments} payments each counted once, {counts.repaid} of them to be returned; "
        f"{counts.deadlines} deadlines each fired once; {counts.messages} messages each received, "
        f"{counts.repeats} repeated under the same id; {counts.records} records in a whole chain; "
        f"{counts.replayed} decisions replayed alike; {ran.seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
