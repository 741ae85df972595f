"""Two tabs edited the same step: both texts side by side, and the applicant chooses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from api.pages.journeys import desk, journey_page, writer
from api.pages.visit import Page, Visit
from engine.forms import FieldView, StepForm, item_form, step_form
from engine.journey import new_item
from engine.operations.results import Conflict


@dataclass(frozen=True, slots=True)
class Difference:
    """One question with what was sent now and what another tab saved."""

    label: str
    mine: str
    theirs: str

    @property
    def is_different(self) -> bool:
        return self.mine != self.theirs


def step_conflict(visit: Visit, conflict: Conflict) -> Page:
    """The conflict of a step of fields, of a declaration or of documents."""
    words = writer(conflict.view, visit.language)
    mine = step_form(words, conflict.step, texts=conflict.mine)
    theirs = step_form(words, conflict.step)
    address = visit.url("step", **_place(conflict))
    return _page(visit, conflict, _asked(mine), _asked(theirs), address, address)


def item_conflict(visit: Visit, conflict: Conflict, item: str) -> Page:
    """The conflict of one item of a group; another tab may have changed it or its neighbours."""
    view = conflict.view
    words = writer(view, visit.language)
    found = view.reading.step(conflict.step)
    if found is None or found.group_of(item) is None:  # the item around it is gone
        return visit.go(visit.url("step", **_place(conflict)) + "?changed=yes")
    is_there = found.item(item) is not None
    theirs = item_form(words, conflict.step, item).fields if is_there else ()
    if not is_there:  # another tab removed it, or this one was about to add it
        reading = new_item(desk(view), view.application, conflict.step, item)
        words = writer(replace(view, reading=reading), visit.language)
    mine = item_form(words, conflict.step, item, conflict.mine).fields
    address = visit.url("item", **_place(conflict), item=item)
    group = visit.url("step", **_place(conflict))
    return _page(visit, conflict, mine, theirs, address, address if is_there else group)


def _page(
    visit: Visit,
    conflict: Conflict,
    mine: Iterable[FieldView],
    theirs: Iterable[FieldView],
    address: str,
    back: str,
) -> Page:
    kept = {one.name: _said(one) for one in theirs}
    sent = [(one.name, one.label, _said(one)) for one in mine]
    differences = [Difference(label, said, kept.get(name, "")) for name, label, said in sent]
    return journey_page(
        visit,
        conflict.view,
        "portal/conflict.html",
        conflict.step,
        409,
        differences=differences,
        texts=dict(conflict.mine),
        revision=conflict.theirs.revision,
        address=address,
        back=back,
    )


def _asked(form: StepForm) -> tuple[FieldView, ...]:
    return (*form.fields, *(one for document in form.documents for one in document.details))


def _said(field: FieldView) -> str:
    chosen = " - ".join(one.label for one in field.options if one.is_chosen)
    return chosen or field.text


def _place(conflict: Conflict) -> dict[str, str]:
    return {"reference": conflict.view.application.reference, "step": conflict.step}
