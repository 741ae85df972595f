"""Record pages and answers of look-ups: their sections as a page needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.decide.naming import Naming
from engine.decide.statements import StatementView, statement
from engine.definitions.catalogue import Catalogue
from engine.forms.writer import Writer
from engine.model.record_page import Measure, Section
from engine.model.value import State
from engine.model.words import Language
from engine.phrases import said


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A bar with its numbers in words. `share` is how much of it is filled, in whole per cent, and
    None while a number is not known. `told` says all of it for those who see no bar.

    `left` is empty where nothing is missing, `is_needed` false where nothing is needed.
    """

    label: str
    has: str
    needs: str
    left: str
    share: int | None
    is_needed: bool
    told: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """`leads_to` is the id of the service to go on with, and `leads_to_title` what it is called."""

    id: str
    title: str
    intro: str | None
    statements: tuple[StatementView, ...]
    measure: MeasureView | None
    leads_to: str | None
    leads_to_title: str


def record_view(writer: Writer, sections: Iterable[Section]) -> tuple[SectionView, ...]:
    """The sections that are shown; one whose condition is not known yet is not."""
    return tuple(_section(writer, section) for section in sections if _is_shown(writer, section))


def answer_view(writer: Writer, sections: Iterable[Section]) -> tuple[SectionView, ...]:
    """The same of somebody else's record: what it rests on is left out, for its sentences say
    facts that the definition does not list."""
    return tuple(
        replace(one, statements=tuple(replace(said, basis=()) for said in one.statements))
        for one in record_view(writer, sections)
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """What a section shows, before anything is known: its title, and the labels of its facts."""

    title: str
    labels: tuple[str, ...]


def listed(
    catalogue: Catalogue, service: str, sections: Iterable[Section], language: Language
) -> tuple[Listed, ...]:
    naming = Naming(catalogue.programs[service], catalogue, language)
    return tuple(
        Listed(section.step.title.in_(language), tuple(map(naming.fact, section.step.shows)))
        for section in sections
    )


def _is_shown(writer: Writer, section: Section) -> bool:
    found = writer.reading.step(section.id)
    return found is not None and found.shown is True


def _section(writer: Writer, section: Section) -> SectionView:
    to = section.leads_to
    return SectionView(
        id=section.id,
        title=writer.text(section.step.title),
        intro=writer.optional(section.step.intro),
        statements=tuple(
            statement(name, writer.evaluation, writer.naming) for name in section.facts
        ),
        measure=None if section.measure is None else _measure(writer, section.measure),
        leads_to=to,
        leads_to_title="" if to is None else writer.text(writer.catalogue.declared(to).title),
    )


def _measure(writer: Writer, measure: Measure) -> MeasureView:
    has, needs = (writer.evaluation.fact(name) for name in (measure.has, measure.needs))
    label = writer.text(measure.label)
    if not isinstance(has, Decimal) or not isinstance(needs, Decimal):
        words = (_words(writer, measure.has, has), _words(writer, measure.needs, needs))
        told = writer.phrase("record-page.not-measured")
        return MeasureView(label, *words, "", None, True, told)
    left = max(needs - has, Decimal(0))
    words = (_words(writer, measure.has, has), _words(writer, measure.needs, needs))
    missing = _words(writer, measure.needs, left) if left else ""
    told = writer.phrase(
        "record-page.bar" if left else "record-page.bar-full",
        label=said(label),
        has=said(words[0]),
        needs=said(words[1]),
        **({"left": said(missing)} if left else {}),
    )
    return MeasureView(label, *words, missing, share_of(has, needs), needs > 0, told)


def share_of(has: Decimal, needs: Decimal) -> int:
    """How much of what is needed is there, in whole per cent, rounded down: 100 is all of it.

    >>> share_of(Decimal(29), Decimal(30)), share_of(Decimal(31), Decimal(30))
    (96, 100)
    """
    if has >= needs:
        return 100
    return max(0, int(has * 100 / needs))


def _words(writer: Writer, name: str, state: State) -> str:
    type_, unit = writer.naming.type_and_unit(name)
    return writer.state(state, type_, unit)
