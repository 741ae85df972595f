"""`mumaris machines`: who may propose over HTTP, and until when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.test_commands import Command, command

__all__ = ["command"]


def test_machines_are_listed_and_that_there_is_none_is_said(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    none = "there is no machine; `mumaris machines add` makes one\n"
    assert command("machines", "list")[:2] == (0, none)
    command("machines", "add", "pipeline", "--who", "tests")
    code, printed, _ = command("machines", "list")
    assert (code, printed.split()[0], "never seen" in printed) == (0, "pipeline", True)
