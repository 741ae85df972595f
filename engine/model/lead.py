"""Another service, which is for whom this one is not."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.problem import Span


@dataclass(frozen=True, slots=True)
class Lead:
    """Where somebody is sent: who does not meet a rule, of whom a register holds nothing, or whom a
    paragraph is for."""

    service: str
    span: Span
