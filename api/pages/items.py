"""The items of a repeating group: adding, changing and removing one, each on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from litestar import get, post

from api.pages import files
from api.pages.addresses import address
from api.pages.conflicts import item_conflict
from api.pages.doorway import TAKES_FILES
from api.pages.inner_groups import after_item
from api.pages.journeys import desk, journey_page, opened, reachable, writer
from api.pages.typed import revision, texts
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import FieldError, Reading, item_slot
from engine.forms import ErrorLine, ItemForm, item_form
from engine.journey import new_item, saved_item
from engine.model.scope import Scope
from engine.model.service import Group
from engine.operations import applications, evidence
from engine.operations.results import Conflict, NotThere, Rejected, Saved, View

_PATH = "/applications/{reference:str}/steps/{step:str}/items/{item:str}"


@get(_PATH, opt={"scope": Scope.APPLY}, sync_to_thread=True)
def item_page(visit: TheVisit, reference: InPath, step: InPath, item: InPath) -> Page:
    """An item to change; `new` gives one that is not there yet an id, so that a retry adds one.

    One inside an item has `<item>.<group>.` before it."""
    view = _opened(visit, reference, step)
    inside, _, own = item.rpartition(".")
    if own == "new":
        item = f"{inside}.{applications.new_item_id()}" if inside else applications.new_item_id()
        view = replace(view, reading=_with_new(view, step, item))
    return _show(visit, view, _form(visit, view, step, item))


@post(_PATH, opt={"scope": Scope.APPLY, **TAKES_FILES}, sync_to_thread=True)
def save_item(visit: TheVisit, reference: InPath, step: InPath, item: InPath) -> Page:
    """Save the item's texts, then its files."""
    view = _opened(visit, reference, step)
    result = applications.save_item(
        visit.ports, visit.account, reference, step, item, texts(visit), revision(visit), visit.now
    )
    if isinstance(result, Conflict):
        return item_conflict(visit, result, item)
    if isinstance(result, Rejected) and result.item is None:
        return _not_kept(visit, view, step, item, result.errors)
    group = _group(view, step)  # slots begin with it, wherever in it the item is
    refused = files.supply_all(
        visit, reference, visit.form.files, lambda name: item_slot(group, item, name)
    )
    here = visit.url("item", reference=reference, step=step, item=item)
    if visit.form.text("remove_file"):
        file = visit.form.text("remove_file")
        evidence.remove(visit.ports, visit.account, reference, file, visit.now)
        return visit.go(here)
    after = applications.view(visit.ports, visit.account, reference, visit.now)
    reading = after.reading.step(step)
    saved = reading.item(item) if reading else None
    if saved is not None and saved.is_answered and not refused:
        return visit.go(after_item(visit, after, step, item))
    form = _form(visit, after, step, item)
    fields = files.with_refused_fields(form.fields, refused)
    lines = tuple(ErrorLine(one.label, one.error, one.target) for one in fields if one.error)
    if not lines and isinstance(result, Saved):
        return visit.go(f"{here}?more=yes")
    return _show(visit, after, replace(form, fields=fields, errors=lines), 422)


@post(f"{_PATH}/language", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def switch_item_language(visit: TheVisit, reference: InPath, step: InPath, item: InPath) -> Page:
    """The same form in the language of this address, with what was typed and nothing saved."""
    return _typed(visit, reference, step, item)


@post(f"{_PATH}/preview", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def preview_item(visit: TheVisit, reference: InPath, step: InPath, item: InPath) -> Page:
    """The form as these texts make it, nothing kept: which questions they uncover."""
    return _typed(visit, reference, step, item)


@get(f"{_PATH}/remove", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def remove_page(visit: TheVisit, reference: InPath, step: InPath, item: InPath) -> Page:
    view = _opened(visit, reference, step)
    form = _form(visit, view, step, item)
    title = next(
        (one.text for one in form.fields if one.text and not one.options and not one.upload), ""
    )
    return journey_page(
        visit,
        view,
        "portal/remove-item.html",
        step,
        form=form,
        title=title,
        item=item,
        back=_back(visit, reference, step, item),
    )


@post(f"{_PATH}/remove", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def remove_item(visit: TheVisit, reference: InPath, step: InPath, item: InPath) -> Page:
    """Remove it; when another tab changed the group meanwhile, show the group as it is now."""
    applications.remove_item(
        visit.ports, visit.account, reference, step, item, revision(visit), visit.now
    )
    return visit.go(_back(visit, reference, step, item))


def _not_kept(
    visit: Visit, view: View, step: str, item: str, errors: tuple[FieldError, ...]
) -> Page:
    """The form with what was typed and why it was not kept; the group when it holds too many."""
    typed = texts(visit)
    reading = _as_saved(view, step, item, typed)
    if isinstance(reading, FieldError):
        return visit.go(_back(visit, view.application.reference, step, item))
    form = item_form(writer(replace(view, reading=reading), visit.language), step, item, typed)
    said = {one.field: one.message.in_(visit.language) for one in errors}
    fields = tuple(replace(one, error=said.get(one.name)) for one in form.fields)
    lines = tuple(ErrorLine(one.label, one.error, one.target) for one in fields if one.error)
    shown = replace(form, fields=fields, errors=lines, revision=revision(visit))
    return _show(visit, view, shown, 422)


def _typed(visit: Visit, reference: str, step: str, item: str) -> Page:
    view = _opened(visit, reference, step)
    typed = texts(visit)
    reading = _as_saved(view, step, item, typed)
    if isinstance(reading, FieldError):  # one too many
        return visit.go(_back(visit, reference, step, item))
    shown = replace(view, reading=reading)
    form = item_form(writer(shown, visit.language), step, item, typed)
    return _show(visit, view, replace(form, revision=revision(visit)))


def _show(visit: Visit, view: View, form: ItemForm, status: int = 200) -> Page:
    place = {
        "reference": view.application.reference,
        "step": form.step,
        "item": form.item,
    }
    return journey_page(
        visit,
        view,
        "portal/item.html",
        form.step,
        status,
        form=form,
        errors=form.errors,
        back=_back(visit, view.application.reference, form.step, form.item),
        preview=visit.url("item-preview", **place),
        is_more=visit.asks("more"),
        switch_form="step-form",
        switch_address=address(visit.language.other, "item-language", **place),
    )


def _with_new(view: View, step: str, item: str) -> Reading:
    try:
        return new_item(desk(view), view.application, step, item)
    except KeyError:
        raise NotThere(f"no item {item}") from None


def _as_saved(view: View, step: str, item: str, typed: Mapping[str, str]) -> Reading | FieldError:
    try:
        return saved_item(desk(view), view.application, step, item, typed)
    except KeyError:
        raise NotThere(f"no item {item}") from None


def _back(visit: Visit, reference: str, step: str, item: str) -> str:
    """The group that an item is of, or would be."""
    inside = item.rpartition(".")[0]
    if inside:
        return visit.url("inner-group", reference=reference, step=step, inside=inside)
    return visit.url("step", reference=reference, step=step)


def _form(visit: Visit, view: View, step: str, item: str) -> ItemForm:
    try:
        return item_form(writer(view, visit.language), step, item)
    except KeyError:
        raise NotThere(f"no item {item}") from None


def _opened(visit: Visit, reference: str, step: str) -> View:
    view = opened(visit, reference)
    reachable(view, step)
    _group(view, step)
    return view


def _group(view: View, step: str) -> Group:
    found = view.service.step(step)
    if found is None or found.group is None:
        raise NotThere(f"step {step} has no group")
    return found.group


ROUTES = (item_page, save_item, switch_item_language, preview_item, remove_page, remove_item)
