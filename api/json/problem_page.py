"""The page that the `type` of a problem document leads to: every problem, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from litestar import Response, get

from api.json.call import TheCall
from api.problems import NAMES
from api.security.access import PUBLIC
from engine.model.words import Text
from engine.phrases import phrase_text


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem of templates/api/problems.html; `name` is its anchor."""

    name: str
    status: int
    title: Text
    detail: Text


@get("/problems", opt=dict(PUBLIC), include_in_schema=False, sync_to_thread=True)
def problems(call: TheCall) -> Response[bytes]:
    """Plain HTML without a script, in the order of the statuses."""
    lines = [
        ProblemLine(
            name,
            status,
            phrase_text(f"problems.{name}-title"),
            phrase_text(f"problems.{name}-detail"),
        )
        for name, status in sorted(NAMES.items(), key=lambda line: (line[1], line[0]))
    ]
    page = call.runtime.templates.get_template("api/problems.html").render(problems=lines)
    return Response(page.encode(), media_type="text/html")


ROUTES: Final = (problems,)
