"""Reading one field of an application: shown, required, what was typed, what it is a fact of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.answers.bounds import UNBOUNDED, Bounds
from engine.answers.errors import FieldError, missing
from engine.answers.growing import GrowingFacts, Item
from engine.answers.read import read_answer
from engine.answers.readings import FieldReading, Shown
from engine.expressions.compiled import CompiledField
from engine.model.application import Evidence
from engine.model.listing import CodeList
from engine.model.service import Field, FieldType
from engine.model.value import ABSENT, Cause, CauseKind, State, Unknown, unanswered

Files = Mapping[str, tuple[Evidence, ...]]  # by slot


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a field is asked: what was typed there, and whether its owner pressed the button."""

    answers: Mapping[str, str]
    is_saved: bool
    shown: Shown  # of the step, or of the document whose detail it is


class FieldReader:
    """Reads fields against the lists of a release, the facts so far and the files supplied."""

    def __init__(self, growing: GrowingFacts, lists: Mapping[str, CodeList], files: Files) -> None:
        self.growing = growing
        self.lists = lists
        self.files = files

    def read(
        self,
        field: Field,
        compiled: CompiledField,
        asked: Asked,
        name: str,
        slot: str,
        item: Item | None = None,
    ) -> FieldReading:
        """`name` is the fact that a cause of being unknown names; `item` the item so far."""
        shown = asked.shown
        if shown is True:
            shown = self.growing.truth(compiled.shown_when, True, item)
        text = asked.answers.get(field.id)
        files = self.files.get(slot, ())
        if shown is not True:
            hidden: State = ABSENT if shown is False else _not_yet(name, shown)
            return FieldReading(field, shown, False, text, hidden, None, UNBOUNDED, slot, files)
        required = self.growing.truth(compiled.required_when, field.is_required, item)
        bounds = self.growing.bounds(compiled, item)
        answer = self._answer(field, asked, bounds, files)
        state, error = _judged(field, answer, required, name)
        return FieldReading(field, shown, required, text, state, error, bounds, slot, files)

    def _answer(
        self, field: Field, asked: Asked, bounds: Bounds, files: tuple[Evidence, ...]
    ) -> State | FieldError:
        """The answer alone; unknown while it was not asked on a saved step."""
        if field.type is FieldType.FILE:
            if files:
                return True
            return ABSENT if asked.is_saved and field.id in asked.answers else Unknown()
        text = asked.answers.get(field.id)
        if text is None or not asked.is_saved:
            return Unknown()
        return read_answer(field, text, self.lists, self.growing.decision_date, bounds)


def _judged(
    field: Field, answer: State | FieldError, required: Shown, name: str
) -> tuple[State, FieldError | None]:
    """The state of a shown field and the error beside it."""
    if isinstance(answer, FieldError):
        return unanswered(name), answer
    if isinstance(answer, Unknown):
        kind = CauseKind.NOT_SUPPLIED if field.type is FieldType.FILE else CauseKind.UNANSWERED
        return Unknown(frozenset({Cause(kind, name)})), None
    if answer is not ABSENT or required is False:
        return answer, None
    if isinstance(required, Unknown):
        return _not_yet(name, required), None
    return unanswered(name), missing(field)


def _not_yet(name: str, why: Unknown) -> Unknown:
    return why if why.causes else unanswered(name)
