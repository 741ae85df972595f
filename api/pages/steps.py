"""The steps of an application: showing one, saving it, and switching the language half-way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import get, post

from api.pages import files
from api.pages.addresses import address
from api.pages.conflicts import step_conflict
from api.pages.correcting import named_only, within
from api.pages.doorway import TAKES_FILES
from api.pages.journeys import (
    desk,
    journey_page,
    onward,
    opened,
    reachable,
    writer,
)
from api.pages.typed import NOTICED, revision, texts
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.answers import FieldError
from engine.decide.explain import documents_explained
from engine.decide.views import DocumentView
from engine.forms import ErrorLine, GroupView, StepForm, check_view, step_form
from engine.forms.writer import html_id
from engine.journey import saved_step
from engine.model.scope import Scope
from engine.model.service import StepKind
from engine.operations import applications
from engine.operations.results import Conflict, NotThere, Rejected, Saved, View

_PATH = "/applications/{reference:str}/steps/{step:str}"
_TYPED = frozenset({StepKind.FIELDS, StepKind.DECLARATION, StepKind.DOCUMENTS})


@get(_PATH, opt={"scope": Scope.APPLY}, sync_to_thread=True)
def step_page(visit: TheVisit, reference: InPath, step: InPath) -> Page:
    view = opened(visit, reference)
    reachable(view, step)
    return show(visit, view, step)


@post(_PATH, opt={"scope": Scope.APPLY, **TAKES_FILES}, sync_to_thread=True)
def save(visit: TheVisit, reference: InPath, step: InPath) -> Page:
    """Save the step: its files first, one by one, then its texts."""
    view = opened(visit, reference)
    reachable(view, step)
    if visit.form.text("remove_file") or visit.form.text("reuse"):
        return files.press_in_form(visit, view, step)
    if _kind(view, step) is StepKind.GROUP:
        return _close(visit, reference, step)
    refused = files.supply_all(visit, reference, visit.form.files)
    result = applications.save_step(
        visit.ports, visit.account, reference, step, texts(visit), revision(visit), visit.now
    )
    match result:
        case Conflict():
            return step_conflict(visit, result)
        case Saved(is_done=True) if not refused:
            if _has_new_notice(visit, result):
                return visit.go(visit.url("step", reference=reference, step=step))
            return visit.go(onward(visit, result.view))
        case Saved() if not refused:
            return visit.go(visit.url("step", reference=reference, step=step) + "?more=yes")
        case _:
            return show(visit, result.view, step, 422, refused)


@post(
    f"{_PATH}/upload",
    opt={"scope": Scope.APPLY, **TAKES_FILES},
    sync_to_thread=True,
)
def upload(visit: TheVisit, reference: InPath, step: InPath) -> Page:
    """A file sent as soon as it was chosen: kept; the page comes back with what was typed."""
    reachable(opened(visit, reference), step)
    refused = files.supply_all(visit, reference, visit.form.files)
    view = opened(visit, reference)
    words = writer(view, visit.language)
    form = step_form(words, step, _why(visit, view, step), texts=within(view, step, texts(visit)))
    form = replace(files.with_refused(form, refused), revision=revision(visit))
    return show_form(visit, view, form, 422 if refused else 200)


@post(f"{_PATH}/language", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def switch_language(visit: TheVisit, reference: InPath, step: InPath) -> Page:
    """Keep what was typed, and show the same page in the language of this address."""
    reachable(opened(visit, reference), step)
    kept = applications.keep_text(
        visit.ports, visit.account, reference, step, texts(visit), revision(visit), visit.now
    )
    if isinstance(kept, Conflict):
        return step_conflict(visit, kept)
    return visit.go(visit.url("step", reference=reference, step=step))


@post(f"{_PATH}/preview", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def preview(visit: TheVisit, reference: InPath, step: InPath) -> Page:
    """The page as it would be with these texts, nothing kept: which questions they uncover."""
    view = opened(visit, reference)
    reachable(view, step)
    if _kind(view, step) not in _TYPED:
        raise NotThere(f"nothing is typed on {step}")
    form = _as_typed(visit, view, step, texts(visit))
    return show_form(visit, view, replace(form, revision=revision(visit)))


def show(
    visit: Visit,
    view: View,
    step: str,
    status: int = 200,
    refused: Mapping[str, str] | None = None,
    errors: tuple[ErrorLine, ...] = (),
) -> Page:
    """The step as it is kept. `refused` are files just refused: the slot and what to do; `errors`
    stand for those of the step itself."""
    kind = _kind(view, step)
    if kind is StepKind.CHECK:
        return _show_check(visit, view, step, status)
    entry = view.application.step(step)
    if kind in _TYPED and entry.answers and not entry.is_saved:
        form = replace(_as_typed(visit, view, step, entry.answers), revision=entry.revision)
    else:
        form = step_form(writer(view, visit.language), step, _why(visit, view, step))
    form = files.with_refused(form, refused or {})
    return show_form(visit, view, replace(form, errors=errors or form.errors), status)


def _as_typed(visit: Visit, view: View, step: str, typed: Mapping[str, str]) -> StepForm:
    """The form with texts that are not saved, and the questions they uncover, without errors."""
    typed = within(view, step, typed)
    reading = saved_step(desk(view), view.application, step, typed)
    words = writer(replace(view, reading=reading), visit.language)
    return step_form(words, step, _why(visit, view, step), texts=typed)


def _why(visit: Visit, view: View, step: str) -> tuple[DocumentView, ...]:
    """Why documents are due, in words; nothing is said on a step that asks for none."""
    found = view.service.step(step)
    if found is None or not found.documents:
        return ()
    return documents_explained(view.decision, view.release.catalogue, visit.language)


def _show_check(visit: Visit, view: View, step: str, status: int) -> Page:
    found = view.service.step(step)
    assert found is not None, "the step was found before"
    return journey_page(
        visit,
        view,
        "portal/check.html",
        step,
        status,
        title=found.title.in_(visit.language),
        check=check_view(writer(view, visit.language)),
    )


def show_form(visit: Visit, view: View, form: StepForm, status: int = 200) -> Page:
    reference = view.application.reference
    form, remarks = named_only(visit, view, form)
    places: dict[str, Any] = {"reference": reference, "step": form.step}
    has_text = form.kind in _TYPED
    other = address(visit.language.other, "step-language", **places)
    return journey_page(
        visit,
        view,
        "portal/step.html",
        form.step,
        status,
        form=form,
        errors=form.errors,
        remarks=remarks,
        offers=files.offered(visit, view, form),
        preview=visit.url("step-preview", **places),
        **group_addresses(visit, reference, form.step, form.group),
        group_id=_group_id(view, form.step),
        is_first=visit.asks("first"),
        is_changed=visit.asks("changed"),
        is_more=visit.asks("more"),
        switch_form="step-form" if has_text else None,
        switch_address=other if has_text else None,
    )


def group_addresses(
    visit: Visit, reference: str, step: str, group: GroupView | None, inside: str = ""
) -> dict[str, Any]:
    """Where the items of a group, or of the one `inside` an item, are changed, removed and added,
    and where the groups inside them are."""
    items = () if group is None else group.items
    places = {"reference": reference, "step": step}
    return {
        "item_addresses": {
            one.id: (
                visit.url("item", **places, item=one.id),
                visit.url("remove-item", **places, item=one.id),
            )
            for one in items
        },
        "inner_addresses": {
            held.id: visit.url("inner-group", **places, inside=held.id)
            for one in items
            for held in one.groups
        },
        "add_address": visit.url("item", **places, item=f"{inside}.new" if inside else "new"),
    }


def _has_new_notice(visit: Visit, saved: Saved) -> bool:
    """Whether the step has a notice that was not on the page: it is shown once before going on."""
    reading = saved.view.reading.step(saved.step)
    notices = reading.notices if reading else ()
    return any(f"{NOTICED}:{one.id}" not in visit.form.texts for one in notices)


def _kind(view: View, step: str) -> StepKind:
    return next(one.kind for one in view.service.steps if one.id == step)


def _group_id(view: View, step: str) -> str:
    """The id that an error of a whole group leads to."""
    found = view.service.step(step)
    return html_id(found.group.fact) if found and found.group else ""


def _close(visit: Visit, reference: str, step: str) -> Page:
    """ "That is all": the group is complete."""
    result = applications.close_group(
        visit.ports, visit.account, reference, step, revision(visit), visit.now
    )
    match result:
        case Conflict():
            return visit.go(visit.url("step", reference=reference, step=step) + "?changed=yes")
        case Rejected(view=view, errors=errors):
            form = step_form(writer(view, visit.language), step)
            group_id = _group_id(view, step)
            lines = error_lines(visit, form.title, group_id, form.group, errors)
            return show(visit, view, step, 422, errors=lines)
        case Saved(view=view):
            return visit.go(onward(visit, view))


def error_lines(
    visit: Visit,
    title: str,
    group_id: str,
    group: GroupView | None,
    errors: tuple[FieldError, ...],
) -> tuple[ErrorLine, ...]:
    """A line for the group as a whole, and for each item that keeps it open."""
    items = () if group is None else group.items
    lines = []
    for one in errors:
        item = next((each for each in items if one.field.endswith(f".{each.id}")), None)
        label, target = (title, group_id) if item is None else (item.title, item.id)
        lines.append(ErrorLine(label, one.message.in_(visit.language), target))
    return tuple(lines)


ROUTES = (step_page, save, upload, switch_language, preview)
