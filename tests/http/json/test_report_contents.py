"""What a report says to a program: whole, as the document types it, as the command prints it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.definitions.read import read_files, read_folder
from engine.model.report import ReportKey, ReportKind, ReportState
from engine.operations import candidates, computing, machines
from engine.operations.candidates import Proposer
from engine.release import hash_of
from engine.reports.comparing import KINDS, Change, InFlight, made
from tests.http.json.contract import Contract
from tests.http.json.programs import Caller
from tests.support.permits import DEARER, FILES, RULES, STRICTER, plain
from tests.support.portal import Site, serving
from tests.support.visitors import PROVER, config, edited
from tests.support.visitors import RULES as FISHING
from tests.unit.cli.test_commands import run

TODAY = date(2026, 11, 23)
FIRST = "rules:\n  - id: lives-in-zone\n"
CLAIM = """\
claims:
  - id: nobody
    label: {ar: لا أحد مستوفٍ, en: Nobody is eligible}
    if: vehicle.is_own
    then: outcome = "ineligible"
"""
REFUTED = (FIRST, CLAIM + FIRST)
Contents = dict[ReportKind, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`old` and `new` with definitions, and `past` with applications."""
    root = tmp_path_factory.mktemp("versions")
    for name, edits in (("old", ()), ("new", (STRICTER, DEARER, REFUTED))):
        for path, content in FILES.items():
            place = root / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        text = (root / name / RULES).read_text("utf-8")
        for before, after in edits:
            assert before in text
            text = text.replace(before, after)
        (root / name / RULES).write_text(text, "utf-8")
    (root / "past").mkdir()
    plain(root / "past")
    return root


@pytest.fixture(scope="module")
def contents(folder: Path) -> Contents:
    """As a worker writes them."""
    old, new = (read_folder(folder / name) for name in ("old", "new"))
    flight = InFlight({"parking-permit": (3, 1)}, 7)
    hashes = hash_of(old), hash_of(new)
    change = Change(read_files(old), read_files(new), *hashes, TODAY, folder / "past", flight)
    return {
        kind: json.loads(json.dumps(made(kind, change).content, default=date.isoformat))
        for kind in KINDS
    }


def test_each_says_something(contents: Contents) -> None:
    """Or the tests below would hold of nothing."""
    assert contents[ReportKind.WORDS]["words"]
    assert contents[ReportKind.WORDS]["in_flight"][0]["counted"] == {"total": 3, "touched": 1}
    (meaning,) = contents[ReportKind.MEANING]["meaning"]
    assert meaning["cells"]
    assert any(one["example"] for one in contents[ReportKind.PROOF]["findings"])
    (impact,) = contents[ReportKind.IMPACT]["impact"]
    assert impact["whole"]["applications"] == 47
    assert not any(impact["references"].values())


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[tuple[Site, Caller]]:
    """A machine and the candidate that it proposed."""
    with serving(tmp_path) as site:
        machine, token = machines.add(site.ports, "pipeline", 30, "tests", site.clock.now)
        files = edited(config(), FISHING, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
        by = Proposer.of_machine(machine)
        candidates.propose(site.ports, files, by, "dearer", None, site.clock.now, PROVER)
        contract = Contract(site.client.get("/api/v1/openapi.json").json())
        yield site, Caller(site.client, contract, token)


def test_a_program_reads_the_whole_of_each(
    pipeline: tuple[Site, Caller], contents: Contents
) -> None:
    """The caller holds each answer to the types of the document."""
    site, caller = pipeline
    new = caller.get("/candidates/1")
    for kind, content in contents.items():
        address = f"/candidates/1/changes/{kind}"
        assert caller.get(address)["content"] is None
        key = ReportKey(new["against"], new["release"], kind)
        waiting = computing.report(site.ports, key)
        assert waiting is not None
        with site.ports.store.begin() as work:
            work.reports.finish(replace(waiting, state=ReportState.DONE, content=content))
        assert caller.get(address)["content"] == content


Mumaris = Callable[..., Any]


@pytest.fixture
def printed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Mumaris:
    monkeypatch.chdir(folder)
    return lambda *words: json.loads(run(capsys, monkeypatch, *words, "--format", "json")[1])


def test_it_is_what_the_commands_print(contents: Contents, printed: Mumaris) -> None:
    diff = printed("diff", "old", "new")
    assert diff["meaning"] == contents[ReportKind.MEANING]["meaning"]
    assert diff["words"] == contents[ReportKind.WORDS]["words"]
    assert printed("prove", "new", "--no-cache") == contents[ReportKind.PROOF]
    words = ("impact", "--against", "old", "new", "--history", "past", "--first", "0")
    (counted,) = contents[ReportKind.IMPACT]["impact"]
    assert printed(*words) == [counted | {"old": "old", "new": "new"}], "or hashes, at the desk"
