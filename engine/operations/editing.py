"""One change of one step: reachable, not stale, kept whole, and what is to be said of it.

Shared by the use cases of `applications.py`; not a use case itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from engine.answers import FieldError, StepReading
from engine.journey import next_step, step_errors, steps_of
from engine.journey.corrections import steps_to_correct, texts_within
from engine.model.account import Account
from engine.model.application import Application, StepEntry
from engine.model.service import FieldType, StepKind
from engine.operations.opening import Opened, change, open_own, read_view
from engine.operations.ports import Ports
from engine.operations.results import Conflict, NotOpen, NotThere, OutOfOrder, Rejected, Saved

_log = structlog.get_logger("mumaris.audit")

PAGES = frozenset({StepKind.FIELDS, StepKind.DECLARATION, StepKind.DOCUMENTS, StepKind.GUIDANCE})
GROUPS = frozenset({StepKind.GROUP})


class Stale(Exception):
    """The entry was saved by someone else since the page was made."""

    def __init__(self, opened: Opened, entry: StepEntry) -> None:
        self.opened = opened
        self.entry = entry
        super().__init__()


class Refused(Exception):
    """What was asked cannot be kept; the errors say why."""

    def __init__(self, opened: Opened, errors: tuple[FieldError, ...]) -> None:
        self.opened = opened
        self.errors = errors
        super().__init__()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one step, by someone who saw its entry at `revision`."""

    ports: Ports
    account: Account
    reference: str
    step: str
    revision: int
    now: datetime

    def run(
        self,
        make: Callable[[Opened], Application],
        texts: Mapping[str, str],
        *,
        kinds: frozenset[StepKind],
        item: str | None = None,
        judge: bool = True,
    ) -> Saved | Rejected | Conflict:
        """Make the change unless it is stale. `judge`: say which errors the texts have."""
        opened = open_own(self.ports, self.account, self.reference, self.now)
        try:
            opened = change(
                self.ports, self.account, opened, self.now, partial(self._checked, make, kinds)
            )
        except Stale as stale:
            view = read_view(self.ports, stale.opened)
            return Conflict(view, self.step, texts, stale.entry)
        except Refused as refused:
            return Rejected(read_view(self.ports, refused.opened), self.step, refused.errors)
        _log.info("application.saved", reference=self.reference, step=self.step)
        return self._result(opened, item, judge=judge)

    def _checked(
        self, make: Callable[[Opened], Application], kinds: frozenset[StepKind], opened: Opened
    ) -> Application:
        """The changed application; raises NotThere, OutOfOrder, Stale or Refused."""
        step = opened.service.step(self.step)
        if step is None or step.kind not in kinds:
            raise NotThere(f"no such step {self.step}")
        reading = opened.read()
        if opened.is_corrected:
            named = steps_to_correct(reading, opened.application.corrections)
            if self.step not in named:
                raise NotOpen(f"nothing is to be corrected on {self.step}")
        if not next(one for one in steps_of(reading) if one.id == self.step).is_reachable:
            raise OutOfOrder(self.step, next_step(reading))
        entry = opened.application.step(self.step)
        after = make(opened)
        if _is_same(after.step(self.step), entry):
            return opened.application
        if entry.revision != self.revision:
            raise Stale(opened, entry)
        return after

    def _result(self, opened: Opened, item: str | None, *, judge: bool) -> Saved | Rejected:
        view = read_view(self.ports, opened)
        step = view.reading.step(self.step)
        assert step is not None, "the step was checked before it was changed"
        if judge and (item is not None or step.step.group is None):
            errors = step_errors(view.reading, self.step, item)
            if item is not None:
                files = _file_fields(step.group_of(item))
                errors = tuple(one for one in errors if one.field not in files)
            if errors:
                return Rejected(view, self.step, errors, item)
        saved = None if item is None else step.item(item)
        is_done = step.is_done if saved is None else saved.is_whole
        return Saved(view, self.step, is_done, item)


def allowed(opened: Opened, step: str, texts: Mapping[str, str]) -> Mapping[str, str]:
    """The texts to keep of those sent. Raises NotOpen when they change what nobody asked for."""
    reading = opened.read().step(step)
    if not opened.is_corrected or reading is None:
        return texts
    within = texts_within(reading, opened.application.corrections, texts)
    if within is None:
        raise NotOpen(f"something on {step} cannot be changed now")
    return within


def _file_fields(group: StepReading | None) -> frozenset[str]:
    """Fields whose files come after the item is saved, so that they cannot be there yet."""
    fields = () if group is None else group.step.fields
    return frozenset(one.id for one in fields if one.type is FieldType.FILE)


def _is_same(one: StepEntry, other: StepEntry) -> bool:
    return replace(one, revision=0) == replace(other, revision=0)
