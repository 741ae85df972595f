"""What saving does to an application: pure, from the old one and the texts sent to a new reading.

- Every field asked on the page gets a text, blank if nothing was sent, so that "left blank" and
  "never asked" stay apart. What was typed into a field that is hidden now is kept and offered
  again.
- A step that the change uncovers is unsaved until it is saved again, a group open until it is
  closed again, and guidance that says something else now is to be read again.
- Texts are kept as typed, without control characters; of one far too long only so much is kept
  as shows that it is too long.

The `revision` of the step's entry grows by one with every change. The caller holds the lock,
checks that the application may change and that the step is reachable, and stores the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from engine.answers import (
    FieldError,
    Reading,
    StepReading,
    document_slot,
    is_all_of,
    read_application,
    with_all,
    without,
)
from engine.definitions.catalogue import Catalogue
from engine.journey.guidance import says_otherwise
from engine.journey.kept import KeptReadings
from engine.journey.texts import asked_texts, typed_texts
from engine.model.application import Application, ItemEntry, StepEntry
from engine.model.register import RegisterAnswer
from engine.phrases import phrase_text

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What an application is read with: the catalogue of its release, what the registers answered,
    and the day. `kept` spares reading again what was read before."""

    catalogue: Catalogue
    snapshot: Mapping[str, RegisterAnswer]
    decision_date: date
    kept: KeptReadings | None = field(default=None, compare=False, repr=False)

    def read(self, application: Application) -> Reading:
        read = read_application if self.kept is None else self.kept.read
        return read(self.catalogue, application, self.snapshot, self.decision_date)


def saved_step(desk: Desk, application: Application, step_id: str, texts: Texts) -> Reading:
    """The application with `texts` saved on a step of fields, a declaration, documents or guidance.

    Keys that the step does not ask are ignored. The texts are kept with their errors, if any:
    `step_errors` says which. Raises KeyError when the service has no such step.
    """
    before = desk.read(application)
    step = _step(before, step_id)
    trial = replace(
        step.entry, answers=typed_texts(step.questions(), step.entry.answers, texts), is_saved=True
    )
    after = _step(desk.read(_with_entry(application, step_id, trial)), step_id)
    answers = asked_texts(step.questions(), after.questions(), step.entry.answers, texts)
    return _changed(desk, before, step, replace(trial, answers=answers))


def kept_texts(desk: Desk, application: Application, step_id: str, texts: Texts) -> Reading:
    """The application with `texts` kept and the step not saved: the language was switched.

    Nothing changes, not even whether it is saved, when the texts are those kept already.
    """
    before = desk.read(application)
    step = _step(before, step_id)
    answers = typed_texts(step.questions(), step.entry.answers, texts)
    if answers == dict(step.entry.answers):
        return before
    return _changed(desk, before, step, replace(step.entry, answers=answers, is_saved=False))


def new_item(desk: Desk, application: Application, step_id: str, item_id: str) -> Reading:
    """A reading in which the group has one more item, not answered yet: for the page that asks for
    it. Nothing of it is to be stored. Raises KeyError for an id inside an item that is not there.
    """
    step = _step(desk.read(application), step_id)
    if step.group_of(item_id) is None:
        raise KeyError(item_id)
    entry = _put(step.entry, ItemEntry(item_id, {}))
    return desk.read(_with_entry(application, step_id, entry))


def saved_item(
    desk: Desk, application: Application, step_id: str, item_id: str, texts: Texts
) -> Reading | FieldError:
    """The application with an item of a group added, or its texts replaced; the group is open, and
    so are those around it.

    The error says that the group holds as many items as it may. Raises KeyError for an id inside an
    item that is not there.
    """
    step = _step(desk.read(application), step_id)
    around = step.group_of(item_id)
    if around is None:
        raise KeyError(item_id)
    group = around.step.group
    assert group is not None, f"step {step_id} has no group"
    if step.item(item_id) is None and len(around.items) >= group.max_items:
        words = phrase_text("errors.too-many-items", count=group.max_items)
        return FieldError(group.fact, "too-many-items", words)
    old = next((one for one in step.entry.items if one.id == item_id), ItemEntry(item_id, {}))
    before = desk.read(_with_entry(application, step_id, _put(step.entry, old)))
    asked = _step(before, step_id).item_questions(item_id)
    trial = replace(old, answers=typed_texts(asked, old.answers, texts))
    after = desk.read(_with_entry(application, step_id, _put(step.entry, trial)))
    answers = asked_texts(asked, _step(after, step_id).item_questions(item_id), old.answers, texts)
    entry = _put(step.entry, replace(old, answers=answers))
    return _changed(desk, desk.read(application), step, entry)


def removed_item(desk: Desk, application: Application, step_id: str, item_id: str) -> Reading:
    """The application without an item, what it holds and its files; the group is open."""
    before = desk.read(application)
    step = _step(before, step_id)
    group = step.step.group
    assert group is not None, f"step {step_id} has no group"
    items = without(step.entry, item_id)
    gone = tuple(_places_of(desk, application, group.fact, item_id))
    evidence = tuple(one for one in application.evidence if not f"{one.slot}.".startswith(gone))
    steps = {name: _without(entry, gone) for name, entry in application.steps.items()}
    changed = replace(application, evidence=evidence, steps=steps)
    before = replace(before, application=changed)
    entry = replace(step.entry, items=items, is_complete=False, is_saved=False)
    return _changed(desk, before, step, entry)


