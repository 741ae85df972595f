"""privacy.yaml as model objects."""

from __future__ import annotations

from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping
from engine.model.privacy import (
    After,
    Answering,
    Basis,
    DataKind,
    Holding,
    Privacy,
    Retention,
    Then,
)


def build_privacy(parts: Parts, root: Mapping) -> Privacy:
    requests = parts.mapping(root, "requests")
    answering = Answering(
        parts.number(requests, "answer_days", 0),
        parts.number(requests, "extension_days", 0),
        parts.cite(requests),
    )
    return Privacy(parts.each(root, "data", lambda node: _holding(parts, node)), answering)


def _holding(parts: Parts, node: Mapping) -> Holding:
    kept = parts.mapping(node, "kept")
    return Holding(
        kind=parts.choice(node, "kind", DataKind),
        only=parts.texts(node, "only"),
        label=parts.words(node, "label"),
        purpose=parts.words(node, "purpose"),
        basis=parts.choice(node, "basis", Basis),
        cite=parts.cite(node),
        kept=Retention(
            months=parts.number(kept, "months", 0),
            after=parts.choice(kept, "after", After),
            then=parts.choice(kept, "then", Then),
            cite=parts.cite(kept),
        ),
        span=parts.scalar(node, "kind").span,
    )
