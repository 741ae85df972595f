"""Reading the fields of one page, a step's or an item's, and its checks across answers.

A check does nothing while its condition is unknown. Where it is false and refuses, the answers
that it is about are wrong. So they are unknown, and what their being known had settled on the
page is read once more without them: a question that they showed is unknown too, but stays on the
page, since it may well be the one to correct.

Source: design, section 5, law 13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.answers.errors import FieldError, field_error
from engine.answers.fields import Asked, FieldReader
from engine.answers.growing import NOTHING
from engine.answers.own_applications import chosen_facts
from engine.answers.providers import Providers
from engine.answers.readings import FieldReading
from engine.answers.slots import item_slot
from engine.answers.synthetic import explanation_field
from engine.model.check import AnswerCheck, CheckEffect
from engine.model.service import Field, Step
from engine.model.value import State, unanswered


@dataclass(frozen=True, slots=True)
class PageReading:
    """The questions of a page, explanations last, and the checks whose notice it shows."""

    fields: tuple[FieldReading, ...]
    notices: tuple[AnswerCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads one page. The facts that its fields give are known before the next field is read; of
    an item, `item` holds them."""

    reader: FieldReader
    step: Step
    asked: Asked
    providers: Providers
    item_id: str = ""
    item: dict[str, State] | None = None

    def fields(self) -> tuple[FieldReading, ...]:
        """The questions alone, before any check: from then on it is known what they give."""
        return self._fields({})

    def page(self) -> PageReading:
        fields = self.fields()
        if not self.step.checks or self.asked.shown is not True:
            return PageReading((*fields, *self._explanations(())))
        refused = self._refused(fields)
        if refused:
            fields = tuple(map(_mended, fields, self._fields(refused)))
        broken = self._broken(fields)
        notices = tuple(one for one in broken if one.effect is CheckEffect.WARN)
        return PageReading((*fields, *self._explanations(broken)), notices)

    def _fields(self, refused: Mapping[str, FieldError]) -> tuple[FieldReading, ...]:
        made = []
        for field in self.step.fields:
            one = self._field(field)
            if field.id in refused and one.error is None:
                state = unanswered(self._name(field))
                one = replace(one, state=state, error=refused[field.id])
            made.append(self._noted(field, one))
        return tuple(made)

    def _noted(self, field: Field, one: FieldReading) -> FieldReading:
        """Keep what the field says; two that give one fact and differ are not both right."""
        if self.item is not None:
            self.item[field.id] = one.state
            return one
        is_contradicted = self.providers.contradicts(field, one.state)
        state = self.providers.fact_with(field, one.state)
        self.reader.growing.add(field.fact, state)
        for name, known in chosen_facts(field, state, one.choosable):
            self.reader.growing.add(name, known)
        if not is_contradicted:
            return one
        return replace(one, state=unanswered(field.fact), error=field_error(field, "differs"))

    def _field(self, field: Field) -> FieldReading:
        compiled = self.reader.growing.compiled(self.step.id, field.id)
        group = self.step.group
        slot = field.id if group is None else item_slot(group, self.item_id, field.id)
        return self.reader.read(field, compiled, self.asked, self._name(field), slot, self.item)

    def _name(self, field: Field) -> str:
        group = self.step.group
        return field.fact if group is None else f"{group.fact}.{field.id}"

    def _refused(self, fields: Iterable[FieldReading]) -> dict[str, FieldError]:
        """The errors of fields that a check refuses; of two checks the first speaks."""
        shown = {one.field.id for one in fields if one.shown is True}
        errors: dict[str, FieldError] = {}
        for check in self._broken(fields):
            if check.effect is CheckEffect.REFUSE:
                for name in check.about:
                    if name in shown:
                        error = FieldError(name, f"refused:{check.id}", check.words)
                        errors.setdefault(name, error)
        return errors

    def _broken(self, fields: Iterable[FieldReading]) -> tuple[AnswerCheck, ...]:
        """The checks whose condition is known to be false."""
        shown = {one.field.id for one in fields if one.shown is True}
        growing = self.reader.growing
        return tuple(
            check
            for check in self.step.checks
            if not (check.about and shown.isdisjoint(check.about))
            and growing.truth(growing.program.checks[self.step.id, check.id], True, self.item)
            is False
        )

    def _explanations(self, broken: Iterable[AnswerCheck]) -> Iterable[FieldReading]:
        """A question for each check that asks for an explanation, shown while it is broken."""
        for check in self.step.checks:
            if check.effect is CheckEffect.EXPLAIN:
                field = explanation_field(check)
                shown = check in broken if self.asked.shown is True else self.asked.shown
                asked = replace(self.asked, shown=shown)
                yield self.reader.read(field, NOTHING, asked, field.id, field.id)


def _mended(first: FieldReading, second: FieldReading) -> FieldReading:
    """A question as it is on the page, with its state now that refused answers are unknown."""
    if first.error is not None:
        return first
    return replace(first, state=second.state, error=second.error)
