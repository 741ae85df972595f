"""What would be decided of somebody who has not applied: "can I, what will I need, what will it
cost?"

An application that is kept nowhere is read and decided like any other. Only what the decision can
still use is asked, the questions of one step at a time. Nothing can be supplied here, so every
document counts as supplied: the decision says which of them are due. Nobody need be signed in;
what registers say is unknown then, and it is taken for granted that they hold a record.

Source: design, section 5, law 14 ("questions left").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from engine.answers import (
    FieldReading,
    Reading,
    StepReading,
    document_slot,
    entry_inside,
    group_id,
    holder_of,
    item_slot,
    outer_items,
)
from engine.decide.decision import decide
from engine.journey.saving import Desk, new_item
from engine.journey.texts import kept_text, typed_texts
from engine.model.application import Application, Evidence, ItemEntry, StepEntry
from engine.model.decision import Decision, Outcome
from engine.model.service import Field, FieldType, Group, Service, Step, StepKind
from engine.model.value import Unknown

Entries = Mapping[str, StepEntry]
"""What was answered so far, by step."""

NO_ENTRIES: Final[Entries] = MappingProxyType({})
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_ITEM_ID: Final = re.compile(r"[0-9a-f]{16}")
_NOT_ASKED: Final = frozenset({FieldType.FILE, FieldType.DECLARATION})
_ASKING: Final = frozenset({StepKind.FIELDS, StepKind.DOCUMENTS, StepKind.GROUP})
_SETTLED: Final = frozenset({Outcome.INELIGIBLE, Outcome.FAULT})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked next: questions of a step, or of the `item` of its group."""

    step: StepReading
    questions: tuple[FieldReading, ...]
    item: str | None = None

    @property
    def around(self) -> StepReading:
        """The group that the item is of, which may be inside another item; else the step."""
        found = None if self.item is None else self.step.group_of(self.item)
        return found or self.step


@dataclass(frozen=True, slots=True)
class Trial:
    """`asked` None: nothing that can be answered here would change what is decided."""

    reading: Reading
    decision: Decision
    asked: Asked | None

    @property
    def has_errors(self) -> bool:
        """Whether something that was answered is wrong or missing."""
        asked = self.asked
        if asked is None:
            return False
        around = asked.around
        return around.group_error is not None or any(one.error for one in asked.questions)


