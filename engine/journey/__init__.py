"""The journey: which steps there are, where one may go, what is still open, what saving does.

Orders steps and keeps text; what is law is in `engine.decide`, what is said in `engine.forms`.
"""

from engine.journey.completeness import (
    OpenPart,
    Part,
    are_documents_complete,
    is_complete,
    open_parts,
)
from engine.journey.saving import (
    Desk,
    closed_group,
    kept_texts,
    new_item,
    removed_item,
    saved_item,
    saved_step,
    step_errors,
    uncovered,
)
from engine.journey.steps import Status, StepState, next_step, steps_of

__all__ = [
    "Desk",
    "OpenPart",
    "Part",
    "Status",
    "StepState",
    "are_documents_complete",
    "closed_group",
    "is_complete",
    "kept_texts",
    "new_item",
    "next_step",
    "open_parts",
    "removed_item",
    "saved_item",
    "saved_step",
    "step_errors",
    "steps_of",
    "uncovered",
]
