"""Documents that are asked for: what is taken, what is there, and why they are asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.answers import DocumentReading, PlaceReading, document_slot
from engine.decide.views import DocumentView, ItemView
from engine.forms.fields import field_view
from engine.forms.rows import place_label
from engine.forms.uploads import upload_view
from engine.forms.views import DocumentForm, PlaceForm
from engine.forms.writer import Writer, html_id
from engine.phrases import phrases


def document_form(
    writer: Writer,
    reading: DocumentReading,
    explained: Iterable[DocumentView],
    texts: Mapping[str, str] | None,
) -> DocumentForm:
    """`explained` says why the document is due; no reason is shown where it is not among them."""
    document = reading.document
    why = next((one for one in explained if one.id == document.id), None)
    return DocumentForm(
        id=html_id(document_slot(document.id)),
        name=document.id,
        label=writer.text(document.label),
        help=writer.optional(document.help),
        is_choice=bool(document.any_of),
        places=tuple(
            _place(writer, reading, place, why.items if why else (), texts)
            for place in reading.places
        ),
        error=writer.text(reading.error.message) if reading.error and texts is None else None,
        reasons=why.reasons if why else (),
        citations=why.citations if why else (),
        is_official=why.is_official if why else False,
    )


def _place(
    writer: Writer,
    reading: DocumentReading,
    place: PlaceReading,
    items: tuple[ItemView, ...],
    texts: Mapping[str, str] | None,
) -> PlaceForm:
    request, paper = reading.request, place.paper
    is_other = paper is not reading.document
    error = place.error if texts is None else None
    shown = (one for one in place.details if one.shown is True)
    return PlaceForm(
        id=html_id(place.slot),
        label=place_label(writer, reading, place),
        help=writer.optional(paper.help) if is_other else None,
        sensitive=_sensitive(writer, paper.sensitive),
        upload=upload_view(
            writer, place.slot, request.accept, request.max_bytes, request.max_files, place.files
        ),
        details=tuple(field_view(writer, detail, texts) for detail in shown),
        is_asked=place.is_asked,
        error=writer.text(error.message) if error else None,
        reasons=next((one.reasons for one in items if one.number == place.number), ()),
    )


def _sensitive(writer: Writer, kind: str | None) -> str | None:
    """The words about a kind of sensitive data, the general ones for a kind without its own."""
    if kind is None:
        return None
    own = f"files.sensitive-{kind}"
    return writer.phrase(own if own in phrases() else "files.sensitive")
