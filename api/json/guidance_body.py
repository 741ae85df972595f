"""What a guidance step says: all of it with its conditions, and what is said now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.json.conditions import feel_or_none
from api.json.values import CitationBody, are_official, citations
from engine.definitions.catalogue import Catalogue
from engine.model.guidance import Paragraph, ParagraphLook
from engine.model.service import Step
from engine.model.wording import Words
from engine.model.words import Text

Tell = Callable[[Words], Text]


@dataclass(frozen=True, slots=True)
class ParagraphBody:
    """A paragraph that is said now. `is_official` is true of one that cites nothing; `leads_to` is
    the id of the service that it sends to."""

    words: Text
    look: ParagraphLook
    citations: tuple[CitationBody, ...]
    is_official: bool
    leads_to: str | None


@dataclass(frozen=True, slots=True)
class FormParagraphBody:
    """A paragraph as declared. `condition` is FEEL; null: it is always said.

    `words` are as they are before anybody has answered.
    """

    words: Text
    condition: str | None
    look: ParagraphLook
    citations: tuple[CitationBody, ...]
    is_official: bool
    leads_to: str | None


def paragraph_body(paragraph: Paragraph, tell: Tell, catalogue: Catalogue) -> ParagraphBody:
    return ParagraphBody(
        tell(paragraph.words),
        paragraph.look,
        citations(paragraph.cite, catalogue),
        _is_official(paragraph, catalogue),
        _leads_to(paragraph),
    )


def form_paragraphs(step: Step, tell: Tell, catalogue: Catalogue) -> tuple[FormParagraphBody, ...]:
    """Every paragraph of a step, in their order."""
    return tuple(
        FormParagraphBody(
            tell(one.words),
            feel_or_none(one.condition),
            one.look,
            citations(one.cite, catalogue),
            _is_official(one, catalogue),
            _leads_to(one),
        )
        for one in step.says
    )


def _leads_to(paragraph: Paragraph) -> str | None:
    return None if paragraph.leads_to is None else paragraph.leads_to.service


def _is_official(paragraph: Paragraph, catalogue: Catalogue) -> bool:
    return not paragraph.cite or are_official(paragraph.cite, catalogue)
