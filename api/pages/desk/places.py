"""Places in the files of a release: where a problem stands, as a line that can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.desk.frame import short
from api.pages.visit import Visit
from engine.model.candidate import Warned
from engine.model.problem import Problem


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """`place` is written as editors write it; `address` is that line of the file, if it is kept."""

    severity: str
    code: str
    message: str
    hint: str
    place: str
    address: str


def release_crumb(visit: Visit, release: str) -> tuple[str, str]:
    name = visit.say("desk.release-named", release=short(release))
    return name, visit.url("release", release=release)


def file_address(visit: Visit, release: str, path: str, line: int = 0) -> str:
    address = f"{visit.url('release-file', release=release)}?{urlencode({'path': path})}"
    return f"{address}#L{line}" if line else address


def warned_line(visit: Visit, release: str, one: Warned) -> ProblemLine:
    """What was said of a candidate when it was proposed."""
    place = f"{one.path}:{one.line}:{one.column}"
    address = file_address(visit, release, one.path, one.line)
    return ProblemLine(one.severity, one.code, one.message, one.hint, place, address)


def unkept_line(one: Problem) -> ProblemLine:
    """What is said of something that was not kept, and of which no line can be opened."""
    severity, hint = str(one.severity), one.hint or ""
    return ProblemLine(severity, one.code, one.message, hint, str(one.span), "")


def problem_line(visit: Visit, release: str, one: Problem) -> ProblemLine:
    """What is said of a release now."""
    address = file_address(visit, release, str(one.span.path), one.span.line)
    severity, hint = str(one.severity), one.hint or ""
    return ProblemLine(severity, one.code, one.message, hint, str(one.span), address)
