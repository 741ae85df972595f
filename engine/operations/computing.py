"""What takes longer than a page may: what a change means, what is proved, whom it would touch.

Whoever proposes something, or asks at the desk, leaves a row. A worker claims one at a time and
computes it in a process of its own, which may use its time and memory without a page or another
job waiting for it, and whose end by accident ends nothing else. A claim runs out, so a worker may
be killed anywhere; what was begun too often is given up, and says so.

Not here: what a report says (`engine/reports/comparing.py`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from engine.model.problem import DefinitionError
from engine.model.report import Report, ReportKey, ReportKind, ReportState
from engine.model.words import Language
from engine.operations.past_decisions import export_of, rows_of, services_decided
from engine.operations.ports import Ports
from engine.operations.rebasing import drafts_under, pinned
from engine.operations.results import NotThere
from engine.release import engine_version
from engine.reports.comparing import CONTENT, IN_FLIGHT, KINDS, InFlight
from engine.store.protocols import Work

LONGEST: Final = timedelta(minutes=20)
_LEASE: Final = LONGEST + timedelta(minutes=5)
_MOST_ATTEMPTS: Final = 3
_LONGEST_FAILURE: Final = 500
_GIVEN_UP: Final = "it was begun several times and never came to an end"
_log = structlog.get_logger("mumaris.audit")


def ask(ports: Ports, key: ReportKey, now: datetime) -> None:
    """Have it computed, again where it was. Raises NotThere for releases that are not kept."""
    if key.kind not in KINDS:
        raise NotThere(f"nothing is computed by {key.kind}")
    with ports.store.begin() as work:
        for release in (key.old, key.new):
            if release not in work.releases.beginning_with(release):
                raise NotThere(f"release {release} was never kept")
        work.reports.ask(key, engine_version(), now, again=True)


def ask_all(work: Work, old: str | None, new: str, now: datetime) -> None:
    """Have everything computed of the change, in the transaction that brings it about."""
    if old is None or old == new:
        return
    for kind in KINDS:
        work.reports.ask(ReportKey(old, new, kind), engine_version(), now)


def report(ports: Ports, key: ReportKey) -> Report | None:
    """What is known of it: waiting, done or failed; None: nobody has asked, or another version of
    the engine computed it. Raises NotThere for a kind that is not computed."""
    if key.kind not in KINDS:
        raise NotThere(f"nothing is computed by {key.kind}")
    with ports.store.read() as work:
        found = work.reports.get(key)
    return found if found is not None and found.engine == engine_version() else None


def states(ports: Ports, old: str, new: str) -> Mapping[ReportKind, ReportState | None]:
    """How far each report about the change is; None: nobody has asked for it."""
    found = {kind: report(ports, ReportKey(old, new, kind)) for kind in KINDS}
    return {kind: one.state if one else None for kind, one in found.items()}


def compute_next(ports: Ports, now: datetime) -> int:
    """Compute the report that has waited longest; how many that were: one, or none."""
    with ports.store.begin() as work:
        claimed = work.reports.claim(now, now + _LEASE)
    if claimed is None:
        return 0
    if claimed.attempts > _MOST_ATTEMPTS:
        done = replace(claimed, state=ReportState.FAILED, failure=_GIVEN_UP)
    else:
        done = _computed(ports, claimed, now)
    with ports.store.begin() as work:
        work.reports.finish(replace(done, done_at=now))
    _log.info("report.finished", kind=done.key.kind, state=done.state, new=done.key.new)
    return 1


def _computed(ports: Ports, asked: Report, now: datetime) -> Report:
    with TemporaryDirectory(prefix="mumaris-report-") as place:
        folder = Path(place)
        zone = ports.releases.active(now).catalogue.portal.time_zone
        today = now.astimezone(ZoneInfo(zone)).date()
        for name, release in (("old", asked.key.old), ("new", asked.key.new)):
            _write(folder / name, _files(ports, release))
        if asked.key.kind is ReportKind.IMPACT:
            _export(ports, folder / "history", now)
        if asked.key.kind is ReportKind.WORDS:
            _in_flight(ports, asked.key.new, now).keep(folder / IN_FLIGHT)
        words = (place, asked.key.kind, str(today), asked.key.old, asked.key.new)
        command = [sys.executable, "-m", "engine.reports", *words]
        try:
            ended = subprocess.run(
                command, capture_output=True, text=True, timeout=LONGEST.seconds, check=False
            )
        except subprocess.TimeoutExpired:
            failure = f"it took longer than {LONGEST.seconds // 60} minutes"
            return replace(asked, state=ReportState.FAILED, failure=failure)
        if ended.returncode == 0:
            bodies = {str(one): (folder / f"{one}.html").read_text("utf-8") for one in Language}
            content = json.loads((folder / CONTENT).read_bytes())
            return replace(asked, state=ReportState.DONE, bodies=bodies, content=content)
        lines = ended.stderr.strip().splitlines() or [f"it ended with {ended.returncode}"]
        if ended.returncode != _TOLD:
            _log.error("report.failed", kind=asked.key.kind, error=ended.stderr[-4_000:])
        return replace(asked, state=ReportState.FAILED, failure=lines[-1][:_LONGEST_FAILURE])


_TOLD: Final = 2  # the process says in a line why there is no report


def _export(ports: Ports, folder: Path, now: datetime) -> None:
    """A table for each service that anybody submitted an application for."""
    folder.mkdir()
    for service in services_decided(ports, now):
        made = export_of(ports, service, now)
        rows = rows_of(ports, made, None, has_references=False, by="policy desk")
        first = next(rows, None)
        if first is not None:
            from engine.analysis.tables import write  # costs 90 MB, and most stores need it not

            write(folder / f"{service}.parquet", made.layout.columns, chain((first,), rows))


def _in_flight(ports: Ports, release: str, now: datetime) -> InFlight:
    """The drafts that would move to the release; none where this engine reads it no more."""
    try:
        target = ports.releases.release(release)
    except DefinitionError:
        return InFlight({}, 0)
    drafts: dict[str, tuple[int, int]] = {}
    for one in drafts_under(ports, target, now):
        total, touched = drafts.get(one.service, (0, 0))
        drafts[one.service] = total + 1, touched + bool(one.touched)
    return InFlight(drafts, pinned(ports).total)


def _files(ports: Ports, release: str) -> Mapping[PurePosixPath, bytes]:
    with ports.store.read() as work:
        files = work.releases.files(release)
    if files is None:
        raise NotThere(f"release {release} was never kept")
    return files


def _write(folder: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
