"""What a guidance step says, as model objects."""

from __future__ import annotations

from engine.definitions.conditions import maybe_condition
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping
from engine.definitions.wordings import wording_of
from engine.model.guidance import Paragraph, ParagraphLook
from engine.model.words import Language


def build_paragraph(parts: Parts, node: Mapping) -> Paragraph:
    has_look = parts.has(node, "look")
    return Paragraph(
        words=wording_of(parts, node),
        condition=maybe_condition(parts, node),
        look=parts.choice(node, "look", ParagraphLook) if has_look else ParagraphLook.PLAIN,
        cite=parts.cite(node),
        span=node.entries[Language.AR].value.span,
        leads_to=parts.maybe_lead(node),
    )
