"""Reading a whole application against its definition, step by step, into facts.

Steps and fields are read in their order, so that a condition reads what stands before it. What
is hidden is absent; what a condition leaves open is unknown, whatever was typed; a wrong answer
is unknown and carries its error; a group is open until its owner says that it is complete and
every item is whole.

Source: design, section 5, laws 1, 5 and 13.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.answers.documents import DocumentReader
from engine.answers.errors import FieldError
from engine.answers.fields import Asked, FieldReader, Files
from engine.answers.growing import NOTHING, GrowingFacts
from engine.answers.inside import entry_inside, group_id, outer_items
from engine.answers.invited import invited_as, is_closed
from engine.answers.pages import PageReader, PageReading
from engine.answers.providers import Providers
from engine.answers.readings import (
    ItemReading,
    ParagraphReading,
    Reading,
    Shown,
    StepReading,
)
from engine.answers.recorded import recorded_facts, recorded_fields
from engine.answers.registers import is_silent, register_facts, registers_read
from engine.answers.synthetic import declaration_field
from engine.definitions.catalogue import Catalogue
from engine.model.actor import InvitedActor
from engine.model.application import Application, Evidence, ItemEntry, StepEntry
from engine.model.fact import Fact, FactSource
from engine.model.invitation import InvitationState
from engine.model.lifecycle import Lifecycle
from engine.model.register import RegisterAnswer
from engine.model.service import Group, Step, StepKind
from engine.model.value import Cause, CauseKind, Facts, Items, State, Unknown, unanswered
from engine.phrases import phrase_text


def facts_of(
    catalogue: Catalogue,
    application: Application,
    snapshot: Mapping[str, RegisterAnswer],
    decision_date: date,
) -> Facts:
    """The facts alone of `read_application`: what `decide` takes."""
    return read_application(catalogue, application, snapshot, decision_date).facts


def read_application(
    catalogue: Catalogue,
    application: Application,
    snapshot: Mapping[str, RegisterAnswer],
    decision_date: date,
) -> Reading:
    """What `application` says on `decision_date`, under the release that `catalogue` is of.

    `snapshot` maps register ids to their answers; a register that is not there is silent. Every
    name of the program's facts has a state in the result.
    """
    service = catalogue.declared(application.service)
    program = catalogue.programs[service.id]
    files = _by_slot(application.evidence)
    due: Mapping[str, Shown] = {}
    while True:
        growing = GrowingFacts(program, register_facts(program, snapshot), decision_date)
        reader = FieldReader(growing, catalogue.lists, files, snapshot)
        steps = _Steps(reader, Providers(service), service.lifecycle, due, application)
        read = tuple(steps.read(step, application.step(step.id)) for step in service.steps)
        actors = tuple(steps.read_actor(one, application) for one in service.actors)
        due = steps.documents.all_due()
        if not steps.documents.has_document_settled_later(due):
            break
    recorded = recorded_facts(
        recorded_fields(service, program), application.recorded, catalogue.lists, decision_date
    )
    growing.states.update(recorded)
    for name, fact in program.facts.items():
        if name not in growing.states:
            growing.states[name] = _not_asked(fact)
    needed = registers_read(catalogue, service)
    return Reading(
        service=service,
        application=application,
        decision_date=decision_date,
        facts=growing.states,
        steps=read,
        silent=tuple(register for register in needed if is_silent(snapshot, register)),
        not_on_record=tuple(
            register
            for register in program.open_to
            if growing.states.get(f"{register}.is_on_record") is False
        ),
        due={name: truth for name, truth in due.items() if "." not in name},
        actors=actors,
    )


class _Steps:
    """Reads steps in order; each adds its facts before the next is read."""

    def __init__(
        self,
        reader: FieldReader,
        providers: Providers,
        lifecycle: Lifecycle,
        due: Mapping[str, Shown],
        application: Application,
    ) -> None:
        self.reader = reader
        self.application = application
        self.lifecycle = lifecycle
        self.providers = providers
        self.growing = reader.growing
        self.documents = DocumentReader(reader, due)

    def read(self, step: Step, entry: StepEntry) -> StepReading:
        shown = self.growing.truth(self.growing.program.steps.get(step.id), True)
        match step.kind:
            case StepKind.GROUP:
                assert step.group is not None, f"group step {step.id} has no group"
                return self._group(step, step.group, entry, shown)
            case StepKind.DOCUMENTS:
                requests = step.documents
                is_later = any(one.document in self.documents.later for one in requests)
                if is_later and not self._takes_later(step, entry):
                    shown = False
                documents = tuple(self.documents.read(one, entry, shown) for one in requests)
                return StepReading(step, entry, shown, documents=documents, is_later=is_later)
            case StepKind.DECLARATION:
                asked = Asked(entry.answers, entry.is_saved, shown)
                field = declaration_field(step)
                box = self.reader.read(field, NOTHING, asked, field.id, field.id)
                return StepReading(step, entry, shown, (box,))
            case StepKind.GUIDANCE:
                return StepReading(step, entry, shown, paragraphs=self._paragraphs(step))
            case StepKind.FIELDS | StepKind.CHECK:
                page = self._page(step, entry, shown)
                return StepReading(step, entry, shown, page.fields, notices=page.notices)

    def read_actor(self, actor: InvitedActor, application: Application) -> StepReading:
        """What the invited people who answered said: unknown until no answer can come any more."""
        answered = InvitationState.ANSWERED
        items = tuple(
            ItemEntry(one.id, one.answers)
            for one in invited_as(application, actor)
            if one.state is answered
        )
        is_all = is_closed(application, actor, self.lifecycle)
        entry = StepEntry(items=items, is_saved=True, is_complete=is_all)
        read = self._group(actor.answering, actor.group, entry, True)
        if not is_all:
            self.growing.add(actor.group.fact, _later(actor.group.fact))
        return read

    def _paragraphs(self, step: Step) -> tuple[ParagraphReading, ...]:
        conditions = self.growing.program.paragraphs[step.id]
        return tuple(
            ParagraphReading(paragraph, self.growing.truth(condition, True))
            for paragraph, condition in zip(step.says, conditions, strict=True)
        )

    def _takes_later(self, step: Step, entry: StepEntry) -> bool:
        """Whether what is due after approval is asked for, or was."""
        if self.application.submission is None:
            return False
        is_supplied = any(map(self.documents.has_files, step.documents))
        state = self.lifecycle.state(self.application.state)
        return state.takes_documents or entry.is_saved or is_supplied

    def _page(self, step: Step, entry: StepEntry, shown: Shown) -> PageReading:
        asked = Asked(entry.answers, entry.is_saved, shown)
        return PageReader(self.reader, step, asked, self.providers).page()

    def _group(self, step: Step, group: Group, entry: StepEntry, shown: Shown) -> StepReading:
        items = tuple(self._item(step, item, entry, shown) for item in outer_items(entry))
        error = _count_error(group, len(items)) if entry.is_complete else None
        read = StepReading(step, entry, shown, items=items, group_error=error)
        state = _group_state(group, read)
        if isinstance(state, Items):
            ids = (item.id for item in items)
            self.documents.items[group.fact] = tuple(zip(ids, state.items, strict=False))
        self.growing.add(group.fact, state)
        return read

    def _item(self, step: Step, entry: ItemEntry, around: StepEntry, shown: Shown) -> ItemReading:
        """An item exists only once it was saved, so its fields count as asked. What it holds is
        read behind its fields, which say whether it does, and before its checks, which are about
        it too."""
        asked = Asked(entry.answers, True, shown)
        states: dict[str, State] = {}
        page = PageReader(self.reader, step, asked, self.providers, entry.id, states)
        if step.groups:
            page.fields()
        groups: list[StepReading] = []
        held: dict[str, State] = {}
        for inner in step.groups:
            assert inner.group is not None, "a step inside an item is a group"
            one = self._inner(inner, inner.group, entry.id, around, shown, states)
            states[inner.group.name] = held[inner.group.name] = _state_inside(inner.group, one)
            groups.append(one)
        read = page.page()
        seen = tuple(one for one in groups if one.shown is True)
        return ItemReading(entry.id, read.fields, read.notices, seen, held)

    def _inner(
        self,
        step: Step,
        group: Group,
        item: str,
        around: StepEntry,
        shown: Shown,
        states: Mapping[str, State],
    ) -> StepReading:
        """A group inside an item that is `states` so far: shown where the item is, if its own
        condition holds there."""
        if shown is True:
            shown = self.growing.truth(self.growing.program.held.get(step.id), True, states)
        inside = group_id(item, group.name)
        entry = entry_inside(around, inside)
        items = tuple(self._item(step, one, entry, shown) for one in entry.items)
        error = _count_error(group, len(items)) if entry.is_complete else None
        return StepReading(step, entry, shown, items=items, group_error=error, inside=inside)


def _state_inside(group: Group, read: StepReading) -> State:
    """A group inside an item as the item has it: a list of items, empty where it is not shown,
    unknown while it is open or nobody knows whether it is shown."""
    if read.shown is True and read.is_group_complete:
        return _item_states(read)
    causes = read.shown.causes if isinstance(read.shown, Unknown) else frozenset()
    open_ = Cause(CauseKind.OPEN_GROUP, group.inside or group.fact)
    return () if read.shown is False else Unknown(causes or frozenset({open_}))


def _item_states(read: StepReading) -> tuple[Mapping[str, State], ...]:
    names = {field.id for field in read.step.fields}  # an explanation is no field of the item
    return tuple(
        {one.field.id: one.state for one in item.fields if one.field.id in names} | dict(item.held)
        for item in read.items
    )


def _group_state(group: Group, read: StepReading) -> State:
    if read.shown is False:
        return Items((), is_complete=True)
    if read.shown is not True:
        causes = read.shown.causes or {Cause(CauseKind.OPEN_GROUP, group.fact)}
        return Unknown(frozenset(causes))
    return Items(_item_states(read), is_complete=read.is_group_complete)


def _count_error(group: Group, count: int) -> FieldError | None:
    if count < group.min_items:
        words = phrase_text("errors.too-few-items", count=group.min_items)
        return FieldError(group.fact, "too-few-items", words)
    if count > group.max_items:
        words = phrase_text("errors.too-many-items", count=group.max_items)
        return FieldError(group.fact, "too-many-items", words)
    return None


def _not_asked(fact: Fact) -> State:
    return _later(fact.name) if fact.source is FactSource.REVIEWER else unanswered(fact.name)


def _later(fact: str) -> Unknown:
    return Unknown(frozenset({Cause(CauseKind.LATER_STAGE, fact)}))


def _by_slot(evidence: tuple[Evidence, ...]) -> Files:
    by_slot: dict[str, tuple[Evidence, ...]] = {}
    for one in evidence:
        by_slot[one.slot] = (*by_slot.get(one.slot, ()), one)
    return by_slot
