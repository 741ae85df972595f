"""Which codes of its list a choice offers, and how many of several are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.model.condition import Condition
from engine.model.problem import Span


@dataclass(frozen=True, slots=True)
class Options:
    """A code is offered where `where` is true, read with `option` as the code, and its own
    condition in `when` too. None, and a code that is not in `when`: no condition."""

    where: Condition | None
    when: tuple[tuple[str, Condition], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Several:
    """How many codes are chosen at once, both ends inclusive; None: no bound.

    A code of `excludes_others` is an answer by itself, however many there should be.
    """

    least: int | None = None
    most: int | None = None
    excludes_others: tuple[str, ...] = ()


ANY_NUMBER: Final = Several()
