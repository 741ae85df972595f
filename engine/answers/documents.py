"""Reading the documents that a step asks for: whether each is due, what was supplied, its facts.

A detail is asked where its document is due, and unknown until that is supplied. Of alternatives
the details are asked of the one that was supplied; those of the others are then absent, and all of
them are unknown before. What is due for each item is asked for each, once the group is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from engine.answers.errors import FieldError
from engine.answers.fields import Asked, FieldReader
from engine.answers.growing import NOTHING
from engine.answers.readings import DocumentReading, FieldReading, PlaceReading, Shown
from engine.answers.slots import document_slot
from engine.answers.synthetic import detail_field
from engine.expressions import core
from engine.expressions.compiled import CompiledDocument
from engine.model.application import Evidence, StepEntry
from engine.model.document import DocumentRequest, Paper, RequiredDocument
from engine.model.fact import Fact
from engine.model.value import Cause, CauseKind, Items, State, Unknown
from engine.phrases import phrase_text

GroupItem: TypeAlias = tuple[str, Mapping[str, State]]
"""The id of an item, and what it says."""

_NO_CAUSE: Final = Unknown()


class DocumentReader:
    """Reads documents with a reader of fields; each adds its facts before the next is read.

    Whether a document is due can depend on steps after the one that asks for it. So steps are
    read again, with `due` as all facts say it, until no document is settled later than it was
    asked for: a fact that is known stays known, so each pass settles one more at least.
    """

    def __init__(self, reader: FieldReader, due: Mapping[str, Shown]) -> None:
        self.reader = reader
        self.growing = reader.growing
        self.documents = {one.document.id: one for one in self.growing.program.documents}
        self.due = {name: truth for name, truth in due.items() if isinstance(truth, bool)}
        self.asked: dict[str, Shown] = {}
        self.later = {name for name, one in self.documents.items() if one.document.is_later}
        self.items: dict[str, tuple[GroupItem, ...]] = {}  # read so far, by their group

    def all_due(self) -> dict[str, Shown]:
        """Whether each document is due, by every fact read so far: by its id, and where it is due
        for each item also by its id and that of each item, with a dot between."""
        due = {name: self._is_due(compiled) for name, compiled in self.documents.items()}
        for compiled in self.documents.values():
            for number, (id_, _) in enumerate(self._items(compiled), start=1):
                due[f"{compiled.document.id}.{id_}"] = self._is_due_for(compiled, number)
        return due

    def has_document_settled_later(self, due: Mapping[str, Shown]) -> bool:
        return any(
            isinstance(asked, Unknown) and not isinstance(due[name], Unknown)
            for name, asked in self.asked.items()
        )

    def has_files(self, request: DocumentRequest) -> bool:
        """Whether anything of the document is supplied, for whatever item."""
        papers = self.documents[request.document].document.papers
        heads = tuple(f"{document_slot(paper.id)}." for paper in papers)
        return any(f"{slot}.".startswith(heads) for slot in self.reader.files)

    def read(self, request: DocumentRequest, entry: StepEntry, shown: Shown) -> DocumentReading:
        compiled = self.documents[request.document]
        document = compiled.document
        due = self.asked[request.document] = self._is_due(compiled)
        on = _Page(entry, shown)
        if document.for_each is not None:
            return self._read_items(compiled, request, on, due)
        supplied = self._supplied(document)
        places = tuple(self._place(document, one, supplied, on, due) for one in document.papers)
        is_missing = due is True and on.is_tried and supplied is None
        error = _missing(document) if is_missing else None
        return DocumentReading(document, request, due, places, error)

    # One place, or one for each alternative ----------------------------------------------

    def _place(
        self,
        document: RequiredDocument,
        paper: Paper,
        supplied: Paper | None,
        on: _Page,
        due: Shown,
    ) -> PlaceReading:
        slot = document_slot(paper.id)
        files = self.reader.files.get(slot, ())
        is_other = supplied is not None and supplied is not paper
        asked: Shown = due if due is False or on.shown is True else _NO_CAUSE
        if due is True and document.any_of and supplied is not paper:
            asked = False if is_other else _not_supplied(document.name)
        if due is not False and document.is_later and on.shown is not True:
            asked = _later(document.name)
        details = []
        for fact in paper.asks:
            read = self._detail(document.name, fact, on, asked, files)
            self.growing.add(fact.name, read.state)
            details.append(read)
        is_asked = due is True and on.shown is True and not is_other
        return PlaceReading(paper, slot, is_asked, files, tuple(details))

    def _supplied(self, document: RequiredDocument) -> Paper | None:
        """What was supplied, of alternatives the first that was: files are in their order."""
        papers = {document_slot(paper.id): paper for paper in document.papers}
        return next((papers[slot] for slot in self.reader.files if slot in papers), None)

    def _detail(
        self, cause: str, fact: Fact, on: _Page, shown: Shown, files: tuple[Evidence, ...]
    ) -> FieldReading:
        asked = Asked(on.entry.answers, on.entry.is_saved, shown)
        read = self.reader.read(detail_field(fact), NOTHING, asked, fact.name, fact.name)
        if shown is True and not files:
            read = replace(read, state=_not_supplied(cause))
        return read

    # A place for each item ---------------------------------------------------------------

    def _read_items(
        self, compiled: CompiledDocument, request: DocumentRequest, on: _Page, due: Shown
    ) -> DocumentReading:
        """The items for which the document is due are a group, open until all is supplied."""
        document = compiled.document
        places: list[PlaceReading] = []
        states: list[Mapping[str, State]] = []
        is_open = False
        for number, (id_, state) in enumerate(self._items(compiled), start=1):
            is_due = self._is_due_for(compiled, number)
            self.asked[f"{document.id}.{id_}"] = is_due
            is_open |= isinstance(is_due, Unknown)
            if is_due is True:
                place = self._place_for(document, id_, number, on)
                names = (fact.name.rpartition(".")[2] for fact in document.asks)
                given = zip(names, (one.state for one in place.details), strict=True)
                places.append(place)
                states.append({**state, **dict(given)})
        read = DocumentReading(document, request, due, tuple(places), None, is_open)
        if due is False:
            group: State = Items((), is_complete=True)
        elif due is not True or on.shown is not True:
            causes = due.causes if isinstance(due, Unknown) else frozenset[Cause]()
            open_ = frozenset({Cause(CauseKind.OPEN_GROUP, document.name)})
            group = _later(document.name) if document.is_later else Unknown(causes or open_)
        else:
            group = Items(tuple(states), is_complete=read.is_settled)
        self.growing.add(document.name, group)
        return read

    def _place_for(
        self, document: RequiredDocument, item: str, number: int, on: _Page
    ) -> PlaceReading:
        slot = document_slot(document.id, item)
        files = self.reader.files.get(slot, ())
        facts = (
            replace(fact, name=f"{slot}.{fact.name.rpartition('.')[2]}") for fact in document.asks
        )
        asked: Shown = True if on.shown is True else _NO_CAUSE
        details = tuple(self._detail(document.name, fact, on, asked, files) for fact in facts)
        is_missing = on.is_tried and not files
        error = FieldError(slot, "required", phrase_text("errors.required-file"))
        return PlaceReading(
            document,
            slot,
            on.shown is True,
            files,
            details,
            number,
            error if is_missing else None,
        )

    # Whether it is due -------------------------------------------------------------------

    def _is_due(self, compiled: CompiledDocument) -> Shown:
        document = compiled.document
        if document.id in self.due:
            return self.due[document.id]
        if not document.is_in_force_on(self.growing.decision_date):
            return False
        return self.growing.truth(compiled.when, True)

    def _items(self, compiled: CompiledDocument) -> tuple[GroupItem, ...]:
        """The items that it can be due for; none while the group is open."""
        each = compiled.document.for_each
        group = self.growing.states.get(each.source) if each else None
        is_closed = isinstance(group, Items) and group.is_complete
        return self.items.get(each.source, ()) if each and is_closed else ()

    def _is_due_for(self, compiled: CompiledDocument, number: int) -> Shown:
        """Whether it is due for the item of this number."""
        document, node = compiled.document, compiled.when
        assert isinstance(node, core.Quantified), "what is due for each item is asked of each"
        id_, item = self._items(compiled)[number - 1]
        known = self.due.get(f"{document.id}.{id_}")
        if known is not None:
            return known
        if not document.is_in_force_on(self.growing.decision_date):
            return False
        return self.growing.truth(node.body, True, elements={node.variable: item})


@dataclass(frozen=True, slots=True)
class _Page:
    """The step that documents are asked for on."""

    entry: StepEntry
    shown: Shown

    @property
    def is_tried(self) -> bool:
        """What is missing is an error: it was saved."""
        return self.shown is True and self.entry.is_saved


def _later(document: str) -> Unknown:
    return Unknown(frozenset({Cause(CauseKind.LATER_STAGE, document)}))


def _not_supplied(document: str) -> Unknown:
    return Unknown(frozenset({Cause(CauseKind.NOT_SUPPLIED, document)}))


def _missing(document: RequiredDocument) -> FieldError:
    words = "errors.required-one-of" if document.any_of else "errors.required-file"
    return FieldError(document.name, "required", phrase_text(words))
