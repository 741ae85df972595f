"""Reading the documents that a step asks for: whether each is due, what was supplied, its facts.

A detail is asked where its document is due, and unknown until that is supplied. Of alternatives
the details are asked of the one that was supplied; those of the others are then absent, and all of
them are unknown before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from engine.answers.errors import FieldError
from engine.answers.fields import Asked, FieldReader
from engine.answers.growing import NOTHING
from engine.answers.readings import DocumentReading, FieldReading, PlaceReading, Shown
from engine.answers.slots import document_slot
from engine.answers.synthetic import detail_field
from engine.expressions.compiled import CompiledDocument
from engine.model.application import Evidence, StepEntry
from engine.model.document import DocumentRequest, Paper, RequiredDocument
from engine.model.fact import Fact
from engine.model.value import Cause, CauseKind, Unknown
from engine.phrases import phrase_text

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

    def all_due(self) -> dict[str, Shown]:
        """Whether each document is due, by every fact read so far."""
        return {name: self._is_due(compiled) for name, compiled in self.documents.items()}

    def has_document_settled_later(self, due: Mapping[str, Shown]) -> bool:
        return any(
            isinstance(asked, Unknown) and not isinstance(due[name], Unknown)
            for name, asked in self.asked.items()
        )

    def read(self, request: DocumentRequest, entry: StepEntry, shown: Shown) -> DocumentReading:
        compiled = self.documents[request.document]
        document = compiled.document
        due = self.asked[request.document] = self._is_due(compiled)
        supplied = self._supplied(document)
        places = tuple(
            self._place(document, one, supplied, entry, due, shown) for one in document.papers
        )
        is_missing = due is True and shown is True and entry.is_saved and supplied is None
        error = _missing(document) if is_missing else None
        return DocumentReading(document, request, due, places, error)

    def _place(
        self,
        document: RequiredDocument,
        paper: Paper,
        supplied: Paper | None,
        entry: StepEntry,
        due: Shown,
        shown: Shown,
    ) -> PlaceReading:
        slot = document_slot(paper.id)
        files = self.reader.files.get(slot, ())
        is_other = supplied is not None and supplied is not paper
        asked: Shown = due if due is False or shown is True else _NO_CAUSE
        if due is True and document.any_of and supplied is not paper:
            asked = False if is_other else _not_supplied(document)
        details = tuple(self._detail(document, fact, entry, asked, files) for fact in paper.asks)
        is_asked = due is True and shown is True and not is_other
        return PlaceReading(paper, slot, is_asked, files, details)

    def _supplied(self, document: RequiredDocument) -> Paper | None:
        """What was supplied, of alternatives the first that was: files are in their order."""
        papers = {document_slot(paper.id): paper for paper in document.papers}
        return next((papers[slot] for slot in self.reader.files if slot in papers), None)

    def _detail(
        self,
        document: RequiredDocument,
        fact: Fact,
        entry: StepEntry,
        shown: Shown,
        files: tuple[Evidence, ...],
    ) -> FieldReading:
        asked = Asked(entry.answers, entry.is_saved, shown)
        read = self.reader.read(detail_field(fact), NOTHING, asked, fact.name, fact.name)
        if shown is True and not files:
            read = replace(read, state=_not_supplied(document))
        self.growing.add(fact.name, read.state)
        return read

    def _is_due(self, compiled: CompiledDocument) -> Shown:
        document = compiled.document
        if document.id in self.due:
            return self.due[document.id]
        if not document.is_in_force_on(self.growing.decision_date):
            return False
        return self.growing.truth(compiled.when, True)


def _not_supplied(document: RequiredDocument) -> Unknown:
    return Unknown(frozenset({Cause(CauseKind.NOT_SUPPLIED, document_slot(document.id))}))


def _missing(document: RequiredDocument) -> FieldError:
    words = "errors.required-one-of" if document.any_of else "errors.required-file"
    return FieldError(document_slot(document.id), "required", phrase_text(words))
