"""Claims and intended findings of a rule file, as model objects."""

from __future__ import annotations

from engine.definitions.conditions import condition_under
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping
from engine.model.claim import Claim, Intended


def build_claims(parts: Parts, root: Mapping) -> tuple[Claim, ...]:
    return parts.each(root, "claims", lambda node: _claim(parts, node))


def _claim(parts: Parts, node: Mapping) -> Claim:
    id = parts.scalar(node, "id")
    return Claim(
        id=id.text,
        label=parts.words(node, "label"),
        when=condition_under(parts, node, "if"),
        then=condition_under(parts, node, "then"),
        more_of=parts.maybe_text(node, "with_more"),
        less_of=parts.maybe_text(node, "with_less"),
        span=id.span,
    )


def build_intended(parts: Parts, root: Mapping) -> tuple[Intended, ...]:
    return parts.each(root, "intended", lambda node: _intended(parts, node))


def _intended(parts: Parts, node: Mapping) -> Intended:
    code = parts.scalar(node, "finding")
    return Intended(
        code=code.text,
        of=parts.scalar(node, "of").text,
        because=parts.words(node, "because"),
        span=code.span,
    )
