"""The answers that one step takes, as a JSON Schema 2020-12 document.

It describes the member `answers` of what a step is saved with; for a group, of one item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.json.conditions import feel_not, feel_or_none
from api.json.field_schema import FieldSchemas, Schema, bilingual, is_always_required
from engine.answers import declaration_field, detail_field, explanation_field
from engine.answers.growing import NOTHING
from engine.definitions.catalogue import Catalogue
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.check import AnswerCheck, CheckEffect
from engine.model.document import RequiredDocument
from engine.model.service import Field, FieldType, Service, Step, StepKind

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
MEDIA_TYPE: Final = "application/schema+json"


@dataclass(frozen=True, slots=True)
class StepSchemas:
    """The schemas of one service on one day; `address` is that of its form, and their `$id`s."""

    catalogue: Catalogue
    service: Service
    day: date
    address: str

    @property
    def program(self) -> Program:
        return self.catalogue.programs[self.service.id]

    def of(self, step: Step) -> Schema:
        """A step that takes no answers (the check page) has a schema without properties."""
        properties: Schema = {}
        patterns: Schema = {}  # of what is asked for each item, whose id stands in the name
        required: list[str] = []
        fields = FieldSchemas(
            self.catalogue.lists, Evaluation(self.program, {}, self.day), self.day
        )
        for field in step.fields:
            if field.type is not FieldType.FILE:
                compiled = self.program.fields.get((step.id, field.id), NOTHING)
                properties[field.id] = fields.of(field, compiled)
                required += [field.id] if is_always_required(field) else []
        for check in explained(step):
            question = explanation_field(check)
            shown_when = {"x-mumaris-shown-when": feel_not(check.condition)}
            properties[question.id] = fields.of(question, NOTHING) | shown_when
        if step.kind is StepKind.DECLARATION:
            box = declaration_field(step)
            properties[box.id] = fields.of(box, NOTHING)
            required.append(box.id)
        for document in asked_documents(step, self.program):
            asked_of = patterns if document.for_each else properties
            for detail in details(document):
                asked_of[detail.id] = fields.of(detail, NOTHING) | _due_when(document)
        schema: Schema = {
            "$schema": DIALECT,
            "$id": f"{self.address}/{step.id}",
            "title": step.title.en,
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
            "x-mumaris-label": bilingual(step.title),
        }
        if patterns:
            schema["patternProperties"] = {_pattern(name): one for name, one in patterns.items()}
        step_shown_when = feel_or_none(step.shown_when)
        if step_shown_when is None:
            return schema
        return schema | {"x-mumaris-shown-when": step_shown_when}


def asked_documents(step: Step, program: Program) -> tuple[RequiredDocument, ...]:
    """The documents that a step asks for, in its order."""
    compiled = {one.document.id: one.document for one in program.documents}
    return tuple(compiled[request.document] for request in step.documents)


def explained(step: Step) -> tuple[AnswerCheck, ...]:
    """The checks that may ask for an explanation, which is an answer of the step or the item."""
    return tuple(one for one in step.checks if one.effect is CheckEffect.EXPLAIN)


def details(document: RequiredDocument) -> tuple[Field, ...]:
    return tuple(detail_field(fact) for fact in document.details)


def _pattern(detail: str) -> str:
    """The names of a detail for every item: `documents.letter.<item>.issue_date`."""
    head, _, last = detail.rpartition(".")
    return f"^{re.escape(head)}\\.[^.]+\\.{re.escape(last)}$"


def _due_when(document: RequiredDocument) -> Schema:
    """A detail is asked where its document is due."""
    due_when = feel_or_none(document.when)
    return {} if due_when is None else {"x-mumaris-shown-when": due_when}
