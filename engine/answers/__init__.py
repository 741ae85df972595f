"""Answers: what applicants typed, read against the definition into facts.

Pure: no clock, no store. Answers are kept as typed and read anew each time, so a new release
reads the same text again.
"""

from engine.answers.application import facts_of, read_application
from engine.answers.bounds import UNBOUNDED, Bounds
from engine.answers.errors import FieldError, field_error, missing
from engine.answers.ibans import grouped_iban
from engine.answers.inside import (
    entry_inside,
    group_id,
    holder_of,
    is_all_of,
    outer_items,
    with_all,
    without,
)
from engine.answers.partial_dates import TypedPart, typed_part
from engine.answers.read import LONGEST_ANSWER, longest_text, read_answer
from engine.answers.readings import (
    ACCEPTED,
    DocumentReading,
    FieldReading,
    ItemReading,
    ParagraphReading,
    PlaceReading,
    Reading,
    Shown,
    StepReading,
)
from engine.answers.recorded import recorded_fields, recording_errors
from engine.answers.registers import registers_read
from engine.answers.slots import document_slot, item_slot
from engine.answers.synthetic import declaration_field, detail_field, explanation_field
from engine.answers.write import answer_text, field_text

__all__ = [
    "ACCEPTED",
    "LONGEST_ANSWER",
    "UNBOUNDED",
    "Bounds",
    "DocumentReading",
    "FieldError",
    "FieldReading",
    "ItemReading",
    "ParagraphReading",
    "PlaceReading",
    "Reading",
    "Shown",
    "StepReading",
    "TypedPart",
    "answer_text",
    "declaration_field",
    "detail_field",
    "document_slot",
    "entry_inside",
    "explanation_field",
    "facts_of",
    "field_error",
    "field_text",
    "group_id",
    "grouped_iban",
    "holder_of",
    "is_all_of",
    "item_slot",
    "longest_text",
    "missing",
    "outer_items",
    "read_answer",
    "read_application",
    "recorded_fields",
    "recording_errors",
    "registers_read",
    "typed_part",
    "with_all",
    "without",
]
