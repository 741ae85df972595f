"""Record pages and answers of look-ups as JSON says them: sections, statements, measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from api.json.basis_body import BasisBody, bases
from api.json.values import CitationBody, FactState, Value, citations, state_of, value_of
from engine.decide.statements import StatementView
from engine.definitions.catalogue import Catalogue
from engine.forms.record import MeasureView, SectionView
from engine.forms.writer import Writer
from engine.model.record_page import Section
from engine.model.words import Language, Text
from engine.operations.consulting import Consulted


@dataclass(frozen=True, slots=True)
class StatementBody:
    """Something that is shown. `value` is typed and null until it is known; `words` say it, or why
    it is not known. `basis` is empty in a look-up's answer, which says what it lists alone."""

    name: str
    label: Text
    state: FactState
    value: Value
    words: Text
    is_official: bool
    basis: tuple[BasisBody, ...]
    citations: tuple[CitationBody, ...]


@dataclass(frozen=True, slots=True)
class MeasureBody:
    """How much of what is needed is there. `left` is null where nothing is missing, `per_cent` is
    whole, rounded down, and null while one of the numbers is not known."""

    label: Text
    has: Text
    needs: Text
    left: Text | None
    per_cent: int | None


@dataclass(frozen=True, slots=True)
class SectionBody:
    """A part of what is shown. `leads_to` is the id of the service to go on with."""

    id: str
    title: Text
    intro: Text | None
    measure: MeasureBody | None
    statements: tuple[StatementBody, ...]
    leads_to: str | None


@dataclass(frozen=True, slots=True)
class RecordBody:
    """What is on record, as of `on`. `otherwise` says what to do where there is no record, and
    `sections` is empty then; `silent` are the registers that did not answer."""

    service: str
    on: date
    otherwise: Text | None
    silent: tuple[str, ...]
    sections: tuple[SectionBody, ...]


Viewed = Callable[[Writer, Iterable[Section]], tuple[SectionView, ...]]


def record_body(found: Consulted, sections: tuple[Section, ...], view: Viewed) -> RecordBody:
    """The record, or the answer; `view` makes the sections of one language."""
    catalogue = found.release.catalogue
    arabic, english = (
        view(Writer(catalogue, found.reading, language), sections) for language in Language
    )
    pairs = () if found.otherwise else zip(arabic, english, strict=True)
    return RecordBody(
        service=found.service.id,
        on=found.reading.decision_date,
        otherwise=found.otherwise,
        silent=found.reading.silent if found.otherwise is None else (),
        sections=tuple(_section(ar, en, catalogue) for ar, en in pairs),
    )


def _section(ar: SectionView, en: SectionView, catalogue: Catalogue) -> SectionBody:
    statements = zip(ar.statements, en.statements, strict=True)
    return SectionBody(
        id=en.id,
        title=Text(ar.title, en.title),
        intro=None if ar.intro is None or en.intro is None else Text(ar.intro, en.intro),
        measure=_measure(ar.measure, en.measure),
        statements=tuple(_statement(ar, en, catalogue) for ar, en in statements),
        leads_to=en.leads_to,
    )


def _measure(ar: MeasureView | None, en: MeasureView | None) -> MeasureBody | None:
    if ar is None or en is None:
        return None
    return MeasureBody(
        label=Text(ar.label, en.label),
        has=Text(ar.has, en.has),
        needs=Text(ar.needs, en.needs),
        left=Text(ar.left, en.left) if en.left else None,
        per_cent=en.share,
    )


def _statement(ar: StatementView, en: StatementView, catalogue: Catalogue) -> StatementBody:
    return StatementBody(
        name=en.name,
        label=Text(ar.label, en.label),
        state=state_of(en.state),
        value=value_of(en.state),
        words=Text(ar.value, en.value),
        is_official=en.is_official,
        basis=bases(ar.basis, en.basis, catalogue),
        citations=citations(en.cite, catalogue),
    )
