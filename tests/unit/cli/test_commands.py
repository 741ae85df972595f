"""The command line as a person meets it: what it prints and how it ends."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from engine.cli.main import main

ROOT = Path(__file__).parents[3]
Command = Callable[..., tuple[int, str, str]]
SMALL = ROOT / "tests" / "fixtures" / "small-service"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "config"))


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    """The exit code and what was printed to standard output and standard error."""
    monkeypatch.setattr("sys.argv", ["mumaris", *words])
    code = 0
    try:
        main()
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else 1
    structlog.reset_defaults()  # a command sets up the logs of its process
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return lambda *words: run(capsys, monkeypatch, *words)


def test_check_says_what_a_sound_configuration_holds(command: Command, small: Path) -> None:
    code, out, _ = command("check", str(small))
    assert code == 0
    assert out.startswith("no problems: 1 service, ")


def test_check_counts_fragments_where_there_are_some(command: Command) -> None:
    code, out, _ = command("check", str(SMALL.parent / "two-parents"))
    assert code == 0
    assert ": 2 services, 2 fragments, " in out


def test_check_of_a_broken_file_names_the_place_and_exits_with_1(
    command: Command, small: Path
) -> None:
    (small / "sources.yaml").write_text("format: 1\nsources: [\n", encoding="utf-8")
    code, out, err = command("check", str(small))
    assert code == 1
    assert "sources.yaml:" in out
    assert "error[D" in out
    assert "problem" in err


def test_check_of_a_folder_that_is_not_there_exits_with_2(command: Command, tmp_path: Path) -> None:
    code, _, err = command("check", str(tmp_path / "nowhere"))
    assert code == 2
    assert err.startswith("mumaris: ")


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_check_writes_problems_for_programs(command: Command, small: Path, form: str) -> None:
    (small / "sources.yaml").write_text("format: 1\nsources: {}\n", encoding="utf-8")
    code, out, _ = command("check", str(small), "--format", form)
    assert code == 1
    assert json.loads(out)


def test_check_tells_a_workflow_where_the_file_is(command: Command, small: Path) -> None:
    (small / "sources.yaml").write_text("format: 1\nsources: {}\n", encoding="utf-8")
    code, out, _ = command("check", str(small), "--format", "github")
    assert code == 1
    assert f"::error file={small.as_posix()}/sources.yaml,line=2," in out


def test_a_warning_fails_a_strict_check_alone(command: Command, small: Path) -> None:
    (small / "lists").mkdir(exist_ok=True)
    colours = "codes: [{id: red, ar: أحمر, en: Red}]"
    line = "# yaml-language-server: $schema=../../../../engine/schemas/list.json"
    text = f"{line}\nformat: 1\nid: colours\ntitle: {{ar: الألوان, en: Colours}}\n{colours}\n"
    (small / "lists" / "colours.yaml").write_text(text, encoding="utf-8")
    code, out, _ = command("check", str(small))
    assert code == 0
    assert "lists/colours.yaml:3:5: warning[D261]: nothing uses the list `colours`" in out
    assert "no errors, 1 warning: 1 service, " in out
    assert command("check", str(small), "--strict")[0] == 1


def test_check_warns_of_texts_that_changed_in_one_language(command: Command, small: Path) -> None:
    before = small.parent / "before"
    shutil.copytree(small, before)
    portal = small / "portal.yaml"
    old = portal.read_text(encoding="utf-8")
    new = re.sub(r"(name: \{ar: )[^,]+", r"\1اسم آخر", old, count=1)
    assert new != old
    portal.write_text(new, encoding="utf-8")
    code, out, _ = command("check", str(small), "--since", str(before))
    assert code == 0
    assert out.count("warning[D252]: `ar` was changed since ") == 1
    code, _, err = command("check", str(small), "--since", str(before / "nowhere"))
    assert (code, err.count("\n")) == (2, 1)


def test_check_fixes_what_leaves_nothing_to_choose(command: Command, small: Path) -> None:
    rules = small / "rules" / "parking-permit.yaml"
    good = rules.read_bytes()
    rules.write_bytes(good.replace(b"    condition: ", b"    conditon: ", 1))
    bad = rules.read_bytes()
    code, out, _ = command("check", str(small), "--fix", "--dry-run")
    assert code == 1
    assert "\n-    conditon: " in out
    assert "\n+    condition: " in out
    assert rules.read_bytes() == bad
    code, out, err = command("check", str(small), "--fix")
    assert code == 0
    assert "fixed[D020]: " in err
    assert err.endswith("fixed 1 problem in 1 file\n")
    assert out.startswith("no problems: ")
    assert rules.read_bytes() == good


def test_a_dry_run_of_nothing_is_refused(command: Command, small: Path) -> None:
    code, _, err = command("check", str(small), "--dry-run")
    assert (code, "write both" in err) == (2, True)


def test_test_runs_every_scenario(command: Command, small: Path) -> None:
    code, out, _ = command("test", str(small), "-v")
    assert code == 0
    assert "scenarios hold" in out


def test_test_lists_what_no_scenario_shows(command: Command, small: Path) -> None:
    code, out, _ = command("test", str(small), "--coverage")
    assert (code, out.splitlines()[-1]) == (0, "all of it is shown")
    for path in (small / "scenarios").glob("*/*.yaml"):
        if "not_met" in path.read_text(encoding="utf-8"):
            path.unlink()
    code, out, _ = command("test", str(small), "--coverage")
    assert code == 1
    assert "no scenario shows the rule" in out
    code, out, _ = command("test", str(small), "--coverage", "--at-least", "20", "--format", "json")
    assert code == 0
    assert json.loads(out)["services"][0]["gaps"]


def test_test_shows_coverage_as_a_page(command: Command, small: Path) -> None:
    next((small / "scenarios").glob("*/*another-zone*")).unlink()
    code, page, _ = command("test", str(small), "--coverage", "--format", "html", "--lang", "ar")
    assert code == 1
    assert 'dir="rtl"' in page
    assert "ما لا يُثبته أي مثال" in page
    assert "<bdi><code>lives-in-zone</code></bdi>" in page
    assert "ألا يتحقق" in page
    code, page, err = command("test", str(small), "--mutate", "--format", "html")
    assert (code, page) == (2, "")
    assert "only coverage" in err


def test_test_counts_a_proposed_scenario_as_unconfirmed(command: Command, small: Path) -> None:
    path = next(iter((small / "scenarios").glob("*/*.yaml")))
    text = path.read_text(encoding="utf-8").replace("format: 1", "format: 1\nconfirm: true", 1)
    path.write_text(text, encoding="utf-8")
    code, out, _ = command("test", str(small))
    assert code == 1
    assert "not confirmed yet: compare it with the law" in out


def test_test_writes_the_scenarios_that_boundaries_lack_once(command: Command, small: Path) -> None:
    code, out, _ = command("test", str(small), "--boundaries")
    assert (code, out.splitlines()[-1]) == (0, "0 sides of boundaries are shown by no scenario")
    folder = small / "scenarios" / "parking-permit"
    (folder / "the-last-day-of-the-old-limit-refuses-a-third-permit.yaml").unlink()
    _, out, _ = command("test", str(small), "--boundaries", "--format", "json")
    sides = json.loads(out)["sides"]
    assert {one["path"] for one in sides} == {"rules/parking-permit.yaml"}
    assert all(one["scenario"].startswith("scenarios/parking-permit/") for one in sides)
    into = ("--boundaries", "--write", str(small / "scenarios"))
    code, out, _ = command("test", str(small), *into)
    assert (code, out.count("  wrote ")) == (1, out.count("no scenario stands"))
    code, out, _ = command("test", str(small), *into)
    assert code == 1
    assert "not confirmed yet" in out
    assert out.splitlines()[-1] == "0 sides of boundaries are shown by no scenario"


def test_test_tells_in_arabic_of_whom_to_write(command: Command, small: Path) -> None:
    path = next((small / "scenarios").glob("*/*another-zone*"))
    path.unlink()
    code, out, _ = command("test", str(small), "--mutate", "--lang", "ar")
    assert code == 1
    assert "write a scenario of: تاريخ التقديم: " in out


def test_test_lists_the_changes_that_no_scenario_misses(command: Command, small: Path) -> None:
    code, out, _ = command("test", str(small), "--mutate", "--format", "json")
    assert code == 1
    assert [one["change"] for one in json.loads(out)["survivors"]] == [
        "with 4 for 3 from 2026-04-01"
    ]


def test_test_writes_one_document_of_json(command: Command, small: Path) -> None:
    for asked in ([], ["--coverage", "--mutate"]):
        code, out, err = command("test", str(small), *asked, "--format", "json")
        assert (code, out) == (2, "")
        assert "ask for one" in err


def test_test_of_a_service_that_is_not_there_exits_with_2(command: Command, small: Path) -> None:
    code, _, err = command("test", str(small), "--service", "nothing")
    assert code == 2
    assert err.startswith("mumaris: there is no service `nothing`")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("chek",), "there is no command `chek`; did you mean `check`?"),
        (("elsewhere",), "there is no command `elsewhere`; `mumaris --help` lists them"),
        (("serve", "--port", "70000"), "70000 is not in the range 1<=x<=65535"),
    ],
)
def test_a_mistyped_command_says_what_to_type(
    command: Command, asked: tuple[str, ...], said: str
) -> None:
    code, out, err = command(*asked)
    assert (code, out) == (2, "")
    assert said in err


def test_test_without_a_scenario_does_not_pass(command: Command, small: Path) -> None:
    shutil.rmtree(small / "scenarios")
    code, out, _ = command("test", str(small))
    assert code == 1
    assert out == "0 of 0 scenarios hold\n"


def test_publishing_and_rolling_back_move_the_pointer(
    command: Command, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    _, first, _ = command("publish", str(small), "--who", "editor", "--note", "first")
    portal = small / "portal.yaml"
    portal.write_text(portal.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setenv("MUMARIS_FOUR_EYES", "no")
    command("publish", str(small), "--who", "editor", "--note", "second")
    hash_ = first.split()[1]
    code, out, _ = command("rollback", hash_, "--who", "editor", "--note", "back")
    assert (code, out) == (0, f"{hash_} is in force\n")
    _, listed, _ = command("releases")
    assert [line.split(": ")[-1] for line in listed.splitlines()] == ["back", "second", "first"]
    code, out, _ = command("ledger", "verify")
    assert code == 0
    assert "3 records" in out


def test_what_is_proposed_is_kept_and_not_in_force(
    command: Command, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    _, first, _ = command("publish", str(small), "--who", "editor", "--note", "first")
    assert command("propose", str(small))[::2] == (1, "this very configuration is in force\n")
    portal = small / "portal.yaml"
    portal.write_text(f"# changed\n{portal.read_text('utf-8')}", encoding="utf-8")
    code, out, _ = command("propose", str(small), "--note", "second")
    assert (code, out[:9], out[-16:]) == (0, "proposed ", " as candidate 1\n")
    assert command("propose", str(small))[0] == 1
    assert command("propose", str(small), "--for", "nobody@example.org")[0] == 2
    code, _, err = command("publish", str(small), "--note", "dearer boats")
    assert code == 2
    assert f"mumaris propose {small} --for YOUR-EMAIL --note 'dearer boats'" in err
    assert f"mumaris publish {small} --alone 'why nobody else approves'" in err
    code, _, err = command("rollback", first.split()[1])
    assert (code, "at the policy desk" in err) == (2, True)
    command("publish", str(small), "--who", "editor", "--alone", "the desk is down")
    assert "by editor, alone (the desk is down)" in command("releases")[1]


def test_a_broken_configuration_is_not_published(
    command: Command, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    (small / "sources.yaml").unlink()
    code, _, err = command("publish", str(small))
    assert code == 1
    assert "error[D" in err
    _, listed, _ = command("releases")
    assert "nothing was published yet" in listed


def test_replay_of_an_unknown_reference_says_so(
    command: Command, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    code, _, err = command("replay", "NOPE")
    assert code == 2
    assert err.startswith("mumaris: ")


@pytest.mark.parametrize("group", [(), ("users",), ("keys",), ("machines",)])
def test_help_lists_commands_with_their_whole_sentence(
    command: Command, group: tuple[str, ...]
) -> None:
    code, out, _ = command(*group, "--help")
    assert code == 0
    assert "..." not in out.partition("Commands:")[2]


def test_an_unknown_command_exits_with_2(command: Command) -> None:
    code, _, err = command("chekc")
    assert code == 2
    assert "there is no command `chekc`" in err


def test_incidents_of_a_store_without_any_say_so(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    assert command("incidents")[:2] == (0, "no incident is open\n")
    code, _, err = command("incidents", "show", "I-0")
    assert (code, err) == (2, "mumaris: there is no incident `I-0`\n")


def test_content_is_only_erased_where_there_is_some(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path / "var"))
    code, _, err = command("ledger", "erase", "R-0", "--yes")
    assert (code, err) == (2, "mumaris: no record of application `R-0` has content\n")


def test_decide_names_the_place_of_what_could_not_be_worked_out(
    command: Command, small: Path, tmp_path: Path
) -> None:
    rules = small / "rules" / "parking-permit.yaml"
    text = rules.read_text(encoding="utf-8")
    ended = text.replace("2026-04-01: 125.00 SAR}", "2026-04-01: 125.00 SAR, 2026-11-01: null}")
    assert ended != text
    rules.write_text(ended, encoding="utf-8")
    facts = tmp_path / "facts.yaml"
    facts.write_text("format: 1\nperson: resident-of-zone-a\n", encoding="utf-8")
    words = ("decide", "parking-permit", "--date", "2026-12-01", "--facts", str(facts))
    code, out, _ = command(*words, "--config", str(small))
    assert code == 0
    assert "Permit fee: Could not be worked out" in out
    assert "permit_amount is not in force on 2026-12-01" in out
    assert "rules/parking-permit.yaml:" in out


BOAT = """\
format: 1
register: {resident.name: سارة, resident.zone: A}
answers:
  boats:
    - name: Gull
      seats: 6
      voyages:
        - {left: 2025-03-01, returned: 2025-03-02, aboard: 2, in_charge: true}
        - {left: 2025-04-01, returned: RETURNED, aboard: 2, in_charge: true}
