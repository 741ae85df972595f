"""A person's own data as one ZIP: JSON for programs, a page in each language, and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from litestar.response import Stream

from api.pages.rendering import render
from api.pages.visit import Visit
from api.zipping import Entry, zipped
from engine.calendar import format_moment
from engine.model.account import Role
from engine.model.words import Language
from engine.operations.own_data import OwnData, own_data, pieces
from engine.phrases import phrase

_STYLE = (
    "body{font-family:sans-serif;line-height:1.7;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}"
    "section{border-top:1px solid #ccc;margin-top:2rem}bdi{unicode-bidi:isolate}"
)


def copy_of(visit: Visit, account_id: str) -> Stream:
    """Send everything that is kept of the account's person; raises NotThere."""
    own = own_data(visit.ports, account_id, visit.now)
    return Stream(
        zipped(_entries(visit, own), visit.now),
        media_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="my-data.zip"'},
    )


def _entries(visit: Visit, own: OwnData) -> Iterator[Entry]:
    yield "data.json", (json.dumps(own.content, ensure_ascii=False, indent=2).encode(),)
    yield "style.css", (_STYLE.encode(),)
    for language in Language:
        yield f"data-{language}.html", (_page(visit, own, language),)
    for place, file in own.files:
        yield place, pieces(visit.ports, file)


def _page(visit: Visit, own: OwnData, language: Language) -> bytes:
    catalogue = visit.runtime.release(visit.now).catalogue
    zone = catalogue.portal.time_zone
    titles = {id: one.title.in_(language) for id, one in catalogue.services.items()}
    states: dict[str, str] = {
        f"{id}.{state.id}": state.label.in_(language)
        for id, one in catalogue.services.items()
        for state in one.lifecycle.states
    }
    labels = {
        field.id: field.label.in_(language)
        for one in catalogue.services.values()
        for step in one.asking
        for field in step.fields
    }
    return render(
        visit.runtime.templates,
        "portal/own-copy.html",
        language,
        direction=language.direction,
        spoken=str(language),
        portal=catalogue.portal.name.in_(language),
        own=own.content,
        titles=titles,
        states=states,
        labels=labels,
        moment=lambda text: _moment(text, zone, language),
        written=_written,
        role=lambda name: phrase(f"backoffice.role-{Role(name).replace('_', '-')}", language),
        looked=lambda page: phrase(f"looks.page-{page.replace('_', '-')}", language),
        code=lambda word: phrase(f"records.code-{word.replace('_', '-')}", language),
    )


def _moment(text: str, zone: str, language: Language) -> str:
    return format_moment(datetime.fromisoformat(text), zone, language)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
