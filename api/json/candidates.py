"""Candidates, for pipelines: proposing one, and reading its problems, what it changes, its state.

Approving and publishing stay with people at the policy desk.
"""

from __future__ import annotations

from typing import Annotated, BinaryIO, Final

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter

from api.json.call import Call, TheCall
from api.json.candidate_body import (
    CandidateBody,
    ChangesBody,
    ReportBody,
    candidate_body,
    changes_body,
    problem_lines,
    report_body,
)
from api.json.errors import fault_at
from api.json.operation import IdempotencyKey, operation
from api.problems import Case, Declined, Refused
from api.security.bodies import BodyError
from engine.definitions.archive import LARGEST_BYTES, ArchiveError, ArchiveFault, read_archive
from engine.model.problem import DefinitionError
from engine.model.report import ReportKey, ReportKind
from engine.model.scope import Scope
from engine.operations import candidates, computing
from engine.operations.audit.publications import changed_between
from engine.operations.candidates import LONGEST_NOTE, CandidateFault, Proposer, Standing
from engine.operations.limits import Attempt, Limit, seconds_to_wait
from engine.operations.results import NotThere
from engine.reports.comparing import KINDS

_TAG: Final = "candidates"
PROPOSING: Final = Limit(most=30, seconds=60 * 60)
"""Candidates of one proposer: each is proved whole, which takes a processor for a while."""

CandidateNumber = Annotated[str, PathParameter(description="Its number.", max_length=300)]


@post(
    "/candidates",
    **operation(
        "propose-candidate",
        "Propose a candidate",
        tag=_TAG,
        takes_archive=True,
        errors=(409,),
        has_location=True,
        again=CandidateBody,
        scope=Scope.PROPOSE,
    ),
)
def propose(
    call: TheCall,
    note: Annotated[
        str,
        QueryParameter(
            description="Why, in a sentence; it is shown and recorded.",
            min_length=1,
            max_length=LONGEST_NOTE,
        ),
    ],
    commit: Annotated[
        str | None,
        QueryParameter(description="The commit that it was made from.", max_length=100),
    ] = None,
    key: IdempotencyKey = None,
) -> Response[CandidateBody]:
    """Send a zip of the folder of definitions. It is checked and proved whole, and kept to be
    looked at and approved at the policy desk: 201, or 200 with the candidate that the same
    Idempotency-Key proposed before.

    With an error in it nothing is kept, and `problems` lists every one.
    """
    by = proposer(call)
    if not note.strip():
        raise Declined(Case.WRONG_BODY, errors=[fault_at("", "no-note")])
    before = candidates.by_key(call.ports, by, key) if key else None
    if before is None:
        attempt = Attempt(PROPOSING, ("propose", by.name))
        if seconds := seconds_to_wait(call.ports, (attempt,), call.now):
            raise Refused(429, seconds)
    try:
        files = read_archive(_archive(call))
        made = candidates.propose(call.ports, files, by, note, commit, call.now, key=key)
    except ArchiveError as error:
        if error.fault is ArchiveFault.TOO_LARGE:
            raise BodyError(413) from None
        fault = fault_at("", f"archive-{error.fault}", name=error.name)
        raise Declined(Case.WRONG_ARCHIVE, errors=[fault]) from None
    except DefinitionError as error:
        raise Declined(Case.WRONG_DEFINITIONS, problems=problem_lines(error.problems)) from None
    if isinstance(made, CandidateFault):
        is_key = made is CandidateFault.KEY_REUSED
        raise Declined(Case.KEY_REUSED if is_key else Case.SAME_RELEASE)
    status = 200 if before and before.number == made.number else 201
    place = {"Location": f"/api/v1/candidates/{made.number}"}
    return Response(_body(call, made.number), status_code=status, headers=place)


@get(
    "/candidates/{number:str}",
    **operation("read-candidate", "Read a candidate", tag=_TAG, errors=(404,), scope=Scope.PROPOSE),
)
def read(call: TheCall, number: CandidateNumber) -> CandidateBody:
    """Its state, what the check remarked when it was proposed, and how far each report about what
    it changes is. A machine reads what it proposed itself; any other candidate is not there."""
    return _body(call, _number(number))


@get(
    "/candidates/{number:str}/changes",
    **operation(
        "read-changes", "Read what it changes", tag=_TAG, errors=(404,), scope=Scope.PROPOSE
    ),
)
def read_changes(call: TheCall, number: CandidateNumber) -> ChangesBody:
    """The files that differ from the release in force; once it is settled, from the one that it
    was compared with last."""
    found = _standing(call, _number(number))
    old, new = found.compared_with, found.candidate.release
    return changes_body(old, new, changed_between(call.ports, old, new))


@get(
    "/candidates/{number:str}/changes/{kind:str}",
    **operation(
        "read-report", "Read a report about it", tag=_TAG, errors=(404,), scope=Scope.PROPOSE
    ),
)
def read_report(
    call: TheCall,
    number: CandidateNumber,
    kind: Annotated[
        str,
        PathParameter(
            description=f"One of {', '.join(f'`{one}`' for one in KINDS)}.", max_length=300
        ),
    ],
) -> ReportBody:
    """What a worker computed, once it is `done`: `content` as values, and `html` without a head, in
    both languages. An `impact` counts who is touched and names nobody."""
    found = _standing(call, _number(number))
    if kind not in set(ReportKind):
        raise NotThere(f"nothing is compared by {kind[:20]}")
    key = ReportKey(found.compared_with, found.candidate.release, ReportKind(kind))
    return report_body(key.kind, computing.report(call.ports, key))


def proposer(call: Call) -> Proposer:
    """The machine; or the editor, where one is signed in."""
    return Proposer.of_machine(call.machine) if call.machine else Proposer.of(call.account)


def _archive(call: Call) -> BinaryIO:
    assert call.upload is not None, "the doorway took a file"
    stream = call.upload.stream
    stream.seek(0, 2)
    if stream.tell() > LARGEST_BYTES:
        raise BodyError(413)
    stream.seek(0)
    return stream


def _body(call: Call, number: int) -> CandidateBody:
    found = _standing(call, number)
    states = computing.states(call.ports, found.compared_with, found.candidate.release)
    return candidate_body(found, states)


def _standing(call: Call, number: int) -> Standing:
    """Raises NotThere for what another one proposed, if a machine asks."""
    if call.machine is None:
        return candidates.standing(call.ports, number, call.account)
    return candidates.standing_of_machine(call.ports, number, call.machine)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotThere(f"there is no candidate {text[:20]}")
    return int(text)


ROUTES: Final = (propose, read, read_changes, read_report)
