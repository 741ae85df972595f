"""`mumaris diff` between folders, references and what was not committed; and as git calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.test_commands import Command, command

__all__ = ["command"]
ROOT = Path(__file__).parents[3]
BASE = ROOT / "tests" / "definitions" / "good" / "base"
RULES = "rules/permit.yaml"


class Office:
    """A repository with the permit service in `config/`, committed once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config = root / "config"
        for path in sorted(BASE.rglob("*.yaml")):
            copy = self.config / path.relative_to(BASE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        (root / ".gitattributes").write_text("config/**/*.yaml diff=mumaris\n", "utf-8")
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("Add the permit")

    def git(self, *words: str) -> str:
        who = "-c", "user.name=Policy", "-c", "user.email=policy@demo.example"
        env = {**os.environ, "PYTHONPATH": str(ROOT), "GIT_PAGER": "cat"}
        command = ["git", "-C", str(self.root), *who, *words]
        done = subprocess.run(command, check=True, capture_output=True, env=env)
        return done.stdout.decode()

    def commit(self, title: str) -> None:
        self.git("add", ".")
        self.git("commit", "--quiet", f"--message={title}")

    def edit(self, old: str, new: str, path: str = RULES) -> None:
        file = self.config / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path)
    monkeypatch.chdir(tmp_path)
    return office


def raise_the_limit(office: Office) -> None:
    office.edit("2026-01-01: 3}", "2026-01-01: 3, 2060-01-01: 4}")


def test_nothing_changed_is_0(command: Command, office: Office) -> None:
    assert command("diff", "HEAD", "--words-only")[:2] == (
        0,
        "From HEAD to config\nNothing changes\n",
    )


def test_layout_alone_is_0(command: Command, office: Office) -> None:
    office.edit("values:\n", "# a comment\n\nvalues:\n")
    code, out, _ = command("diff", "--words-only", "HEAD")
    assert (code, out.splitlines()[1]) == (0, "Nothing changes")


def test_what_is_not_committed_is_said_to_be(command: Command, office: Office) -> None:
    raise_the_limit(office)
    code, out, _ = command("diff", "--words-only", "HEAD")
    assert code == 1
    assert out.splitlines()[0] == "From HEAD to config (with changes that are not committed)"
    assert "Most permits rises from 3 to 4 from 1 January 2060" in out


def test_two_commits_are_compared_in_arabic(command: Command, office: Office) -> None:
    raise_the_limit(office)
    office.commit("Raise the limit")
    code, out, _ = command("diff", "--words-only", "HEAD~1", "HEAD", "--lang", "ar")
    assert code == 1
    assert "أقصى عدد من التصاريح: ارتفاع ابتداءً من 1 يناير 2060م" in out


@pytest.mark.parametrize("shape", ["text", "markdown"])
def test_whole_text_is_stable(
    command: Command, office: Office, shape: str, golden: Callable[[Path, str], None]
) -> None:
    raise_the_limit(office)
    office.edit("2025-01-01: 100.00 SAR", "2025-01-01: 110.00 SAR")
    office.edit("max_length: 80", "max_length: 90", "services/permit.yaml")
    office.edit(
        "      - {id: permit.is_own_car,",
        "      - {id: permit.colour, type: text, max_length: 9, label: {ar: اللون, en: Colour},"
        " purpose: {ar: للمراقبة, en: For inspection}}\n      - {id: permit.is_own_car,",
        "services/permit.yaml",
    )
    code, out, _ = command("diff", "HEAD", "--format", shape, "--words-only")
    assert code == 1
    golden(ROOT / "tests" / "golden" / f"diff.{shape}.txt", out)


def test_json_has_both_languages_and_places(command: Command, office: Office) -> None:
    raise_the_limit(office)
    code, out, _ = command("diff", "HEAD", "config", "--format", "json", "--words-only")
    told = json.loads(out)
    assert (code, told["is_changed"]) == (1, True)
    (change,) = told["words"]
    assert change["kind"] == "value"
    assert change["services"] == ["permit"]
    assert change["new"].startswith("rules/permit.yaml:")
    assert set(change["sentence"]) == {"ar", "en"}


def test_page_is_one_file_that_names_no_address(
    command: Command, office: Office, tmp_path: Path
) -> None:
    raise_the_limit(office)
    page = tmp_path / "page.html"
    code, out, _ = command(
        "diff", "--words-only", "HEAD", "--format", "html", "--lang", "ar", "-o", str(page)
    )
    assert (code, out) == (1, "")
    text = page.read_text("utf-8")
    assert 'dir="rtl"' in text
    assert "src=" not in text
    assert "href=" not in text
    assert "<svg" in text


