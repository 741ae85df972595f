"""What a newer release changes in a draft: a typed list, and which steps are asked again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.words import Text


class ChangeKind(StrEnum):
    STEP_ADDED = "step_added"
    STEP_REMOVED = "step_removed"
    FIELD_ADDED = "field_added"
    FIELD_REMOVED = "field_removed"
    FIELD_RETYPED = "field_retyped"
    OPTIONS_CHANGED = "options_changed"


@dataclass(frozen=True, slots=True)
class Change:
    """`label` names the field or step in the words of the newer release (of the older if gone)."""

    kind: ChangeKind
    step: str
    field: str | None
    label: Text
