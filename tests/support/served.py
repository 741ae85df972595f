"""`mumaris serve` as an operator runs it: several real processes on a real port."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120  # the machine is shared, and two processes compile a release


@dataclass(frozen=True)
class Served:
    """`address` has no final slash; `log` is what the server writes to standard error."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def lines(self, event: str) -> list[dict[str, Any]]:
        """Lines of the log about an event."""
        lines = self.log.read_text().split("\n")[:-1]  # the last one may not be whole yet
        found = [json.loads(line) for line in lines if line.startswith("{")]
        return [line for line in found if line["event"] == event]

    def stop(self) -> int:
        """Ask it to end as a service manager does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def served(
    folder: Path, url: str, workers: int = 2, config: Path | None = None, **environment: str
) -> Iterator[Served]:
    """Serve the release that is in force in the store, until the block ends.

    With `config`, as somebody serves who tries it: that folder is published, and a simulated
    biller listens on the next port.
    """
    port = free_port()
    log = folder / "server.log"
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MUMARIS_")},
        "MUMARIS_VAR": str(folder / "var"),
        "DATABASE_URL": url,
        **environment,
    }
    mode = ("--production",) if config is None else ("--config", str(config))
    words = ("serve", *mode, "--port", str(port), "--workers", str(workers))
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "engine.cli.main", *words],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}/ready", log)
        yield Served(f"http://127.0.0.1:{port}", process, log)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        sleep(0.1)
    raise AssertionError(f"the server did not become ready: {log.read_text()[-2000:]}")
