"""What staff record about an application, read as facts; unknown until they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.answers.bounds import UNBOUNDED, Bounds
from engine.answers.errors import FieldError, missing
from engine.answers.read import read_answer
from engine.answers.synthetic import detail_field
from engine.expressions.core import FactRef
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.fact import FactSource
from engine.model.fee_part import PartKind
from engine.model.listing import CodeList
from engine.model.service import Field, Service
from engine.model.value import ABSENT, Absent, Facts, Fault, Known, State, Unknown


def recorded_fields(service: Service, program: Program) -> dict[str, Field]:
    """The fields of `review`, and one for each amount that is entered, by the fact they give."""
    review = {field.id: field for field in service.review}
    return {
        name: review.get(name) or detail_field(fact)
        for name, fact in program.facts.items()
        if fact.source is FactSource.REVIEWER
    }


def recorded_facts(
    fields: Mapping[str, Field],
    texts: Mapping[str, str],
    lists: Mapping[str, CodeList],
    day: date,
) -> Facts:
    """The facts that were recorded. A text that the definition no longer takes says nothing."""
    states: dict[str, State] = {}
    for name, text in texts.items():
        answer = read_answer(fields[name], text, lists, day) if name in fields else None
        if answer is not None and not isinstance(answer, FieldError):
            states[name] = answer
    return states


def recording_errors(
    fields: Mapping[str, Field],
    names: tuple[str, ...],
    texts: Mapping[str, str],
    lists: Mapping[str, CodeList],
    evaluation: Evaluation,
) -> Iterator[FieldError]:
    """What is wrong with the texts for the fields `names`, in their order."""
    bounds = dict(_bounds(evaluation))
    for name in names:
        field, day = fields[name], evaluation.decision_date
        text, limits = texts.get(name, ""), bounds.get(name, UNBOUNDED)
        answer = read_answer(field, text, lists, day, limits)
        if isinstance(answer, FieldError):
            yield answer
        elif answer is ABSENT and field.is_required:
            yield missing(field)


def _bounds(evaluation: Evaluation) -> Iterator[tuple[str, Bounds]]:
    """Between which amounts each amount that is entered must lie."""
    for line in evaluation.program.fees:
        for part in line.parts:
            if part.kind is PartKind.ENTERED and isinstance(part.amount, FactRef):
                low, high = (
                    None if node is None else evaluation.value(node)
                    for node in (part.base, part.factor)
                )
                yield part.amount.name, Bounds(*(_known(state) for state in (low, high)))


def _known(state: State | None) -> Known | None:
    return None if isinstance(state, Absent | Unknown | Fault) else state
