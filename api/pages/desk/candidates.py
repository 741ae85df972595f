"""Candidates at the policy desk: handing one in, looking at it, and what becomes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from litestar import get, post

from api.pages.desk.changes import kind_links
from api.pages.desk.frame import EDIT, READ, desk_page, may_edit, moment, number_of, short
from api.pages.desk.places import ProblemLine, unkept_line, warned_line
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.definitions.archive import LARGEST_BYTES, ArchiveError, ArchiveFault, read_archive
from engine.model.candidate import Candidate, CandidateState
from engine.model.problem import DefinitionError
from engine.operations import approving, candidates
from engine.operations.candidates import CandidateFault, Proposer
from engine.operations.results import NotThere

_MOST_PROBLEMS: Final = 200
_TAGS: Final = {
    CandidateState.PROPOSED: "tag-info",
    CandidateState.PUBLISHED: "tag-good",
    CandidateState.REFUSED: "tag-bad",
    CandidateState.WITHDRAWN: "tag-warn",
}


@dataclass(frozen=True, slots=True)
class Remarks:
    """How many of one severity the check remarked when it was proposed."""

    severity: str
    words: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate, as lists and its own page show it."""

    number: int
    address: str
    release: str
    release_address: str
    who: str
    when: str
    note: str
    commit: str
    state: str
    tag: str
    is_open: bool
    is_rollback: bool
    is_stale: bool
    compared_by: str
    decided_by: str
    decided: str
    reason: str
    remarks: tuple[Remarks, ...]


@get("/staff/desk/propose", opt=dict(EDIT), sync_to_thread=True)
def propose_page(visit: TheVisit) -> Page:
    return _propose(visit)


@post("/staff/desk/propose", opt={**EDIT, "takes_files": LARGEST_BYTES}, sync_to_thread=True)
def propose(visit: TheVisit) -> Page:
    """Check the archive and keep what is in it; a problem is shown, and nothing is kept."""
    note = visit.form.text("note")
    upload = next((one for one in visit.form.files if one.field == "archive"), None)
    errors = []
    if upload is None:
        errors.append(("archive", visit.say("desk.choose-archive")))
    if not note.strip():
        errors.append(("note", visit.say("desk.fault-no-note")))
    if upload is None or errors:
        return _propose(visit, errors)
    upload.stream.seek(0, 2)
    if upload.stream.tell() > LARGEST_BYTES:
        return _propose(visit, [("archive", _archive_words(visit, ArchiveFault.TOO_LARGE))])
    upload.stream.seek(0)
    try:
        files = read_archive(upload.stream)
        by = Proposer.of(visit.account)
        made = candidates.propose(visit.ports, files, by, note, None, visit.now)
    except ArchiveError as error:
        words = _archive_words(visit, error.fault, error.name)
        return _propose(visit, [("archive", words)])
    except DefinitionError as error:
        said = [unkept_line(one) for one in error.problems]
        return _propose(visit, [("archive", visit.say("desk.has-problems"))], said)
    if isinstance(made, CandidateFault):
        return _propose(visit, [("archive", visit.say(f"desk.fault-{made}"))])
    return visit.go(visit.url("candidate", number=str(made.number)))


@get("/staff/desk/candidates/{number:str}", opt=dict(READ), sync_to_thread=True)
def candidate_page(visit: TheVisit, number: InPath) -> Page:
    return _candidate(visit, number_of(number))


@post("/staff/desk/candidates/{number:str}/{act:str}", opt=dict(EDIT), sync_to_thread=True)
def do(visit: TheVisit, number: InPath, act: InPath) -> Page:
    """What an editor does about it; each act has a button of its own."""
    id, ports, account = number_of(number), visit.ports, visit.account
    reason, against = visit.form.text("reason"), visit.form.text("against")
    match act:
        case "approve":
            result: object = approving.approve(ports, account, id, against, visit.now)
        case "stand-for":
            result = approving.stand_for(ports, account, id)
        case "compared":
            result = approving.compared(ports, account, id, against, visit.now)
        case "refuse":
            result = approving.refuse(ports, account, id, reason, visit.now)
        case "withdraw":
            result = approving.withdraw(ports, account, id, reason, visit.now)
        case _:
            raise NotThere(f"nothing is done by {act[:20]}")
    if isinstance(result, CandidateFault):
        is_about_words = result is CandidateFault.NO_NOTE
        return _candidate(visit, id, 422 if is_about_words else 409, result)
    return visit.go(f"{visit.url('candidate', number=number)}?done=yes")


def candidate_line(visit: Visit, one: Candidate, active: str | None) -> CandidateLine:
    return CandidateLine(
        number=one.number,
        address=visit.url("candidate", number=str(one.number)),
        release=short(one.release),
        release_address=visit.url("release", release=one.release),
        who=one.who,
        when=moment(visit, one.proposed_at),
        note=one.note,
        commit=short(one.commit),
        state=visit.say(f"desk.state-{one.state}"),
        tag=_TAGS[one.state],
        is_open=one.is_open,
        is_rollback=one.is_rollback,
        is_stale=one.is_stale(active),
        compared_by=one.compared_by or "",
        decided_by=one.decided_by or "",
        decided=moment(visit, one.decided_at) if one.decided_at else "",
        reason=one.reason,
        remarks=_remarks(visit, one),
    )


def _remarks(visit: Visit, one: Candidate) -> tuple[Remarks, ...]:
    """What weighs most first; none where the check remarked nothing."""
    counts = Counter(warned.severity for warned in one.warnings)
    return tuple(
        Remarks(severity, visit.say(f"desk.count-{severity}", count=counts[severity]))
        for severity in ("warning", "note")
        if counts[severity]
    )


def _candidate(
    visit: Visit, number: int, status: int = 200, fault: CandidateFault | None = None
) -> Page:
    standing = candidates.standing(visit.ports, number, visit.account)
    found, active = standing.candidate, standing.active
    is_about_words = fault is CandidateFault.NO_NOTE
    words = visit.say(f"desk.fault-{fault}") if fault else ""
    return desk_page(
        visit,
        "desk/candidate.html",
        status,
        candidate=candidate_line(visit, found, active),
        numbered=str(number),
        release=found.release,
        against=active or "",
        against_name=short(active),
        compared_with=short(found.against),
        changes=kind_links(visit, standing.compared_with, found.release),
        is_own=standing.is_own,
        has_nobody=found.account is None,
        may_decide=may_edit(visit) and found.is_open,
        warnings=[warned_line(visit, found.release, one) for one in found.warnings],
        errors=[("reason", words)] if is_about_words else [],
        trouble="" if is_about_words else words,
        reason=visit.form.text("reason"),
        is_done=visit.asks("done"),
    )


def _propose(
    visit: Visit,
    errors: list[tuple[str, str]] | None = None,
    problems: list[ProblemLine] | None = None,
) -> Page:
    found = problems or []
    return desk_page(
        visit,
        "desk/propose.html",
        422 if errors else 200,
        errors=errors or [],
        problems=found[:_MOST_PROBLEMS],
        more=max(0, len(found) - _MOST_PROBLEMS),
        note=visit.form.text("note"),
        most=LARGEST_BYTES // 1_000_000,
    )


def _archive_words(visit: Visit, fault: ArchiveFault, name: str = "") -> str:
    words = visit.say(f"desk.archive-{fault}")
    return f"{words}: \u2068{name}\u2069" if name else words


ROUTES = (propose_page, propose, candidate_page, do)
