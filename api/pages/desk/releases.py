"""Releases at the policy desk: what was in force and when, their problems, and their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from litestar import get, post

from api.pages.desk.candidates import candidate_line
from api.pages.desk.frame import (
    EDIT,
    READ,
    desk_page,
    may_edit,
    moment,
    publication_line,
    short,
)
from api.pages.desk.places import file_address, problem_line, release_crumb
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.model.candidate import Candidate
from engine.operations import approving, candidates, releases
from engine.operations.audit.publications import files_of
from engine.operations.candidates import CandidateFault, Proposer, problems_of
from engine.operations.results import NotThere

_SETTLED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class FileLink:
    path: str
    address: str


@get("/staff/desk", opt=dict(READ), sync_to_thread=True)
def desk(visit: TheVisit) -> Page:
    history = [publication_line(visit, one) for one in releases.history(visit.ports)]
    found = candidates.newest(visit.ports)
    active = visit.runtime.release(visit.now).hash
    settled = [one for one in found if not one.is_open][:_SETTLED_SHOWN]
    return desk_page(
        visit,
        "desk/home.html",
        crumbs=None,
        current=history[0],
        current_release=active,
        history=history,
        waiting=[candidate_line(visit, one, active) for one in found if one.is_open],
        settled=[candidate_line(visit, one, active) for one in settled],
        is_done=visit.asks("done"),
    )


@get("/staff/desk/releases/{release:str}", opt=dict(READ), sync_to_thread=True)
def release_page(visit: TheVisit, release: InPath) -> Page:
    return _release(visit, release)


@post("/staff/desk/releases/{release:str}/roll-back", opt=dict(EDIT), sync_to_thread=True)
def roll_back(visit: TheVisit, release: InPath) -> Page:
    """Propose to go back to a release, or go back at once and alone."""
    files_of(visit.ports, release)
    reason = visit.form.text("reason")
    if visit.form.text("do") == "alone":
        done = approving.roll_back_alone(visit.ports, visit.account, release, reason, visit.now)
        if not isinstance(done, CandidateFault):
            return visit.go(visit.url("desk") + "?done=yes")
        return _release(visit, release, 422, done)
    by = Proposer.of(visit.account)
    made = candidates.propose_rollback(visit.ports, release, by, reason, visit.now)
    if isinstance(made, Candidate):
        return visit.go(visit.url("candidate", number=str(made.number)))
    return _release(visit, release, 422, made)


@get("/staff/desk/releases/{release:str}/problems", opt=dict(READ), sync_to_thread=True)
def problems_page(visit: TheVisit, release: InPath) -> Page:
    """What the check of this version of the engine says of it, without what only a proof finds."""
    found = problems_of(visit.ports, release)
    return desk_page(
        visit,
        "desk/problems.html",
        crumbs=(release_crumb(visit, release),),
        release=short(release),
        problems=[problem_line(visit, release, one) for one in found],
    )


@get("/staff/desk/releases/{release:str}/file", opt=dict(READ), sync_to_thread=True)
def file_page(visit: TheVisit, release: InPath) -> Page:
    """A file, each line with an anchor: `#L12` is line 12."""
    path = visit.asked("path")
    content = files_of(visit.ports, release).get(PurePosixPath(path))
    if content is None:
        raise NotThere(f"release {release[:12]} has no such file")
    return desk_page(
        visit,
        "desk/file.html",
        crumbs=(release_crumb(visit, release),),
        release=short(release),
        path=path,
        lines=content.decode("utf-8", "replace").splitlines(),
    )


def _release(
    visit: Visit, release: str, status: int = 200, fault: CandidateFault | None = None
) -> Page:
    files = files_of(visit.ports, release)
    history = releases.history(visit.ports)
    places = [at for at, one in enumerate(history) if one.release == release]
    is_in_force = places[:1] == [0]
    last = places[0] if places else None
    before = history[last + 1] if last is not None and last + 1 < len(history) else None
    return desk_page(
        visit,
        "desk/release.html",
        status,
        release=release,
        shown=short(release),
        publications=[publication_line(visit, history[at]) for at in places],
        candidates=[
            candidate_line(visit, one, history[0].release)
            for one in candidates.of_release(visit.ports, release)
        ],
        is_in_force=is_in_force,
        stood_until="" if is_in_force or not places else moment(visit, history[places[0] - 1].at),
        before=before.release if before else "",
        before_name=short(before.release) if before else "",
        folders=_folders(visit, release, files),
        can_roll_back=may_edit(visit) and bool(places) and not is_in_force,
        reason=visit.form.text("reason"),
        errors=[("reason", visit.say(f"desk.fault-{fault}"))] if fault else [],
    )


def _folders(
    visit: Visit, release: str, files: Mapping[PurePosixPath, bytes]
) -> list[tuple[str, list[FileLink]]]:
    """The files by the folder that they are in."""
    paths = sorted(files, key=lambda path: (str(path.parent), path.name))
    return [
        (folder, [FileLink(one.name, file_address(visit, release, str(one))) for one in found])
        for folder, found in groupby(paths, key=lambda path: str(path.parent))
    ]


ROUTES = (desk, release_page, roll_back, problems_page, file_page)
