"""Answers as JSON has them, turned into the texts that an applicant would have typed.

Reading the texts is `engine.answers`' work, so that a program's answer and a person's are judged
alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from api.json.errors import ErrorBody, escaped, fault_at
from api.json.shapes import Answer, unknown
from api.json.step_schema import asked_documents, details, explained
from api.json.strict import Number
from api.problems import Case, Declined
from engine.answers import StepReading, declaration_field, explanation_field
from engine.answers.choices import NO, YES
from engine.expressions.program import Program
from engine.model.service import Field, FieldType, Step, StepKind

_YES_OR_NO: Final = frozenset({FieldType.YES_NO, FieldType.DECLARATION})
_MOST_PLACES: Final = 40


def asked_fields(step: Step, program: Program) -> tuple[Field, ...]:
    """Every field that a body for `step` may answer, files included: of one item, for a group."""
    fields = [*step.fields, *(explanation_field(check) for check in explained(step))]
    if step.kind is StepKind.DECLARATION:
        fields.append(declaration_field(step))
    for document in asked_documents(step, program):
        fields += () if document.for_each else details(document)
    return tuple(fields)


def asked_now(reading: StepReading, program: Program) -> tuple[Field, ...]:
    """The same of a step as it stands, with what documents ask for each item."""
    asked = asked_fields(reading.step, program)
    of_items = (one for one in reading.documents if one.document.for_each)
    return (*asked, *(detail.field for one in of_items for detail in one.details))


def typed_texts(answers: Mapping[str, Answer], fields: Iterable[Field]) -> dict[str, str]:
    """The texts of `answers` by field id; raises Declined with every fault of the body.

    null is a blank answer. A number is written out in full: `1e2` is `100`.
    """
    known = {field.id: field for field in fields}
    texts: dict[str, str] = {}
    errors: list[ErrorBody] = []
    for name, answer in answers.items():
        field = known.get(name)
        at = f"/answers/{escaped(name[:100])}"
        if field is None:
            errors.append(unknown(name, _askable(known), "/answers"))
        elif field.type is FieldType.FILE:
            errors.append(fault_at(at, "is-a-file"))
        elif isinstance(answer, bool) and field.type not in _YES_OR_NO:
            errors.append(fault_at(at, "not-yes-or-no-question"))
        elif isinstance(answer, tuple) and field.type is not FieldType.CHOICES:
            errors.append(fault_at(at, "not-several-choices"))
        else:
            texts[name] = _text(answer)
    if errors:
        raise Declined(Case.WRONG_BODY, errors=errors)
    return texts


def _askable(known: Mapping[str, Field]) -> dict[str, Field]:
    return {name: one for name, one in known.items() if one.type is not FieldType.FILE}


def _text(answer: Answer) -> str:
    match answer:
        case None:
            return ""
        case bool():
            return YES if answer else NO
        case Number(text):
            return _written_out(text)
        case str():
            return answer
        case tuple():
            return ",".join(answer)


def _written_out(number: str) -> str:
    """A number without an exponent, where it has one and is not absurdly long without it.

    >>> _written_out("1.5E3"), _written_out("15"), _written_out("1e999999999")
    ('1500', '15', '1e999999999')
    """
    if "e" not in number.lower():
        return number
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    return f"{value:f}" if abs(value.adjusted()) <= _MOST_PLACES else number
