"""What a guidance step says, so that it is read again once it says something else."""

from __future__ import annotations

from collections.abc import Iterator

from engine.answers import Reading, StepReading
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.service import StepKind
from engine.model.value import State
from engine.model.wording import said_in

Said = tuple[int, tuple[State, ...]]
"""The place of a paragraph, and what the names in it came to."""


def says_otherwise(program: Program, before: Reading, after: Reading) -> frozenset[str]:
    """The guidance steps that say something else in `after` than they did in `before`."""
    return frozenset(
        new.step.id
        for old, new in zip(before.steps, after.steps, strict=True)
        if new.step.kind is StepKind.GUIDANCE
        and tuple(_said(program, before, old)) != tuple(_said(program, after, new))
    )


def _said(program: Program, reading: Reading, step: StepReading) -> Iterator[Said]:
    evaluation = Evaluation(program, reading.facts, reading.decision_date)
    for place, one in enumerate(step.paragraphs):
        if one.said is True:
            names = (name for name, _ in said_in(one.paragraph.words))
            yield place, tuple(evaluation.fact(name) for name in names)