"""


@pytest.fixture
def boat(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """What decides a voyage that began on 1 April, by the day on which it ended."""
    config = shutil.copytree(SMALL, tmp_path / "config")
    shutil.copytree(SMALL.parent / "skipper", config, dirs_exist_ok=True)

    def words(returned: str) -> tuple[str, ...]:
        facts = tmp_path / "facts.yaml"
        facts.write_text(BOAT.replace("RETURNED", returned), encoding="utf-8")
        named = ("skipper", "--date", "2026-11-23", "--facts", str(facts))
        return ("decide", *named, "--config", str(config))

    return words


def test_decide_names_the_item_inside_an_item_that_decides(
    command: Command, boat: Callable[[str], tuple[str, ...]]
) -> None:
    code, out, err = command(*boat("2025-05-03"))
    assert (code, err) == (0, "")
    assert "    Boat 1 (Gull): Voyage 2 (1 April 2025" in out


def test_decide_writes_what_an_item_holds_as_json(
    command: Command, boat: Callable[[str], tuple[str, ...]]
) -> None:
    code, out, _ = command(*boat("2025-04-03"), "--json")
    found = json.loads(out)
    assert (code, found["outcome"]) == (0, "eligible")
    reads = dict(found["rules"][1]["atoms"][0]["reads"])
    second = reads["boats"]["items"][0]["voyages"][1]["context"]
    assert second["returned"] == {"date": "2025-04-03"}


def test_decide_says_which_answer_inside_an_item_is_wrong(
    command: Command, boat: Callable[[str], tuple[str, ...]]
) -> None:
    code, out, err = command(*boat("2025-03-31"))
    assert code == 0
    assert err.startswith("mumaris: boats[1].voyages[2].returned: Enter a date from 1 April 2025")
    assert "There is no decision until the application is complete" in out


def test_check_keeps_what_it_proved_in_the_working_folder(
    command: Command, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = ROOT / "tests" / "definitions"
    for case in ("good/base", "bad/fee-line-not-ended"):
        shutil.copytree(folder / case, small, dirs_exist_ok=True)
    code, fresh, _ = command("check", str(small), "--no-cache")
    assert not (tmp_path / ".cache").exists()
    again = [command("check", str(small))[:2] for _ in range(2)]
    assert again == [(1, fresh)] * 2
    assert code == 1
    assert "E435" in fresh
    assert (tmp_path / ".cache" / "mumaris" / "proofs.json").exists()


def test_reconciling_without_a_biller_says_which_setting_names_one(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUMARIS_VAR", str(tmp_path))
    code, said, told = command("reconcile", "--date", "2026-11-23")
    assert (code, said) == (2, "")
    assert "MUMARIS_BILLER_URL" in told
