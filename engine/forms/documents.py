"""Documents that are asked for: what is taken, what is there, and why they are asked."""

from __future__ import annotations

from collections.abc import Mapping

from engine.answers import DocumentReading, document_slot
from engine.decide.views import DecisionView, DocumentView
from engine.forms.fields import field_view
from engine.forms.uploads import upload_view
from engine.forms.views import DocumentForm
from engine.forms.writer import Writer, html_id
from engine.phrases import phrases


def document_form(
    writer: Writer,
    reading: DocumentReading,
    decision: DecisionView | None,
    texts: Mapping[str, str] | None,
) -> DocumentForm:
    """`decision` says why the document is due; without one, no reason is shown."""
    document = reading.document
    slot = document_slot(document.id)
    why = _why(decision, document.id)
    request = reading.request
    return DocumentForm(
        id=html_id(slot),
        name=document.id,
        label=writer.text(document.label),
        help=writer.optional(document.help),
        sensitive=_sensitive(writer, document.sensitive),
        upload=upload_view(
            writer, slot, request.accept, request.max_bytes, request.max_files, reading.files
        ),
        details=tuple(field_view(writer, detail, texts) for detail in reading.details),
        error=writer.text(reading.error.message) if reading.error and texts is None else None,
        reasons=why.reasons if why else (),
        citations=why.citations if why else (),
        is_official=why.is_official if why else False,
    )


def _why(decision: DecisionView | None, document: str) -> DocumentView | None:
    documents = decision.documents if decision else ()
    return next((one for one in documents if one.id == document), None)


def _sensitive(writer: Writer, kind: str | None) -> str | None:
    """The words about a kind of sensitive data, the general ones for a kind without its own."""
    if kind is None:
        return None
    own = f"files.sensitive-{kind}"
    return writer.phrase(own if own in phrases() else "files.sensitive")
