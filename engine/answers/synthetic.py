"""Fields that a definition does not write as fields: details, a declaration, explanations."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.answers.readings import ACCEPTED
from engine.model.check import AnswerCheck
from engine.model.fact import Fact
from engine.model.problem import Span
from engine.model.service import ChoiceLook, Field, FieldType, Script, Step
from engine.model.types import TEXT, YES_NO, Kind, Type
from engine.model.words import Text, Unit
from engine.phrases import phrase_text

_FIELD_TYPES: Final = {
    Kind.NUMBER: FieldType.NUMBER,
    Kind.MONEY: FieldType.MONEY,
    Kind.TEXT: FieldType.TEXT,
    Kind.YES_NO: FieldType.YES_NO,
    Kind.DATE: FieldType.DATE,
    Kind.CODE: FieldType.CHOICE,
}


def detail_field(detail: Fact) -> Field:
    """The field that asks for a detail of a document; its id is the name of the fact."""
    field_type = _FIELD_TYPES[detail.type.kind]
    is_required = not detail.type.is_optional
    fact_type = detail.type.required()
    return _field(
        detail.name, field_type, fact_type, detail.label, is_required, detail.unit, detail.span
    )


def declaration_field(step: Step) -> Field:
    """The box that accepts every statement of a DECLARATION step."""
    label = phrase_text("forms.accept-statements")
    return _field(ACCEPTED, FieldType.DECLARATION, YES_NO, label, True, None, step.span)


def explanation_field(check: AnswerCheck) -> Field:
    """The field that asks for what a check wants explained; no rule can read it."""
    field = _field(
        check.explanation, FieldType.LONG_TEXT, TEXT, check.words, True, None, check.span
    )
    return replace(field, max_length=check.max_length)


def _field(
    name: str,
    field_type: FieldType,
    fact_type: Type,
    label: Text,
    is_required: bool,
    unit: Unit | None,
    span: Span,
) -> Field:
    return Field(
        id=name,
        type=field_type,
        fact_type=fact_type,
        label=label,
        help=None,
        is_required=is_required,
        required_when=None,
        shown_when=None,
        low=None,
        high=None,
        max_length=None,
        script=Script.ANY,
        look=ChoiceLook.RADIOS,
        prefill=None,
        accept=(),
        max_bytes=0,
        purpose=None,
        unit=unit,
        span=span,
    )
