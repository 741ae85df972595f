"""A group inside an item: its items on a page of their own, and "that is all"."""

from __future__ import annotations

from dataclasses import replace

from litestar import get, post

from api.pages.journeys import journey_page, opened, reachable, writer
from api.pages.steps import error_lines, group_addresses
from api.pages.typed import revision
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import FieldError
from engine.forms import InnerForm, inner_form
from engine.forms.writer import html_id
from engine.model.scope import Scope
from engine.operations import applications
from engine.operations.results import Conflict, NotThere, Rejected, Saved, View

_PATH = "/applications/{reference:str}/steps/{step:str}/groups/{inside:str}"


@get(_PATH, opt={"scope": Scope.APPLY}, sync_to_thread=True)
def inner_group(visit: TheVisit, reference: InPath, step: InPath, inside: InPath) -> Page:
    view = opened(visit, reference)
    reachable(view, step)
    return _show(visit, view, _form(visit, view, step, inside))


@post(_PATH, opt={"scope": Scope.APPLY}, sync_to_thread=True)
def close_inner_group(visit: TheVisit, reference: InPath, step: InPath, inside: InPath) -> Page:
    """ "That is all": on to the next open group of the item, or back to the items."""
    reachable(opened(visit, reference), step)
    result = applications.close_group(
        visit.ports, visit.account, reference, step, revision(visit), visit.now, inside
    )
    match result:
        case Conflict():
            return visit.go(_address(visit, reference, step, inside) + "?changed=yes")
        case Rejected(view=view, errors=errors):
            form = _form(visit, view, step, inside)
            return _show(visit, view, form, 422, errors)
        case Saved(view=view):
            return visit.go(after_item(visit, view, step, inside.partition(".")[0]))


def after_item(visit: Visit, view: View, step: str, item: str) -> str:
    """Where to go once an item is answered: what it holds next, or the group that it is of."""
    reference = view.application.reference
    reading = view.reading.step(step)
    found = None if reading is None else reading.item(item)
    if found is not None and found.open_group is not None:
        return _address(visit, reference, step, found.open_group.inside)
    inside = item.rpartition(".")[0]
    if inside:
        return _address(visit, reference, step, inside)
    return visit.url("step", reference=reference, step=step)


def _address(visit: Visit, reference: str, step: str, inside: str) -> str:
    return visit.url("inner-group", reference=reference, step=step, inside=inside)


def _form(visit: Visit, view: View, step: str, inside: str) -> InnerForm:
    try:
        return inner_form(writer(view, visit.language), step, inside)
    except KeyError:
        raise NotThere(f"no group {inside}") from None


def _show(
    visit: Visit,
    view: View,
    form: InnerForm,
    status: int = 200,
    errors: tuple[FieldError, ...] = (),
) -> Page:
    reference, group_id = view.application.reference, html_id(form.id)
    if errors:
        lines = error_lines(visit, form.title, group_id, form.group, errors)
        form = replace(form, errors=lines)
    return journey_page(
        visit,
        view,
        "portal/inner-group.html",
        form.step,
        status,
        form=form,
        **group_addresses(visit, reference, form.step, form.group, form.id),
        group_id=group_id,
        is_changed=visit.asks("changed"),
    )


ROUTES = (inner_group, close_inner_group)
