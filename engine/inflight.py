"""What a newer release changes in a draft: a typed list for the applicant.

Answers are kept as typed and read again under the newer release, so nothing here touches them:
a field that was never asked is open, a text that no longer reads is an error on its own field,
and all else stays good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.definitions.catalogue import Catalogue
from engine.model.check import AnswerCheck
from engine.model.condition import Condition, Formula
from engine.model.service import Field, Step
from engine.model.words import Text


class ChangeKind(StrEnum):
    STEP_ADDED = "step_added"
    STEP_REMOVED = "step_removed"
    FIELD_ADDED = "field_added"
    FIELD_REMOVED = "field_removed"
    FIELD_RETYPED = "field_retyped"
    OPTIONS_CHANGED = "options_changed"
    CHECK_ADDED = "check_added"


@dataclass(frozen=True, slots=True)
class Change:
    """`label` names the field or step in the words of the newer release (of the older if gone);
    of a check it is what that says."""

    kind: ChangeKind
    step: str
    field: str | None
    label: Text


def changes_between(old: Catalogue, new: Catalogue, service: str, day: date) -> tuple[Change, ...]:
    """What `service` asks differently in `new`, in the order of its steps; what is gone comes last.

    Both hold the service. A field that moved to another step is no change. Options are those
    offered on `day`.
    """
    before, after = old.services[service].steps, new.services[service].steps
    known = {step.id for step in before}
    kept = {step.id for step in after}
    fields = {key: field for step in before for key, field in _fields(step)}
    checks = {check.id for step in before for check in _checks(step)}
    left = {key for step in after for key, _ in _fields(step)}

    def changes() -> Iterator[Change]:
        for step in after:
            if step.id not in known:
                yield Change(ChangeKind.STEP_ADDED, step.id, None, step.title)
                continue
            for key, field in _fields(step):
                kind = _kind(fields.get(key), field, (old, new), day)
                if kind is not None:
                    yield Change(kind, step.id, field.id, field.label)
            for check in _checks(step):
                if check.id not in checks:
                    yield Change(ChangeKind.CHECK_ADDED, step.id, None, check.words)
        for step in before:
            if step.id not in kept:
                yield Change(ChangeKind.STEP_REMOVED, step.id, None, step.title)
            for key, field in _fields(step):
                if key not in left and step.id in kept:
                    yield Change(ChangeKind.FIELD_REMOVED, step.id, field.id, field.label)

    return tuple(changes())


def _fields(step: Step) -> Iterator[tuple[tuple[str, str], Field]]:
    """The fields of a step by what they give: two groups may each have a field `from_date`."""
    for page in (step, *step.groups):
        group = page.group.fact if page.group else ""
        for field in page.fields:
            yield (group, field.id), field


def _checks(step: Step) -> Iterator[AnswerCheck]:
    return (check for page in (step, *step.groups) for check in page.checks)


def _kind(
    old: Field | None, new: Field, catalogues: tuple[Catalogue, Catalogue], day: date
) -> ChangeKind | None:
    if old is None:
        return ChangeKind.FIELD_ADDED
    if (old.type, old.fact_type, old.partial) != (new.type, new.fact_type, new.partial):
        return ChangeKind.FIELD_RETYPED
    before, after = (_options(new, catalogue, day) for catalogue in catalogues)
    is_same = before == after and _limits(old) == _limits(new)
    return None if is_same else ChangeKind.OPTIONS_CHANGED


def _limits(field: Field) -> object:
    """What a choice is limited by, as it is written: its place in the file says nothing."""
    options = field.options
    if options is None:
        return field.several
    when = {code: _written(condition) for code, condition in options.when}
    return field.several, options.where and _written(options.where), when


def _written(condition: Condition) -> tuple[object, ...]:
    bodies = (clause.body for clause in condition.clauses)
    texts = (body.text if isinstance(body, Formula) else _written(body) for body in bodies)
    return condition.combinator, *texts


def _options(field: Field, catalogue: Catalogue, day: date) -> frozenset[str]:
    codes = catalogue.lists.get(field.chosen_from or "")
    if codes is None:
        return frozenset()
    return frozenset(code.id for code in codes.codes if code.is_offered_on(day))
