"""Files of an application: taking what a form sent, sending one back to its owner, removing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import quote

from litestar import get
from litestar.response import Stream

from api.pages.conflicts import step_conflict
from api.pages.typed import revision, texts
from api.pages.visit import InPath, Page, TheVisit, Visit
from api.security.bodies import Upload
from api.security.headers import FILE_POLICY
from engine.calendar import format_date
from engine.forms import DocumentForm, ErrorLine, FieldView, StepForm
from engine.model.scope import Scope
from engine.operations import applications, evidence, reusing
from engine.operations.evidence import OpenFile, Supplied
from engine.operations.results import Conflict, NotThere, View
from engine.operations.reusing import Offer


@dataclass(frozen=True, slots=True)
class OfferView:
    """What was supplied before, with the names of the files; `press` is what the button sends."""

    press: str
    words: str
    names: tuple[str, ...]


def supply_all(
    visit: Visit,
    reference: str,
    uploads: Iterable[Upload],
    slot_of: Callable[[str], str] = str,
) -> dict[str, str]:
    """Supply the files that came with a form; what was refused, by slot, says what to do.

    `slot_of` turns an input's name into a slot. One file that is refused stops no other.
    """
    refused = {}
    for upload in uploads:
        slot = slot_of(upload.field)
        result = evidence.supply(
            visit.ports, visit.account, reference, slot, upload.name, upload.stream, visit.now
        )
        if not isinstance(result, Supplied):
            refused[slot] = result.errors[0].message.in_(visit.language)
    return refused


def with_refused(form: StepForm, refused: Mapping[str, str]) -> StepForm:
    """The form with what was refused said beside the inputs and in the summary."""
    if not refused:
        return form
    documents = tuple(_refused_document(one, refused) for one in form.documents)
    fields = tuple(_refused_field(one, refused) for one in form.fields)
    found = [
        *(line for one in fields for line in _refused_line(one, refused)),
        *(line for one in documents for line in _refused_lines(one, refused)),
    ]
    others = [one for one in form.errors if one.target not in {line.target for line in found}]
    return replace(form, documents=documents, fields=fields, errors=(*found, *others))


def with_refused_fields(
    fields: tuple[FieldView, ...], refused: Mapping[str, str]
) -> tuple[FieldView, ...]:
    return tuple(_refused_field(one, refused) for one in fields)


def _refused_document(one: DocumentForm, refused: Mapping[str, str]) -> DocumentForm:
    """What was refused is said at its place, or of the whole document that is one place alone."""
    if one.is_alone:
        return replace(one, error=refused.get(one.places[0].upload.slot, one.error))
    places = tuple(
        replace(place, error=refused.get(place.upload.slot, place.error)) for place in one.places
    )
    return replace(one, places=places)


def _refused_lines(one: DocumentForm, refused: Mapping[str, str]) -> Iterator[ErrorLine]:
    for place in one.places:
        error = one.error if one.is_alone else place.error
        if error and place.upload.slot in refused:
            yield ErrorLine(place.label or one.label, error, place.id)


def _refused_line(one: FieldView, refused: Mapping[str, str]) -> Iterator[ErrorLine]:
    if one.error and one.upload and one.upload.slot in refused:
        yield ErrorLine(one.label, one.error, one.id)


def _refused_field(one: FieldView, refused: Mapping[str, str]) -> FieldView:
    if one.upload is None:
        return one
    return replace(one, error=refused.get(one.upload.slot, one.error))


def press_in_form(visit: Visit, view: View, step: str) -> Page:
    """A button beside a place for files: keep what was typed around it, then remove the file, or
    take what was supplied before."""
    reference = view.application.reference
    kept = applications.keep_text(
        visit.ports, visit.account, reference, step, texts(visit), revision(visit), visit.now
    )
    if isinstance(kept, Conflict):
        return step_conflict(visit, kept)
    if file := visit.form.text("remove_file"):
        evidence.remove(visit.ports, visit.account, reference, file, visit.now)
    else:
        slot, _, source = visit.form.text("reuse").partition(" ")
        with suppress(NotThere):  # offered no more: the page shows what is
            reusing.reuse(visit.ports, visit.account, reference, slot, source, visit.now)
    return visit.go(visit.url("step", reference=reference, step=step))


def offered(visit: Visit, view: View, form: StepForm) -> dict[str, OfferView]:
    """What can be used again, by the slot; nothing is looked for on a page without documents."""
    if not form.documents:
        return {}
    found = reusing.offers(visit.ports, visit.account, view, form.step)
    return {one.slot: _offer(visit, one) for one in found}


def _offer(visit: Visit, offer: Offer) -> OfferView:
    words = visit.say(
        "steps.reuse-offer",
        service=offer.service,
        reference=offer.reference,
        day=format_date(offer.since, visit.language),
    )
    names = tuple(file.name for file in offer.files)
    return OfferView(f"{offer.slot} {offer.reference}", words, names)


@get(
    "/applications/{reference:str}/files/{file:str}",
    opt={"scope": Scope.APPLY},
    sync_to_thread=True,
)
def send(visit: TheVisit, reference: InPath, file: InPath) -> Stream:
    """For the application's owner alone."""
    return download(evidence.open_file(visit.ports, visit.account, reference, file))


def download(opened: OpenFile) -> Stream:
    """The file as a download, never as a page of ours."""
    name = opened.evidence.name
    plain = "".join(one for one in name if one.isascii() and one.isprintable() and one not in '"\\')
    return Stream(
        opened.chunks,
        media_type=opened.evidence.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{plain or "file"}"; '
            f"filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": FILE_POLICY,
        },
    )


ROUTES = (send,)
