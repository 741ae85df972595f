"""Guidance: the paragraphs of a step that asks nothing, each said while its condition is true."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.condition import Condition
from engine.model.lead import Lead
from engine.model.problem import Span
from engine.model.wording import Words


class ParagraphLook(StrEnum):
    """How a paragraph stands out from the others."""

    PLAIN = "plain"
    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One thing that a guidance step says. `condition` None: always; `span` is that of its words.

    `cite` is empty where it rests on no source of its own. `leads_to` is the service it sends to.
    """

    words: Words
    condition: Condition | None
    look: ParagraphLook
    cite: tuple[str, ...]
    span: Span
    leads_to: Lead | None = None
