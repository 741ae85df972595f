"""`mumaris users`: how an installation gets its first administrator."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.pages.addresses import address
from engine.cli.users import join_address
from engine.model.words import Language
from tests.unit.cli.test_commands import Command, command

__all__ = ["command"]
SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_an_administrator_is_invited_and_listed(command: Command) -> None:
    assert command("users", "add", "boss@example.org", "--role", "administrator")[0] == 2
    command("publish", str(SMALL))
    code, printed, _ = command("users", "add", "boss@example.org", "--role", "administrator")
    assert code == 0
    assert "http://127.0.0.1:8000/ar/join/" in printed
    code, printed, _ = command("users", "list")
    assert printed.split() == ["boss@example.org", "administrator", "invited"]
    code, _, err = command("users", "add", "boss@example.org", "--role", "auditor")
    assert code == 2
    assert "was invited" in err


def test_the_link_of_an_invitation_is_a_page_of_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUMARIS_BASE_URL", "https://portal.example")
    page = address(Language.AR, "join", token="t")
    assert join_address(Language.AR, "t") == f"https://portal.example{page}"
