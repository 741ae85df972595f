"""`mumaris blame` in a repository with three commits and a change that was not committed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.cli.test_commands import Command, command

__all__ = ["command"]
SMALL = Path(__file__).parents[2] / "fixtures" / "small-service"


class Office:
    """A folder of definitions under git, whose commits have days of their own."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self._git("init", "--quiet", "--initial-branch=main")

    def commit(self, day: str, author: str, title: str) -> None:
        self._git("add", ".")
        self._git("commit", "--quiet", f"--message={title}", author=author, day=day)

    def edit(self, old: str, new: str) -> None:
        rules = self.config / "rules" / "parking-permit.yaml"
        text = rules.read_text("utf-8")
        assert text.count(old) == 1
        rules.write_text(text.replace(old, new), "utf-8")

    def _git(self, *words: str, author: str = "policy", day: str = "2026-01-01") -> None:
        who = "-c", f"user.name={author}", "-c", "user.email=policy@demo.example"
        when = {"GIT_AUTHOR_DATE": f"{day}T09:00:00+03:00", "GIT_COMMITTER_DATE": f"{day}T09:00Z"}
        command = ["git", "-C", str(self.config), *who, *words]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **when})


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(Path(shutil.copytree(SMALL, tmp_path / "config")))
    office.commit("2026-01-10", "maha", "Add the parking permit")
    office.edit("2026-04-01: 125.00 SAR", "2026-04-01: 130.00 SAR")
    office.edit("# yaml-language-server", "# A comment.\n# yaml-language-server")
    office.commit("2026-02-20", "rami", "Raise the fee")
    office.edit("2026-04-01: 130.00 SAR", "2026-04-01: 130.00 SAR, 2027-01-01: 140.00 SAR")
    return office


def test_each_dated_amount_has_who_brought_it_and_who_took_it_away(
    command: Command, office: Office
) -> None:
    code, out, _ = command(
        "blame", "parking-permit", "permit_amount", "--config", str(office.config)
    )
    assert code == 0
    dated = [line for line in out.split("\n\n")[1].splitlines() if line]
    gone = f"taken away by {_id(dated[2])}  2026-02-20  rami: Raise the fee"
    assert [(line[2:12], line[14:24], line[line.index(": ") + 2 :]) for line in dated[:2]] == [
        ("2025-04-01", "120.00 SAR", "Add the parking permit"),
        ("2026-04-01", "125.00 SAR", f"Add the parking permit; {gone}"),
    ]
    assert dated[2].endswith("2026-02-20  rami: Raise the fee")
    assert dated[3].endswith("not committed")
    assert "[parking-order]" in dated[0]


def _id(line: str) -> str:
    return line.split("[parking-order]")[1].split(maxsplit=1)[0]


def test_a_version_is_what_is_written_and_not_where(command: Command, office: Office) -> None:
    """The comment that moved every line is no version of a rule."""
    words = "blame", "parking-permit", "lives-in-zone", "--format", "json"
    code, out, _ = command(*words, "--config", str(office.config))
    assert code == 0
    (version,) = json.loads(out)["versions"]
    (stood,) = version["stood"]
    assert (stood["since"]["author"], stood["is_over"]) == ("maha", False)
    assert version["cite"] == ["parking-order"]
    assert version["text"].lstrip().startswith("- id: lives-in-zone")


def test_only_what_came_since_a_day_is_told_where_asked(command: Command, office: Office) -> None:
    words = "blame", "parking-permit", "permit_amount", "--since", "2026-02-01"
    _, out, _ = command(*words, "--format", "json", "--config", str(office.config))
    values = [
        (one["value"], one["brought_by"] and one["brought_by"]["author"])
        for one in json.loads(out)["dated"]
    ]
    assert values == [("130.00 SAR", "rami"), ("140.00 SAR", None)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("parking-permits", "lives-in-zone"), "there is no service `parking-permits`"),
        (("parking-permit", "lives-in-zon"), "did you mean `lives-in-zone`?"),
        (("parking-permit", "lives-in-zone", "--kind", "fee"), "has no entry `lives-in-zone`"),
        (("parking-permit", "lives-in-zone", "--since", "soon"), "`soon` is no date"),
    ],
)
def test_what_is_not_there_is_said_and_exits_with_2(
    command: Command, office: Office, words: tuple[str, ...], said: str
) -> None:
    code, out, err = command("blame", *words, "--config", str(office.config))
    assert (code, out) == (2, "")
    assert said in err


def test_outside_a_repository_nobody_is_blamed(command: Command, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "config")
    code, _, err = command(
        "blame", "parking-permit", "permit", "--config", str(tmp_path / "config")
    )
    assert code == 2
    assert "is in no git repository" in err
