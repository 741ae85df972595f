"""What reports say as plain values, for programs: the same as the commands print as JSON.

Sentences stand in both languages. What a program is told of proofs and impacts stands where they
are made (`proving/json.py`, `impact/result.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.analysis.changes import Change
from engine.analysis.comparison import Drafts
from engine.definitions.catalogue import Catalogue
from engine.model.words import Text

if TYPE_CHECKING:
    from engine.analysis.meaning.meaning import ServiceMeaning

Content: TypeAlias = Mapping[str, Any]


def words_content(
    changes: Iterable[Change], drafts: Iterable[Drafts], submitted: int | None
) -> Content:
    """`submitted` None: nobody counted."""
    return {
        "words": [_change(one) for one in changes],
        "in_flight": [_drafts(one) for one in drafts],
        "submitted_applications": submitted,
    }


def meaning_content(found: Iterable[ServiceMeaning], old: Catalogue, new: Catalogue) -> Content:
    from engine.analysis.meaning.json import as_json

    return {"meaning": [as_json(one, old, new) for one in found]}


def _change(change: Change) -> Content:
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


def _drafts(drafts: Drafts) -> Content:
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


def _text(text: Text) -> Content:
    return {"ar": text.ar, "en": text.en}
