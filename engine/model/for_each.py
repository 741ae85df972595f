"""What a rule or a document is asked of: each item of a group."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.problem import Span


@dataclass(frozen=True, slots=True)
class ForEach:
    """Each item of `source`, called `variable` in the condition."""

    source: str
    variable: str
    span: Span