def test_meaning_is_told_with_a_proof_or_left_out(command: Command, office: Office) -> None:
    office.edit("en: Most permits", "en: The most permits")
    code, out, _ = command("diff", "HEAD")
    assert code == 1
    assert "1 service: what decides is written the same" in out
    raise_the_limit(office)
    told = command("diff", "HEAD", "--format", "markdown")[1]
    assert "- **Parking permit**: Some applicants are decided differently" in told
    assert "What they mean" not in command("diff", "HEAD", "--words-only")[1]


def test_examples_are_proposed_as_scenarios_that_an_author_confirms(
    command: Command, office: Office
) -> None:
    office.edit("resident.cars < permit_limit", "resident.cars <= permit_limit")
    kept = office.config / "scenarios"
    code, _, err = command("diff", "HEAD", "--as-scenario", str(kept))
    assert code == 1
    said = "proposed as a scenario, to be confirmed"
    assert err.startswith(f"{said}: {kept / 'permit'}/eligibility-")
    code, out, _ = command("test", "config")
    assert (code, "not confirmed yet" in out) == (1, True)
    for path in (kept / "permit").glob("eligibility-*.yaml"):
        path.write_text(path.read_text("utf-8").replace("confirm: true\n", ""), "utf-8")
    assert command("test", "config")[0] == 0
    assert len(list(kept.rglob("*.yaml"))) > 1


def test_drafts_of_the_store_are_counted(
    command: Command, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(office.root / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert command("publish", "config", "--who", "Sara", "--alone", "a test")[0] == 0
    code, out, _ = command("diff", "HEAD", "--drafts", "--words-only")
    assert code == 0
    assert "drafts: 0; with something asked again on a saved step: 0" in out
    assert "submitted applications that stay under their releases: 0" in out


def test_only_one_service_is_told(command: Command, office: Office) -> None:
    office.edit("en: North,", "en: The north,", "lists/zones.yaml")
    assert "The north" in command("diff", "--words-only", "HEAD", "--service", "permit")[1]
    code, _, err = command("diff", "--words-only", "HEAD", "--service", "permot")
    assert code == 2
    assert "did you mean `permit`?" in err


def test_a_reference_that_is_not_there_is_2(command: Command, office: Office) -> None:
    code, _, err = command("diff", "v1")
    assert (code, err) == (2, "mumaris: `v1` is no folder, and git knows no commit `v1`\n")


def test_an_old_configuration_that_does_not_read_any_more_is_2(
    command: Command, office: Office
) -> None:
    office.edit("type: period", "type: perriod")
    office.commit("A mistake")
    office.edit("type: perriod", "type: period")
    code, out, err = command("diff", "HEAD")
    assert (code, out) == (2, "")
    assert err.startswith("mumaris: the old configuration `HEAD` does not pass: rules/permit.yaml")
    assert err.endswith("nothing was compared\n")


def test_no_version_is_2(command: Command, office: Office) -> None:
    assert command("diff")[0] == 2


# Git ------------------------------------------------------------------------------------


def driven(office: Office) -> None:
    """The repository calls this very program."""
    program = f"{sys.executable} -m engine.cli.main diff"
    office.git("config", "diff.mumaris.command", f"{program} --git-driver")
    office.git("config", "diff.mumaris.textconv", f"{program} --textconv")


def test_plain_git_diff_shows_the_words_and_then_the_lines(office: Office) -> None:
    driven(office)
    raise_the_limit(office)
    out = office.git("diff")
    assert "- Most permits rises from 3 to 4 from 1 January 2060 (27 Rajab 1482 AH)" in out
    assert out.index("Most permits rises") < out.index("+    by_date: {2025-01-01: 2,")


def test_a_file_that_only_reads_with_the_others_is_told_alone(office: Office) -> None:
    driven(office)
    office.edit("id: under-limit", "id: below-limit")
    office.edit("permit.is_own_car, posts]", "permit.is_own_car, posts, permit.colour]")
    out = office.git("diff", "--", "config/rules/permit.yaml")
    assert "this file alone" in out
    assert "reads › answer: was `permit.zone, permit.is_own_car, posts`" in out


def test_git_log_shows_lines_in_words(office: Office) -> None:
    driven(office)
    raise_the_limit(office)
    office.commit("Raise the limit")
    out = office.git("log", "-p", "-1")
    assert "+values › permit limit › by date › 2060-01-01: 4" in out


def test_install_writes_the_settings_and_says_so(command: Command, office: Office) -> None:
    code, out, _ = command("diff", "--install-driver")
    assert code == 0
    assert "diff.mumaris.command = " in out
    assert ".gitattributes has diff=mumaris" in out
    assert office.git("config", "diff.mumaris.textconv").strip().endswith("diff --textconv")


def test_install_says_which_line_is_missing(command: Command, office: Office) -> None:
    (office.root / ".gitattributes").unlink()
    out = command("diff", "--install-driver")[1]
    assert out.endswith("commit it:\n  config/**/*.yaml diff=mumaris\n")
