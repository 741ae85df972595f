"""Reading one field of an application: shown, required, what was typed, what it is a fact of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.answers.bounds import UNBOUNDED, Bounds
from engine.answers.errors import FieldError, field_error, missing
from engine.answers.growing import GrowingFacts, Item
from engine.answers.offers import Offer, offer_of
from engine.answers.own_applications import Choosable, choosable, read_application_choice
from engine.answers.read import read_answer
from engine.answers.readings import FieldReading, Shown
from engine.expressions.compiled import CompiledField
from engine.model.application import Evidence
from engine.model.listing import CodeList
from engine.model.register import RegisterAnswer
from engine.model.service import Field, FieldType
from engine.model.value import (
    ABSENT,
    Absent,
    Cause,
    CauseKind,
    Fault,
    State,
    Unknown,
    unanswered,
)

Files = Mapping[str, tuple[Evidence, ...]]  # by slot
NOTHING_SAID: Final[Mapping[str, RegisterAnswer]] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a field is asked: what was typed there, and whether its owner pressed the button."""

    answers: Mapping[str, str]
    is_saved: bool
    shown: Shown  # of the step, or of the document whose detail it is


class FieldReader:
    """Reads fields against the lists of a release, the facts so far and the files supplied."""

    def __init__(
        self,
        growing: GrowingFacts,
        lists: Mapping[str, CodeList],
        files: Files,
        snapshot: Mapping[str, RegisterAnswer] = NOTHING_SAID,
    ) -> None:
        self.growing = growing
        self.lists = lists
        self.files = files
        self.snapshot = snapshot

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
        offer: Offer | None = None
        if shown is True and compiled.options is not None:
            offer = offer_of(self.growing, self.lists, field, compiled.options, item)
            shown = offer.waits_for or True
        if shown is not True:
            hidden: State = ABSENT if shown is False else _not_yet(name, shown)
            return FieldReading(field, shown, False, text, hidden, None, UNBOUNDED, slot, files)
        required = self.growing.truth(compiled.required_when, field.is_required, item)
        bounds = self.growing.bounds(compiled, item)
        among = choosable(field, self.snapshot) if field.own is not None else {}
        answer = self._answer(field, asked, bounds, files, among)
        if offer is not None:
            answer = _of_those_offered(field, answer, offer)
        state, error = _judged(field, answer, required, name)
        if error is not None and answer is ABSENT and offer is not None and not offer.offered:
            error = field_error(field, error.code, "no-options")
        offered = None if offer is None else offer.offered
        return FieldReading(
            field, shown, required, text, state, error, bounds, slot, files, offered, among
        )

    def _answer(
        self,
        field: Field,
        asked: Asked,
        bounds: Bounds,
        files: tuple[Evidence, ...],
        among: Choosable,
    ) -> State | FieldError:
        """The answer alone; unknown while it was not asked on a saved step."""
        if field.type is FieldType.FILE:
            if files:
                return True
            return ABSENT if asked.is_saved and field.id in asked.answers else Unknown()
        text = asked.answers.get(field.id)
        if text is None or not asked.is_saved:
            return Unknown()
        if field.type is FieldType.APPLICATION and text.strip():
            return read_application_choice(field, text, among)
        return read_answer(field, text, self.lists, self.growing.decision_date, bounds)


def _of_those_offered(field: Field, answer: State | FieldError, offer: Offer) -> State | FieldError:
    """A choice that is not offered is wrong; one that may be offered is not known yet."""
    if isinstance(answer, FieldError | Unknown | Fault | Absent):
        return answer
    truth = offer.of(answer)
    if isinstance(truth, Unknown):
        return truth
    return answer if truth else field_error(field, "not-offered-now")


def _judged(
    field: Field, answer: State | FieldError, required: Shown, name: str
) -> tuple[State, FieldError | None]:
    """The state of a shown field and the error beside it."""
    if isinstance(answer, FieldError):
        return unanswered(name), answer
    if isinstance(answer, Unknown) and answer.causes:
        return answer, None
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
