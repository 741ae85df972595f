"""What a failed request gets: one status and one kind for each exception, decided here alone.

Pages render a `HttpProblem` as a page, in the phrases `faults.<kind>-title` and
`faults.<kind>-advice`. The JSON API renders it as problem details (RFC 9457), which also tell
apart the cases of one status; their words are `problems.<name>-title` and `problems.<name>-detail`.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from litestar.exceptions import HTTPException

from api.security.bodies import BodyError
from engine.model.words import Language
from engine.operations.results import NotOpen, NotThere, OutOfOrder
from engine.operations.turns import TooBusy
from engine.phrases import phrase, phrase_text
from engine.store.protocols import Clash, StoreUnavailable

_RETRY_AFTER_SECONDS: Final = 5
_OUTAGE_SECONDS: Final = 30
_DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_KINDS = {
    400: "bad-request",
    403: "forbidden",
    404: "not-there",
    405: "wrong-method",
    409: "conflict",
    410: "gone",
    413: "too-large",
    415: "wrong-media",
    422: "unprocessable",
    429: "too-many",
    500: "ours",
    503: "unavailable",
}


class Case(StrEnum):
    """What a program can act on, where the status alone says too little."""

    MALFORMED_BODY = "malformed-body"
    UNAUTHENTICATED = "unauthenticated"
    WRONG_CREDENTIALS = "wrong-credentials"
    NOT_ALLOWED = "not-allowed"
    SECOND_FACTOR = "second-factor"
    NOT_OPEN = "not-open"
    OUT_OF_ORDER = "out-of-order"
    STEP_CHANGED = "step-changed"
    APPLICATION_CHANGED = "application-changed"
    NOT_COMPLETE = "not-complete"
    INELIGIBLE = "ineligible"
    HELD_FOR_STAFF = "held-for-staff"
    WRONG_BODY = "wrong-body"
    WRONG_ANSWERS = "wrong-answers"
    FILE_REFUSED = "file-refused"
    NOT_OPEN_TO_YOU = "not-open-to-you"
    KEY_REUSED = "key-reused"
    WRONG_ARCHIVE = "wrong-archive"
    WRONG_DEFINITIONS = "wrong-definitions"
    SAME_RELEASE = "same-release"
    REGISTERS_SILENT = "registers-silent"


_CASES: Final = {
    Case.MALFORMED_BODY: 400,
    Case.UNAUTHENTICATED: 401,
    Case.WRONG_CREDENTIALS: 401,
    Case.NOT_ALLOWED: 403,
    Case.SECOND_FACTOR: 403,
    Case.NOT_OPEN: 409,
    Case.OUT_OF_ORDER: 409,
    Case.STEP_CHANGED: 409,
    Case.APPLICATION_CHANGED: 409,
    Case.NOT_COMPLETE: 409,
    Case.INELIGIBLE: 409,
    Case.HELD_FOR_STAFF: 409,
    Case.WRONG_BODY: 422,
    Case.WRONG_ANSWERS: 422,
    Case.FILE_REFUSED: 422,
    Case.NOT_OPEN_TO_YOU: 422,
    Case.KEY_REUSED: 422,
    Case.SAME_RELEASE: 409,
    Case.WRONG_ARCHIVE: 422,
    Case.WRONG_DEFINITIONS: 422,
    Case.REGISTERS_SILENT: 503,
}
NAMES: Final[Mapping[str, int]] = {kind: status for status, kind in _KINDS.items()} | {
    str(case): status for case, status in _CASES.items()
}
"""Every name that the `type` of a problem document can end with, and its status."""


class Refused(Exception):
    """A request that a guard refused, with its status and, for 429 and 503, when to come back."""

    def __init__(self, status: int, retry_after_seconds: int | None = None) -> None:
        self.status = status
        self.retry_after_seconds = retry_after_seconds
        super().__init__(f"refused: {status}")


class Declined(Exception):
    """A request that the JSON API cannot carry out. `members` go into the problem document."""

    def __init__(
        self, case: Case, retry_after_seconds: int | None = None, **members: object
    ) -> None:
        self.case = case
        self.retry_after_seconds = retry_after_seconds
        self.members = members
        super().__init__(f"declined: {case}")


@dataclass(frozen=True, slots=True)
class HttpProblem:
    """`retry_after_seconds` becomes the header `Retry-After`, `allow` the header `Allow`."""

    status: int
    retry_after_seconds: int | None = None
    case: Case | None = None
    members: Mapping[str, object] = field(default_factory=dict)
    allow: str | None = None

    @property
    def kind(self) -> str:
        """The stable name of the status, for pages; of the case, where pages tell it apart."""
        return self.case if self.case is Case.NOT_ALLOWED else _KINDS[self.status]

    @property
    def name(self) -> str:
        """The stable name of the problem, the end of the `type` of its document."""
        return self.case or self.kind

    @property
    def is_ours(self) -> bool:
        return self.status >= 500

    def title(self, language: Language) -> str:
        return phrase(f"faults.{self.kind}-title", language)

    def advice(self, language: Language) -> str:
        """What the person can do about it."""
        return phrase(f"faults.{self.kind}-advice", language)

    @property
    def headers(self) -> dict[str, str]:
        seconds = self.retry_after_seconds
        headers = {} if seconds is None else {"Retry-After": str(seconds)}
        return headers if self.allow is None else headers | {"Allow": self.allow}


def problem_of(exception: Exception) -> HttpProblem:
    """The problem that `exception` is for whoever made the request; 500 for any fault of ours."""
    match exception:
        case Refused(status=status, retry_after_seconds=seconds):
            return HttpProblem(status, seconds)
        case Declined(case=case, retry_after_seconds=seconds, members=members):
            return HttpProblem(_CASES[case], seconds, case, members)
        case BodyError(status=status):
            return HttpProblem(status)
        case NotThere():
            return HttpProblem(404)
        case NotOpen():
            return HttpProblem(409, case=Case.NOT_OPEN)
        case OutOfOrder(step=step):
            return HttpProblem(409, case=Case.OUT_OF_ORDER, members={"step": step})
        case TooBusy() | Clash():
            return HttpProblem(503, _RETRY_AFTER_SECONDS)
        case HTTPException(status_code=405, headers=headers):
            return HttpProblem(405, allow=(headers or {}).get("allow"))
        case StoreUnavailable():
            return HttpProblem(503, _OUTAGE_SECONDS)
        case OSError(errno=number) if number in _DISK_FULL:
            return HttpProblem(503, _OUTAGE_SECONDS)
        case HTTPException(status_code=status) if status in _KINDS:
            return HttpProblem(status)
        case HTTPException(status_code=status) if 400 <= status < 500:
            return HttpProblem(400)
        case _:
            return HttpProblem(500)


def problem_document(problem: HttpProblem, base_url: str, request: str) -> dict[str, object]:
    """The problem as RFC 9457 wants it, with its words in both languages beside the English ones.

    `request` is the id that our log has of the request; `base_url` has no final slash.
    """
    titles = phrase_text(f"problems.{problem.name}-title")
    details = phrase_text(f"problems.{problem.name}-detail")
    return {
        "type": f"{base_url}/api/v1/problems#{problem.name}",
        "title": titles.en,
        "status": problem.status,
        "detail": details.en,
        "titles": {"ar": titles.ar, "en": titles.en},
        "details": {"ar": details.ar, "en": details.en},
        "request": request,
        **problem.members,
    }
