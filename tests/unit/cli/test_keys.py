"""`mumaris keys` and `mumaris settings`, as an operator meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.store.vault import Vault
from tests.unit.cli.test_commands import Command, command

__all__ = ["command"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def ids(printed: str, purpose: str) -> list[str]:
    return [line.split()[1] for line in printed.splitlines() if line.startswith(purpose)]


def test_keys_are_listed_added_rotated_and_retired(command: Command, tmp_path: Path) -> None:
    from engine.store.keyring import Keyring

    command("keys", "list")
    vault = Vault(
        tmp_path / "var" / "files", Keyring.kept(tmp_path / "var" / "secrets" / "file-key")
    )
    id = vault.receive([b"content"])
    (old,) = ids(command("keys", "list")[1], "files")
    code, printed, _ = command("keys", "add", "files")
    (new, kept) = ids(command("keys", "list")[1], "files")
    assert (code, printed, kept) == (0, f"key {new} is in use for files\n", old)
    code, _, err = command("keys", "retire", "files", old, "--yes")
    assert code == 2
    assert "seals 1 file" in err
    code, printed, _ = command("keys", "rotate", "files")
    assert (code, printed) == (
        0,
        "sealed 1 files anew; 0 were sealed with the key in use\n",
    )
    assert command("keys", "retire", "files", old, "--yes")[0] == 0
    assert ids(command("keys", "list")[1], "files") == [new]
    assert b"".join(vault.open(id)) == b"content"


def test_no_key_is_printed(command: Command, tmp_path: Path) -> None:
    printed = "".join(command("keys", "list")[1:])
    for place in (tmp_path / "var" / "secrets").iterdir():
        assert place.read_text().strip() not in printed


def test_settings_are_printed_with_secrets_masked(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_FILE_KEY", "ab" * 32)
    code, printed, err = command("settings", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(printed)
    assert found["MUMARIS_FILE_KEY"] == {"value": "***", "is_set": True}
    assert found["MUMARIS_CONFIG"] == {"value": "config", "is_set": False}
    assert "ab" * 32 not in command("settings")[1]


def test_a_variable_that_is_no_setting_is_told(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_BASEURL", "https://portal.example")
    code, _, err = command("settings")
    assert code == 1
    assert err == "mumaris: `MUMARIS_BASEURL` is no setting; did you mean `MUMARIS_BASE_URL`?\n"
    assert "did you mean" in command("keys", "list")[2]


def test_a_setting_that_is_wrong_stops_with_a_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_FILE_KEY", "short")
    code, _, err = command("settings")
    assert code == 2
    assert "MUMARIS_FILE_KEY does not hold keys" in err
