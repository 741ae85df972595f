"""What a service issues, as model objects."""

from __future__ import annotations

from engine.definitions.conditions import formula, maybe_formula
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping
from engine.model.issued import IssuedDocument, IssuedLine


def build_issued(parts: Parts, node: Mapping) -> IssuedDocument:
    id = parts.scalar(node, "id")
    return IssuedDocument(
        id=id.text,
        title=parts.words(node, "title"),
        template=parts.text(node, "template"),
        is_valid_as_decided=parts.has(node, "validity"),
        valid_from=maybe_formula(parts, node, "valid_from"),
        valid_until=maybe_formula(parts, node, "valid_until"),
        photo=parts.maybe_text(node, "photo"),
        lines=parts.each(node, "lines", lambda below: _line(parts, below)),
        span=id.span,
    )


def _line(parts: Parts, node: Mapping) -> IssuedLine:
    fact = formula(parts, node, "fact")
    label = parts.maybe_words(node, "label")
    return IssuedLine(fact, label, parts.flag(node, "public", False), fact.span)
