"""A comparison as JSON; every sentence in both languages."""

from __future__ import annotations

import json
from typing import Any

from engine.cli.diff_result import Result
from engine.cli.versions import Version
from engine.reports.contents import meaning_content, words_content


def as_json(result: Result) -> str:
    told = {
        "old": _version(result.old),
        "new": _version(result.new),
        "is_changed": result.is_changed,
        **words_content(result.changes, result.drafts, result.submitted),
        "meaning": None,
    }
    if result.meaning is not None:
        told |= meaning_content(result.meaning, *result.catalogues)
    return json.dumps(told, ensure_ascii=False, indent=2)


def _version(version: Version) -> dict[str, Any]:
    return {"name": version.name, "commit": version.commit}
