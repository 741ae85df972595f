"""The processes of an installation, as children that are killed and started again.

    python -m tests.faults.processes server|worker|biller PORT

Each is the real one under a clock that a run sets: it stands at `NOW` when the run begins, goes on
as clocks do, and is so many days ahead as the environment says. Nothing else is put in.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from litestar import Litestar

from tests.support.visitors import NOW

ROOT = Path(__file__).parents[2]
BEGAN, AHEAD = "FAULTS_BEGAN", "FAULTS_DAYS_AHEAD"


def clock() -> datetime:
    """What every process of the run takes for the time."""
    seconds = time.time() - float(os.environ[BEGAN])
    return NOW + timedelta(days=int(os.environ[AHEAD]), seconds=seconds)


@dataclass
class Installation:
    """Children by name, each in a group of its own, so that all of a server dies at once."""

    folder: Path
    environment: Mapping[str, str]
    commands: Mapping[str, tuple[str, ...]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    days_ahead: int = 0

    def start(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        with log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.processes", *self.commands[name]],
                cwd=ROOT,
                env={**os.environ, **self.environment, AHEAD: str(self.days_ahead)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_all(self) -> None:
        for name in self.commands:
            self.start(name)

    def kill(self, name: str) -> None:
        """SIGKILL to the whole group: nothing is caught, closed or undone."""
        child = self.running.pop(name)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        self.killed[name.partition("-")[0]] += 1

    def kill_all(self) -> None:
        for name in tuple(self.running):
            self.kill(name)

    def is_answering(self, name: str) -> bool:
        """Whether somebody listens at the port of the child, if it has one."""
        port = int((*self.commands[name], "0")[1])
        if not port:
            return True
        try:
            status = httpx.get(f"http://127.0.0.1:{port}/ready", timeout=5).status_code
        except httpx.HTTPError:
            return False
        return status in {200, 404}  # a biller has no such address

    def dead(self) -> list[str]:
        """Children that ended without being killed: a fault of ours."""
        return [name for name, child in self.running.items() if child.poll() is not None]


# What the children run ---------------------------------------------------------------------------


def make_server() -> Litestar:
    from api.app import create_app

    return create_app(clock=clock)


def make_biller() -> Litestar:
    from api.biller.app import create_app

    return create_app(clock=clock)


def _serve(factory: str, port: int, workers: int) -> None:
    import uvicorn

    uvicorn.run(
        f"tests.faults.processes:{factory}",
        factory=True,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
    )


def _work() -> None:
    from engine.cli.worker import work
    from engine.operations.ports import Settings, open_ports

    work(open_ports(Settings.of(os.environ)), clock)


def main(kind: str, port: str = "0") -> None:
    match kind:
        case "server":
            _serve("make_server", int(port), workers=2)
        case "biller":
            _serve("make_biller", int(port), workers=1)
        case "worker":
            _work()
        case _:
            raise SystemExit(f"there is no process `{kind}`")


if __name__ == "__main__":
    main(*sys.argv[1:])
