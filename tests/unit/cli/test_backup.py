"""`mumaris backup`, `restore` and `replay --all`, as an operator meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.test_commands import SMALL, Command, command

__all__ = ["command"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("MUMARIS_BACKUP_PASSPHRASE", "a long passphrase")
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_a_backup_with_its_keys_is_restored_elsewhere(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("publish", str(SMALL), "--who", "Sara")[0] == 0
    made = command("backup", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys"))
    assert made[0] == 0
    assert made[1].startswith("backed up ")
    assert made[1].endswith(" rows, 1 records and 0 files\n")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    code, _, err = command("restore", str(tmp_path / "copy"))
    assert (code, err) == (
        2,
        "mumaris: the database holds something already: restore into an empty one\n",
    )
    secrets = tmp_path / "var" / "secrets"
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "other"))
    restored = command("restore", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys"))
    assert restored[0] == 0
    assert restored[1].endswith(" rows, 1 records and 0 files; the chain is whole\n")
    other = tmp_path / "other" / "secrets" / "biller-key"
    assert other.read_text().startswith((secrets / "biller-key").read_text())
    assert "by Sara" in command("releases")[1]
    assert command("ledger", "verify")[0] == 0


def test_keys_are_never_written_over_those_of_an_earlier_backup(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "keys").write_text("of last year")
    code, _, err = command("backup", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys"))
    assert code == 2
    assert "is there already" in err
    assert (tmp_path / "keys").read_text() == "of last year"


def test_a_short_passphrase_is_refused(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_BACKUP_PASSPHRASE", "short")
    code, _, err = command("backup", str(tmp_path / "copy"), "--keys", str(tmp_path / "keys"))
    assert (code, err) == (2, "mumaris: a passphrase has 12 characters at least\n")


def test_all_decisions_of_an_empty_ledger_are_made_again(command: Command) -> None:
    assert command("replay", "--all", "--processes", "1") == (
        0,
        "0 decisions made again: 0 the same, 0 not; 0 with content deleted\n",
        "",
    )


@pytest.mark.parametrize("words", [(), ("R-1", "--all")])
def test_a_replay_is_of_one_or_of_all(command: Command, words: tuple[str, ...]) -> None:
    code, _, err = command("replay", *words)
    assert (code, err) == (2, "mumaris: say one reference, or `--all`\n")


def test_a_rebase_is_only_told(command: Command) -> None:
    code, _, err = command("rebase")
    assert (code, err) == (
        2,
        "mumaris: drafts move when their applicants open them: say `--dry-run`\n",
    )
    command("publish", str(SMALL))
    code, printed, _ = command("rebase", "--dry-run", "--to", str(SMALL))
    assert code == 0
    assert printed.splitlines()[1:] == [
        "0 drafts: nothing moves",
        "0 submitted applications stay under their releases",
    ]
    code, printed, _ = command("rebase", "--dry-run", "--format", "json")
    assert json.loads(printed)["drafts"] == []
