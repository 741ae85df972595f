"""Before you start: "can I apply, what will I need, what will it cost?", without an application.

What was answered travels in the form and nowhere else: nothing is stored, and nothing of it stands
in an address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from litestar import get, post

from api.pages.addresses import address
from api.pages.typed import texts
from api.pages.visit import InPath, Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.answers import ItemReading, Reading
from engine.decide.explain import explain
from engine.decide.leads import lead_view
from engine.forms import ErrorLine, FieldView, ItemView, SummaryRow, Writer
from engine.forms.fields import field_view
from engine.forms.rows import answer_row, holder_title, item_view
from engine.forms.watching import watched_fields
from engine.forms.writer import html_id
from engine.journey.trial import NO_ENTRIES, Asked, Entries, Trial
from engine.model.application import ItemEntry, StepEntry
from engine.model.service import FieldType
from engine.operations.applications import NotOpenToYou, new_item_id
from engine.operations.results import RegistersSilent
from engine.operations.trying import Tried, try_service
from engine.phrases import said

_KEPT: Final = "kept"
_ITEM: Final = "item"
_ALL: Final = "all"
_MOST_KEPT: Final = 2000
_PATH: Final = "/services/{service:str}/before"


class _Do(StrEnum):
    """What a button of the page asks for; without a word it goes on."""

    NEXT = "next"
    ALL = "all"  # of a group: there is no more
    ANSWER = "answer"  # with what is known so far
    PREVIEW = "preview"

    @classmethod
    def of(cls, text: str) -> _Do:
        return cls(text) if text in set(cls) else cls.NEXT


@dataclass(frozen=True, slots=True)
class AskedView:
    """A page of questions. `item` and what follows are set where they are about a group."""

    step: str
    title: str
    intro: str
    fields: tuple[FieldView, ...]
    errors: tuple[ErrorLine, ...]
    item: str
    item_title: str
    group_id: str


@dataclass(frozen=True, slots=True)
class GivenView:
    """What was answered on a step, to look over and to change."""

    step: str
    title: str
    rows: tuple[SummaryRow, ...]
    items: tuple[ItemView, ...]


@get(_PATH, opt=dict(PUBLIC), sync_to_thread=True)
def before_page(visit: TheVisit, service: InPath) -> Page:
    """The first question; the answer, where there is nothing to ask."""
    return _with(visit, service, NO_ENTRIES)


@post(_PATH, opt=dict(PUBLIC), sync_to_thread=True)
def answer(visit: TheVisit, service: InPath) -> Page:
    """The next question, or the answer."""
    entries = carried(visit)
    again = visit.form.text("change")
    if again:
        return _with(visit, service, {id: one for id, one in entries.items() if id != again})
    return _with(visit, service, entries, _Do.of(visit.form.text("do")))


@post(f"{_PATH}/preview", opt=dict(PUBLIC), sync_to_thread=True)
def preview(visit: TheVisit, service: InPath) -> Page:
    """The same page with what is typed on it, nothing taken yet: which questions that uncovers,
    and the page in the other language."""
    return _with(visit, service, carried(visit), _Do.PREVIEW)


@get(f"{_PATH}/preview", opt=dict(PUBLIC), sync_to_thread=False)
def begin_again(visit: TheVisit, service: InPath) -> Page:
    """An address that was copied from the bar carries no answers: to the first question."""
    return visit.go(visit.url("before", service=service))


def carried(visit: Visit) -> dict[str, StepEntry]:
    """The answers that came with the form; what of them the service asks is for the use case."""
    answers: dict[str, dict[str, str]] = {}
    items: dict[str, dict[str, dict[str, str]]] = {}
    closed = set()
    for name, text in list(visit.form.texts.items())[:_MOST_KEPT]:
        match name.split("/"):
            case [kind, step, field] if kind == _KEPT:
                answers.setdefault(step, {})[field] = text
            case [kind, step, item, field] if kind == _ITEM:
                items.setdefault(step, {}).setdefault(item, {})[field] = text
            case [kind, step] if kind == _ALL:
                closed.add(step)
            case [kind, step, inside] if kind == _ALL:
                items.setdefault(step, {}).setdefault(inside, {})
            case _:
                pass
    return {
        step: StepEntry(
            answers=answers.get(step, {}),
            items=tuple(ItemEntry(id, typed) for id, typed in items.get(step, {}).items()),
            is_complete=step in closed,
        )
        for step in {*answers, *items, *closed}
    }


def _hidden(entries: Entries) -> Iterator[tuple[str, str]]:
    """The inputs that carry the answers on."""
    for id, entry in entries.items():
        yield from ((f"{_KEPT}/{id}/{field}", text) for field, text in entry.answers.items())
        for item in entry.items:
            yield from (
                (f"{_ITEM}/{id}/{item.id}/{field}", text) for field, text in item.answers.items()
            )
            if not item.answers:  # that what an item holds is all
                yield f"{_ALL}/{id}/{item.id}", "yes"
        if entry.is_complete:
            yield f"{_ALL}/{id}", "yes"


def _with(visit: Visit, service: str, entries: Entries, do: _Do | None = None) -> Page:
    result = try_service(visit.ports, visit.whole_account, service, entries, visit.now)
    match result:
        case RegistersSilent():
            back = visit.url("service", service=service)
            return visit.page("portal/silent.html", 503, back=back)
        case NotOpenToYou(otherwise=otherwise, lead=lead):
            return visit.page(
                "portal/not-open.html",
                service=service,
                title=visit.catalogue.services[service].title.in_(visit.language),
                otherwise=otherwise.in_(visit.language),
                lead=lead_view(visit.catalogue, lead, visit.language),
            )
        case Tried():
            return _next(visit, result, do)


def _next(visit: Visit, tried: Tried, do: _Do | None) -> Page:
    """Take what was sent to the questions that were on the page, and show what comes next."""
    tryout, entries = tried.tryout, tried.entries
    item = visit.form.text("item") or new_item_id()
    trial = tryout.of(entries, item)
    asked = trial.asked
    if do is None or asked is None or visit.form.text("step") != asked.step.step.id:
        return _show(visit, tried, trial, entries)
    if do is _Do.ANSWER:
        return _show(visit, tried, replace(trial, asked=None), entries, has_more=True)
    typed = texts(visit)
    taken = tryout.answered(entries, asked, typed, is_all=do is _Do.ALL)
    if do is _Do.PREVIEW:
        shown = _previewed(tryout.of(taken, item), asked)
        return _show(visit, tried, shown, entries, typed=typed)
    then = tryout.of(taken, new_item_id())
    is_same = then.asked is not None and then.asked.step.step.id == asked.step.step.id
    return _show(visit, tried, then, taken, 422 if is_same and then.has_errors else 200)


def _previewed(then: Trial, asked: Asked) -> Trial:
    """The questions of the page, and those of its step or item that are uncovered."""
    step = then.reading.step(asked.step.step.id)
    assert step is not None, "the step was asked before"
    ids = {one.field.id for one in asked.questions}
    if then.asked is not None and then.asked.step.step.id == step.step.id:
        ids |= {one.field.id for one in then.asked.questions}
    every = step.questions() if asked.item is None else step.item_questions(asked.item)
    shown = tuple(one for one in every if one.field.id in ids and one.shown is True)
    return replace(then, asked=Asked(step, shown or asked.questions, asked.item))


def _show(
    visit: Visit,
    tried: Tried,
    trial: Trial,
    entries: Entries,
    status: int = 200,
    *,
    typed: Mapping[str, str] | None = None,
    has_more: bool = False,
) -> Page:
    service = tried.tryout.service
    writer = Writer(tried.release.catalogue, trial.reading, visit.language)
    asked = trial.asked
    kept = entries if asked is None else _without_item(entries, asked)
    return visit.page(
        "portal/before.html",
        status,
        service=service.id,
        title=service.title.in_(visit.language),
        asked=_asked(writer, asked, typed) if asked else None,
        has_more=has_more,
        ineligible_may_submit=service.ineligible_may_submit,
        is_first=not entries,
        is_of_person=tried.tryout.is_of_person,
        decision=explain(trial.decision, tried.release.catalogue, visit.language),
        given=tuple(_given(writer, trial.reading, kept)),
        hidden=tuple(_hidden(kept)),
        preview=visit.url("before-preview", service=service.id),
        key=new_item_id(),
        switch_form="step-form",
        switch_address=address(visit.language.other, "before-preview", service=service.id),
    )


def _asked(writer: Writer, asked: Asked, typed: Mapping[str, str] | None) -> AskedView:
    step = asked.around.step
    watched = watched_fields(writer.program, step)
    fields = tuple(field_view(writer, one, typed, watched) for one in asked.questions)
    lines = [ErrorLine(one.label, one.error, one.target) for one in fields if one.error]
    group_id = html_id(step.group.fact) if step.group else ""
    if asked.around.group_error is not None:
        words = writer.text(asked.around.group_error.message)
        lines.append(ErrorLine(writer.text(step.title), words, group_id))
    number = next(
        (at for at, one in enumerate(asked.around.items, start=1) if one.id == asked.item),
        len(asked.around.items) + 1,
    )
    holder = holder_title(writer, asked.step, asked.item or "")
    item_title = (
        writer.phrase("forms.item-number", item=said(writer.text(step.group.item)), number=number)
        if step.group
        else ""
    )
    return AskedView(
        step=asked.step.step.id,
        title=writer.text(step.title),
        intro=writer.optional(step.intro) or "",
        fields=fields,
        errors=tuple(lines),
        item=asked.item or "",
        item_title=writer.phrase("reasons.of-item", item=said(holder), said=said(item_title))
        if holder
        else item_title,
        group_id=group_id,
    )


def _given(writer: Writer, reading: Reading, entries: Entries) -> Iterator[GivenView]:
    for step in reading.steps:
        entry = entries.get(step.step.id)
        if entry is None or step.shown is not True:
            continue
        ids = {one.id for one in entry.items}
        rows = tuple(
            answer_row(writer, one)
            for one in step.questions()
            if one.shown is True and one.field.id in entry.answers and one.error is None
        )
        items = tuple(
            item_view(writer, step, _typed_part(one), number)
            for number, one in enumerate(step.items, start=1)
            if one.id in ids
        )
        is_empty = step.step.group is not None and entry.is_complete and not items
        if rows or items or is_empty:
            yield GivenView(step.step.id, writer.text(step.step.title), rows, items)


def _typed_part(item: ItemReading) -> ItemReading:
    """The item without its files, which only count as supplied here."""
    typed = tuple(one for one in item.fields if one.field.type is not FieldType.FILE)
    groups = (replace(group, items=tuple(map(_typed_part, group.items))) for group in item.groups)
    return replace(item, fields=typed, groups=tuple(groups))


def _without_item(entries: Entries, asked: Asked) -> dict[str, StepEntry]:
    """The answers without those that stand in the inputs of the page."""
    id = asked.step.step.id
    entry = entries.get(id)
    if entry is None:
        return dict(entries)
    here = {one.field.id for one in asked.questions} if asked.item is None else set()
    answers = {name: text for name, text in entry.answers.items() if name not in here}
    items = tuple(one for one in entry.items if one.id != asked.item)
    is_of_group = asked.step.step.group is not None and asked.around is asked.step
    is_all = entry.is_complete and not is_of_group
    return {**entries, id: replace(entry, answers=answers, items=items, is_complete=is_all)}


ROUTES = (before_page, answer, preview, begin_again)
