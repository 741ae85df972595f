"""Guidance: the paragraphs that a step says now, and what it needs to say any."""

from __future__ import annotations

from engine.answers import StepReading
from engine.decide.basis import citations_of
from engine.decide.leads import lead_view
from engine.forms.views import ParagraphView
from engine.forms.writer import Writer
from engine.model.citation import is_official
from engine.model.guidance import Paragraph
from engine.model.value import Unknown


def paragraph_views(writer: Writer, reading: StepReading) -> tuple[ParagraphView, ...]:
    """Each paragraph whose condition is true, in their order."""
    return tuple(
        _paragraph(writer, one.paragraph) for one in reading.paragraphs if one.said is True
    )


def missing_words(writer: Writer, reading: StepReading) -> tuple[str, ...]:
    """What is not known yet where no paragraph can be said for want of it, each once."""
    open_ = [one.said for one in reading.paragraphs if isinstance(one.said, Unknown)]
    if any(one.said is True for one in reading.paragraphs):
        return ()
    causes = sorted({cause for said in open_ for cause in said.causes})
    unnamed = [writer.phrase("values.not-known")] if open_ and not causes else []
    return tuple(dict.fromkeys(writer.naming.fact(cause.fact) for cause in causes)) or (*unnamed,)


def _paragraph(writer: Writer, paragraph: Paragraph) -> ParagraphView:
    """One that cites nothing claims nothing, so it is not marked as unofficial."""
    sources = (writer.catalogue.sources[id] for id in paragraph.cite)
    return ParagraphView(
        text=writer.text(paragraph.words),
        look=str(paragraph.look),
        citations=citations_of(paragraph.cite, writer.naming),
        is_official=not paragraph.cite or is_official(frozenset(one.rank for one in sources)),
        lead=lead_view(writer.catalogue, paragraph.leads_to, writer.language),
    )
