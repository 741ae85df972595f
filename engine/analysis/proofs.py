"""Proofs about a definition: nobody can be, or here is somebody.

The solver is loaded when a question first needs it. What was proved is kept by a hash of the
question's text: `kept` holds answers of earlier runs and `answers` those of this one. An example is
never kept, it is looked for again. An answer that was kept is the one the solver would give, and
what is no answer is not read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from engine.analysis.questions import Example, Question, Verdict
from engine.model.problem import Span


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether there can be somebody; undecided, `places` are those of what is not covered."""

    verdict: Verdict
    places: tuple[Span, ...] = ()


class Prover:
    """Answers questions, each once."""

    def __init__(self, kept: Mapping[str, str] | None = None) -> None:
        self._kept = kept or {}
        self.answers: dict[str, str] = {}

    def verdict(self, question: Question) -> Verdict:
        """Whether the answer can be yes; what is not covered may be anything."""
        key = _key("verdict", question)
        known = self._known(key)
        if known is None:
            from engine.analysis.formula.search import verdict_of

            known = verdict_of(question)
        self.answers[key] = known
        return known

    def settle(self, question: Question) -> Settled:
        """Whether there is somebody: proved not to be, or somebody whom the evaluator was shown.

        Unlike an example, who it is does not matter. What is not covered stays undecided where
        that settles nothing.
        """
        key = _key("settle", question)
        known = self._known(key)
        if known in {Verdict.IMPOSSIBLE, Verdict.POSSIBLE}:
            assert known is not None
            self.answers[key] = known
            return Settled(known)
        from engine.analysis.formula.search import settled_of

        found, places = settled_of(question)
        self.answers[key] = found
        return Settled(found, places)

    def is_refuted(self, question: Question) -> bool:
        """Whether there is proved to be nobody, of groups of any size; no means nothing."""
        key = _key("refute", question)
        known = self._known(key)
        if known is None:
            from engine.analysis.formula.search import refuted

            known = Verdict.IMPOSSIBLE if refuted(question) else Verdict.UNDECIDED
        self.answers[key] = known
        return known is Verdict.IMPOSSIBLE

    def example(self, question: Question) -> Example | Verdict:
        """Somebody for whom the answer is yes, whom the evaluator was shown; or impossible, or
        undecided."""
        key = _key("example", question)
        known = self._known(key)
        if known in {Verdict.IMPOSSIBLE, Verdict.UNDECIDED}:
            assert known is not None
            self.answers[key] = known
            return known
        from engine.analysis.formula.search import example_of

        found = example_of(question)
        self.answers[key] = Verdict.POSSIBLE if isinstance(found, Example) else found
        return found

    def _known(self, key: str) -> Verdict | None:
        answer = self.answers.get(key, self._kept.get(key))
        return Verdict(answer) if answer in set(Verdict) else None


def _key(kind: str, question: Question) -> str:
    text = f"{kind} {_solver()}\n{question.text()}"
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _solver() -> str:
    return version("z3-solver")
