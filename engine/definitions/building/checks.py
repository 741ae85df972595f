"""Checks across answers as model objects."""

from __future__ import annotations

from typing import Final

from engine.definitions.conditions import condition
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping
from engine.model.check import AnswerCheck, CheckEffect

LONGEST_EXPLANATION: Final = 1000


def build_check(parts: Parts, node: Mapping) -> AnswerCheck:
    id = parts.scalar(node, "id")
    return AnswerCheck(
        id=id.text,
        effect=parts.choice(node, "effect", CheckEffect),
        condition=condition(parts, node),
        about=parts.texts(node, "about"),
        words=parts.words(node, "words"),
        max_length=parts.number(node, "max_length", LONGEST_EXPLANATION),
        span=id.span,
    )
