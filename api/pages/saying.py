"""The form of an act: what it asks for, what was typed into it, and what is wrong with that.

The same for staff and for applicants; templates/forms/act.html draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from api.pages.visit import Visit
from engine.answers import FieldError
from engine.forms import ErrorLine, FieldView, Writer
from engine.forms.recording import recording_views
from engine.forms.writer import html_id
from engine.journey.corrections import Correctable
from engine.model.lifecycle import Ask
from engine.model.words import Language, Text
from engine.operations.acting import LONGEST_WORDS, Act, Said

_CORRECT: Final = "correct"
_REMARK: Final = "remark"
_REASONS: Final = {language: f"reasons.{language}" for language in Language}


@dataclass(frozen=True, slots=True)
class WordsView:
    """A text to write. `language` is that of its words where they are asked for in both."""

    id: str
    name: str
    label: str
    hint: str
    text: str
    error: str | None
    is_required: bool
    language: Language | None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    id: str
    name: str
    label: str
    is_ticked: bool
    remark: str


@dataclass(frozen=True, slots=True)
class ActForm:
    """`corrections` are grouped by the title of their step; none where they are not asked for."""

    title: str
    action: str
    revision: int
    is_binding: bool
    is_override: bool
    fields: tuple[FieldView, ...]
    texts: tuple[WordsView, ...]
    corrections: tuple[tuple[str, tuple[CorrectionView, ...]], ...]
    corrections_error: str | None
    errors: tuple[ErrorLine, ...]
    longest: int = LONGEST_WORDS


def said_by(visit: Visit) -> Said:
    """What the form of an act sent; what the act does not ask for is left out later."""
    texts = visit.form.texts
    given = {language: texts.get(name, "") for language, name in _REASONS.items()}
    return Said(
        reasons=Text(given[Language.AR], given[Language.EN]) if any(given.values()) else None,
        corrections=tuple(_named(texts, _CORRECT)),
        statement=texts.get("statement"),
        note=texts.get("note"),
        recorded={name: text for name, text in texts.items() if ":" not in name},
        remarks={name: texts[f"{_REMARK}:{name}"] for name in _named(texts, _REMARK)},
    )


def revision_of(visit: Visit) -> int:
    """The revision of the application that the form was made from; -1, always stale, when odd."""
    text = visit.form.text("revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def act_form(
    visit: Visit,
    writer: Writer,
    act: Act,
    action: str,
    correctable: Iterable[Correctable],
    said: Said,
    errors: tuple[FieldError, ...] = (),
) -> ActForm:
    """`said` is what the form shows: what was sent, or what it is filled in with."""
    wrong = {one.field: one.message.in_(visit.language) for one in errors}
    fields = recording_views(writer, act.fields, said.recorded, errors)
    texts = tuple(_texts(visit, act, said, wrong))
    asks_corrections = Ask.CORRECTIONS in act.may
    return ActForm(
        title=act.title.in_(visit.language),
        action=action,
        revision=writer.reading.application.revision,
        is_binding=act.is_binding,
        is_override=act.is_override,
        fields=fields,
        texts=texts,
        corrections=_corrections(visit, writer, correctable, said) if asks_corrections else (),
        corrections_error=wrong.get("corrections"),
        errors=tuple(_lines(visit, fields, texts, wrong)),
    )


def _named(texts: Mapping[str, str], kind: str) -> Iterator[str]:
    for name in texts:
        before, colon, after = name.partition(":")
        if colon and before == kind:
            yield after


def _texts(visit: Visit, act: Act, said: Said, wrong: Mapping[str, str]) -> Iterator[WordsView]:
    def view(ask: Ask, name: str, phrase: str, text: str, language: Language | None) -> WordsView:
        return WordsView(
            id=html_id(name),
            name=name,
            label=_label(visit, act.called.get(ask), language)
            or visit.say(f"acting.{phrase}-label"),
            hint=visit.say(f"acting.{'called-' if ask in act.called else ''}{phrase}-hint"),
            text=text,
            error=wrong.get(name),
            is_required=ask in act.must,
            language=language,
        )

    if Ask.REASONS in act.may:
        for language, name in _REASONS.items():
            text = said.reasons.in_(language) if said.reasons else ""
            yield view(Ask.REASONS, name, f"reasons-{language}", text, language)
    if Ask.STATEMENT in act.may:
        yield view(Ask.STATEMENT, "statement", "statement", said.statement or "", None)
    if Ask.NOTE in act.may:
        yield view(Ask.NOTE, "note", "note", said.note or "", None)


def _label(visit: Visit, called: Text | None, language: Language | None) -> str:
    """What the definition calls it; with the language where it is asked for in both."""
    if called is None or language is None:
        return "" if called is None else called.in_(visit.language)
    return visit.say(f"acting.called-{language}-label", what=called.in_(visit.language))


def _corrections(
    visit: Visit, writer: Writer, correctable: Iterable[Correctable], said: Said
) -> tuple[tuple[str, tuple[CorrectionView, ...]], ...]:
    titles = {one.id: writer.text(one.title) for one in writer.reading.service.steps}
    by_step: dict[str, list[CorrectionView]] = {}
    for one in correctable:
        view = CorrectionView(
            html_id(one.name),
            one.name,
            one.label.in_(visit.language),
            one.name in said.corrections,
            said.remarks.get(one.name, ""),
        )
        by_step.setdefault(titles[one.step], []).append(view)
    return tuple((title, tuple(views)) for title, views in by_step.items())


def _lines(
    visit: Visit,
    fields: Iterable[FieldView],
    texts: Iterable[WordsView],
    wrong: Mapping[str, str],
) -> Iterator[ErrorLine]:
    for field in fields:
        if field.error:
            yield ErrorLine(field.label, field.error, field.target)
    for text in texts:
        if text.error:
            yield ErrorLine(text.label, text.error, text.id)
    if "corrections" in wrong:
        yield ErrorLine(visit.say("acting.corrections-label"), wrong["corrections"], "corrections")