@dataclass(frozen=True, slots=True)
class Tryout:
    """Tries `service` at a desk. `is_of_person`: the desk holds what registers say of somebody."""

    desk: Desk
    service: Service
    release: str
    is_of_person: bool

    def of(self, entries: Entries, new_item_id: str) -> Trial:
        """The decision with these answers, and what is asked next; of a group, the item that is
        not whole, or a new one with the id given."""
        application = self._application(entries)
        reading = self.desk.read(application)
        facts = dict(reading.facts)
        program = self.desk.catalogue.programs[self.service.id]
        if not self.is_of_person:
            facts |= {f"{register}.is_on_record": True for register in program.open_to}
        decision = decide(program, facts, self.desk.decision_date, self.release)
        left = {cause.fact for cause in decision.questions}
        if decision.outcome in _SETTLED or decision.is_open_to is not True:
            return Trial(reading, decision, None)
        asked = (self._asked(application, step, left, new_item_id) for step in reading.steps)
        return Trial(reading, decision, next((one for one in asked if one is not None), None))

    def before_files(self, entries: Entries) -> Reading:
        """The pages as they are before anything was supplied."""
        return self.desk.read(replace(self._application(entries), evidence=()))

    def answered(
        self, entries: Entries, asked: Asked, texts: Mapping[str, str], *, is_all: bool = False
    ) -> dict[str, StepEntry]:
        """The answers with `texts` to what was asked; of a group, `is_all` closes it.

        An item that was left blank as the group is closed is none.
        """
        id = asked.step.step.id
        entry = entries.get(id, StepEntry())
        if asked.item is None:
            answers = typed_texts(asked.questions, entry.answers, texts)
            return {**entries, id: replace(entry, answers=answers, is_saved=True)}
        items = {one.id: one for one in entry.items}
        old = items.get(asked.item, ItemEntry(asked.item, {}))
        answers = typed_texts(asked.questions, old.answers, texts)
        if asked.questions and (any(answers.values()) or not is_all):
            items[asked.item] = ItemEntry(asked.item, answers)
        inside = holder_of(asked.item)
        if inside is None:
            entry = replace(entry, is_saved=is_all, is_complete=is_all)
        elif is_all:
            items[inside] = ItemEntry(inside, {})
        else:
            items.pop(inside, None)
        return {**entries, id: replace(entry, items=tuple(items.values()))}

    def cleaned(self, entries: Entries) -> dict[str, StepEntry]:
        """What of `entries`, which came with a request, the service asks; texts as they are kept,
        and items no more than the group may have."""
        cleaned = {}
        reading = self.desk.read(self._application({}))
        for step in reading.steps:
            entry = entries.get(step.step.id)
            if entry is None or step.step.kind not in _ASKING:
                continue
            if step.step.group is None:
                fields = [one.field for one in step.questions()]
                answers = _only(fields, entry.answers)
                cleaned[step.step.id] = StepEntry(answers=answers, is_saved=bool(answers))
                continue
            items = tuple(_cleaned_items(step.step, step.step.group, entry))
            is_all = entry.is_complete
            cleaned[step.step.id] = StepEntry(items=items, is_saved=is_all, is_complete=is_all)
        return cleaned

    def _application(self, entries: Entries) -> Application:
        return Application(
            reference="",
            account_id="",
            person_key="",
            service=self.service.id,
            release=self.release,
            state=self.service.lifecycle.start,
            revision=0,
            created_at=_NEVER,
            changed_at=_NEVER,
            steps=entries,
            evidence=tuple(_imagined(slot) for slot in self._slots(entries)),
        )

    def _slots(self, entries: Entries) -> Iterator[str]:
        """Wherever a file can be supplied; of a document that one of several is enough for, the
        first of them."""
        program = self.desk.catalogue.programs[self.service.id]
        documents = {one.document.id: one.document for one in program.documents}
        for step in self.service.steps:
            for request in step.documents:
                yield document_slot(documents[request.document].papers[0].id)
            entry = entries.get(step.id, StepEntry())
            for page in (step, *step.groups):
                files = [one.id for one in page.fields if one.type is FieldType.FILE]
                if page.group is not None:  # a slot of another page's item is of no harm
                    for item in entry.items:
                        yield from (item_slot(page.group, item.id, id) for id in files)
                else:
                    yield from files

    def _asked(
        self, application: Application, step: StepReading, left: set[str], new_item_id: str
    ) -> Asked | None:
        if step.shown is not True or step.step.kind not in _ASKING:
            return None
        group = step.step.group
        if group is None:
            questions = tuple(
                one
                for one in step.questions()
                if one.field.fact in left and isinstance(one.state, Unknown)
            )
            questions = _askable(questions)
            return Asked(step, questions) if questions else None
        if group.fact not in left and not any(name.startswith(f"{group.fact}.") for name in left):
            return None
        return self._asked_of(application, step, step, new_item_id.rpartition(".")[2])

    def _asked_of(
        self, application: Application, step: StepReading, around: StepReading, own: str
    ) -> Asked | None:
        """The next item of a group, or of one inside its items, which are asked for in their turn.
        A new one is called `own`; None where all is said and an answer would close nothing."""
        open_item = next((one for one in around.items if not one.is_whole), None)
        if open_item is not None and not open_item.is_answered:
            return Asked(step, _askable(open_item.fields), open_item.id)
        if open_item is not None and open_item.open_group is not None:
            return self._asked_of(application, step, open_item.open_group, own)
        if open_item is not None and around.entry.is_complete:
            return None  # whether it holds a group hangs on what no question asks
        group = around.step.group
        assert group is not None, "items are of a group"
        item = f"{around.inside}.{own}" if around.inside else own
        if len(around.items) >= group.max_items:
            return Asked(step, (), item)  # nothing to add: it can only be closed
        fresh = new_item(self.desk, application, step.step.id, item).step(step.step.id)
        assert fresh is not None, "the step was read before"
        return Asked(step, _askable(fresh.item_questions(item)), item)


def as_draft(entries: Entries) -> dict[str, StepEntry]:
    """The answers as a draft begins with them: typed, and for its owner to look over and save."""
    return {
        id: StepEntry(answers=entry.answers, items=entry.items)
        for id, entry in entries.items()
        if entry.items or any(entry.answers.values())
    }


def _askable(questions: tuple[FieldReading, ...]) -> tuple[FieldReading, ...]:
    return tuple(one for one in questions if one.shown is True and one.field.type not in _NOT_ASKED)


def _cleaned_items(step: Step, group: Group, entry: StepEntry) -> Iterator[ItemEntry]:
    """The items of a group, no more than it may have, each before what it holds."""
    items = outer_items(entry) if group.inside is None else entry.items
    for one in items[: group.max_items]:
        if _ITEM_ID.fullmatch(one.id.rpartition(".")[2]):
            yield ItemEntry(one.id, _only(step.fields, one.answers))
            for inner in step.groups:
                assert inner.group is not None, "a step inside an item is a group"
                inside = group_id(one.id, inner.group.name)
                held = entry_inside(entry, inside)
                yield from _cleaned_items(inner, inner.group, held)
                if held.is_complete:
                    yield ItemEntry(inside, {})


def _only(fields: list[Field] | tuple[Field, ...], texts: Mapping[str, str]) -> dict[str, str]:
    return {one.id: kept_text(one, texts[one.id]) for one in fields if one.id in texts}


def _imagined(slot: str) -> Evidence:
    return Evidence("", slot, "", "", 0, "", _NEVER)
