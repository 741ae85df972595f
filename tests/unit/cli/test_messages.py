"""`mumaris messages`, as an operator meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.notification import Channel
from tests.support.visitors import NOW, open_here
from tests.unit.cli.test_commands import Command, command

__all__ = ["command"]


def test_what_was_given_up_is_listed_without_its_reader_and_begun_anew(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'mumaris.sqlite3'}"
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", url)
    ports = open_here(tmp_path, url)
    with ports.store.begin() as work:
        work.outbox.add("nora@example.org", "subject", "body", NOW, event_id="R-1:2:approved:email")
    assert command("messages") == (0, "no message was given up\n", "")
    with ports.store.begin() as work:
        mail = work.outbox.claim(frozenset(Channel), NOW, NOW)
        assert mail is not None
        work.outbox.put_off(mail, None, "smtp-550")
    said = "2026-11-23 09:00Z 1 email: R-1:2:approved:email, attempts 1, smtp-550\n"
    assert command("messages") == (1, said, "")
    assert command("messages", "1") == (0, "message 1 is due; a worker sends it\n", "")
    assert command("messages") == (0, "no message was given up\n", "")
    code, _, err = command("messages", "1")
    assert (code, err) == (2, "mumaris: no message 1 was given up\n")
    ports.close()