def closed_group(
    desk: Desk, application: Application, step_id: str, inside: str = ""
) -> Reading | tuple[FieldError, ...]:
    """The application with a group complete, "that is all", or why it cannot be yet.

    `inside` is the id of a group inside an item: that one alone is closed. Raises KeyError when
    there is none such. An error of an item has `<group>.<item id>` as its field.
    """
    before = desk.read(application)
    step = _step(before, step_id)
    if inside:
        if step.inner(inside) is None:
            raise KeyError(inside)
        entry = replace(step.entry, items=with_all(step.entry, inside))
    else:
        entry = replace(step.entry, is_complete=True, is_saved=True)
    after = _changed(desk, before, step, entry)
    errors = group_errors(_step(after, step_id), inside)
    return errors or after


def step_errors(
    reading: Reading, step_id: str, item_id: str | None = None
) -> tuple[FieldError, ...]:
    """The errors of a step as it is kept, or of one item; in the order of the page.

    For a group step: what keeps it from being complete.
    """
    step = _step(reading, step_id)
    if item_id is not None:
        return tuple(one.error for one in step.item_questions(item_id) if one.error)
    return tuple(step.errors()) if step.step.group is None else group_errors(step)


def group_errors(step: StepReading, inside: str = "") -> tuple[FieldError, ...]:
    """What keeps a group from being complete, or one inside an item: of itself and of its items."""
    found = step.inner(inside) if inside else step
    if found is None or found.step.group is None:
        return ()
    group = found.step.group
    words = phrase_text("errors.item-not-whole")
    open_items = (item.id for item in found.items if not item.is_whole)
    return (
        *found.errors(),
        *(FieldError(f"{group.fact}.{item}", "item-not-whole", words) for item in open_items),
    )


def uncovered(desk: Desk, before: Reading, application: Application) -> Reading:
    """The reading of the changed `application`, its newly uncovered steps unsaved, and guidance
    that says something else.

    For changes that are not made here: a file supplied or removed.
    """
    after = desk.read(application)
    program = desk.catalogue.programs[application.service]
    was_shown = {one.step.id for one in before.steps if one.shown is True}
    same = was_shown - says_otherwise(program, before, after)
    fresh = {
        one.step.id: replace(one.entry, is_saved=False, is_complete=False)
        for one in after.steps
        if one.shown is True
        and one.step.id not in same
        and (one.entry.is_saved or one.entry.is_complete)
    }
    for one in after.steps:
        if one.step.id not in fresh and (shown := _shown_now(before.step(one.step.id), one)):
            items = tuple(item for item in one.entry.items if item.id not in shown)
            fresh[one.step.id] = replace(one.entry, items=items, is_saved=False, is_complete=False)
    if not fresh:
        return after
    return desk.read(replace(application, steps={**application.steps, **fresh}))


def _shown_now(before: StepReading | None, after: StepReading) -> frozenset[str]:
    """The groups inside items that are closed, and were not shown before."""
    closed = {one.id for one in after.entry.items}
    was, now = (
        {group.inside for item in step.items for group in item.groups} if step else set()
        for step in (before, after)
    )
    return frozenset((now - was) & closed)


def _changed(desk: Desk, before: Reading, step: StepReading, entry: StepEntry) -> Reading:
    entry = replace(entry, revision=step.entry.revision + 1)
    return uncovered(desk, before, _with_entry(before.application, step.step.id, entry))


def _places_of(desk: Desk, application: Application, group: str, item: str) -> Iterator[str]:
    """What the slots and the questions about an item begin with: its own, and its documents'."""
    yield f"{group}.{item}."
    for one in desk.catalogue.programs[application.service].documents:
        if one.document.for_each is not None and one.document.for_each.source == group:
            yield f"{document_slot(one.document.id, item)}."


def _without(entry: StepEntry, gone: tuple[str, ...]) -> StepEntry:
    texts = {name: text for name, text in entry.answers.items() if not name.startswith(gone)}
    return entry if len(texts) == len(entry.answers) else replace(entry, answers=texts)


def _step(reading: Reading, step_id: str) -> StepReading:
    step = reading.step(step_id)
    if step is None:
        raise KeyError(step_id)
    return step


def _with_entry(application: Application, step_id: str, entry: StepEntry) -> Application:
    return replace(application, steps={**application.steps, step_id: entry})


def _put(entry: StepEntry, item: ItemEntry) -> StepEntry:
    """The group's entry with `item` in its place, or at the end; open again, and so is the group
    inside an item that `item` is of."""
    is_new = all(one.id != item.id for one in entry.items)
    kept = (one for one in entry.items if not is_all_of(one.id, item.id))
    items = tuple(item if one.id == item.id else one for one in kept)
    return replace(
        entry, items=(*items, item) if is_new else items, is_complete=False, is_saved=False
    )
