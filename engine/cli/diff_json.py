"""A comparison as JSON; every sentence in both languages."""

from __future__ import annotations

import json
from typing import Any

from engine.analysis.changes import Change
from engine.analysis.comparison import Drafts
from engine.cli.diff_result import Result
from engine.cli.versions import Version
from engine.model.words import Text


def as_json(result: Result) -> str:
    told = {
        "old": _version(result.old),
        "new": _version(result.new),
        "is_changed": result.is_changed,
        "words": [_change(change) for change in result.changes],
        "meaning": _meaning(result),
        "in_flight": [_drafts(drafts) for drafts in result.drafts],
        "submitted_applications": result.submitted,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _meaning(result: Result) -> list[dict[str, Any]] | None:
    from engine.analysis.meaning.json import as_json as meaning_as_json

    if result.meaning is None:
        return None
    return [meaning_as_json(one, *result.catalogues) for one in result.meaning]


def _version(version: Version) -> dict[str, Any]:
    return {"name": version.name, "commit": version.commit}


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "about": change.weight.name.lower(),
        "part": change.part,
        "path": change.path,
        "services": change.services,
        "is_past": change.is_past,
        "sentence": _text(change.sentence),
        "details": [_text(detail) for detail in change.details],
        "old": None if change.old is None else str(change.old),
        "new": None if change.new is None else str(change.new),
    }


def _drafts(drafts: Drafts) -> dict[str, Any]:
    counts = drafts.counts
    return {
        "service": drafts.service,
        "drafts": drafts.fate,
        "changes": [
            {"kind": one.kind, "step": one.step, "field": one.field, "label": _text(one.label)}
            for one in drafts.changes
        ],
        "counted": counts and {"total": counts.total, "touched": counts.touched},
    }


def _text(text: Text) -> dict[str, str]:
    return {"ar": text.ar, "en": text.en}
