"""A small run of `make faults`."""

from pathlib import Path

import pytest

from tests.faults.run import run

APPLICATIONS = 20


@pytest.mark.long
def test_nothing_is_lost_or_done_twice_while_everything_is_killed(tmp_path: Path) -> None:
    ran = run(tmp_path, f"sqlite:///{tmp_path / 'mumaris.sqlite3'}", APPLICATIONS, seed=2)
    assert ran.counts.states.total() == APPLICATIONS
    assert set(ran.killed) == {"server", "biller", "worker"}
