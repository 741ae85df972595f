"""`mumaris worker`, as a service manager runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.operations import applications
from tests.support.visitors import SERVICE, add_account, open_here, publish

ROOT = Path(__file__).parents[3]


def worker(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "engine.cli.main", "worker", *words],
        cwd=ROOT,
        env={
            **os.environ,
            "MUMARIS_VAR": str(folder / "var"),
            "DATABASE_URL": f"sqlite:///{folder / 'mumaris.sqlite3'}",
        },
        stderr=subprocess.PIPE,
        text=True,
    )


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_works_until_a_signal_lets_it_finish(tmp_path: Path, number: signal.Signals) -> None:
    with worker(tmp_path) as process:
        assert process.stderr is not None
        (ready,) = lines(process.stderr.readline())
        assert ready["event"] == "worker.ready"
        process.send_signal(number)
        rest = lines(process.communicate()[1])
    assert process.returncode == 0
    assert rest[-1]["event"] == "worker.stopped"


def test_once_it_does_what_is_due_and_ends(tmp_path: Path) -> None:
    ports = open_here(tmp_path, f"sqlite:///{tmp_path / 'mumaris.sqlite3'}")
    publish(ports)
    long_ago = datetime.now(UTC) - timedelta(days=40)
    started = applications.start(ports, add_account(ports), SERVICE, "key", long_ago)
    assert isinstance(started, applications.Started)
    with worker(tmp_path, "--once") as process:
        said = lines(process.communicate()[1])
    assert process.returncode == 0
    assert "application.moved" in [line["event"] for line in said]
    with ports.store.read() as work:
        closed = work.applications.get(started.application.reference)
    assert closed is not None
    assert closed.state == "closed"
    ports.close()
