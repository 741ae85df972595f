"""What could not be settled, named with its place: it is never passed over."""

from __future__ import annotations

from collections.abc import Mapping

from engine.analysis.proofs import Settled
from engine.analysis.proving.finding import Code, Finding
from engine.model.problem import Span
from engine.model.words import Language, Text
from engine.phrases import phrase, said


def not_proved(
    code: Code,
    of: str,
    span: Span,
    values: Mapping[str, str],
    settled: Settled,
    words: Text | None = None,
) -> Finding:
    """That it is open whether there is a finding of this code, and what keeps it open.

    A claim that was not proved is no other finding's doubt, and keeps its own code.
    """
    doubted = Finding(code, of, span, values, words=words)
    sentences = [_sentence(doubted, settled, one) for one in (Language.AR, Language.EN)]
    kept = code if code is Code.CLAIM_NOT_PROVED else Code.NOT_PROVED
    return Finding(kept, of, span, said_as=Text(*sentences))


def _sentence(doubted: Finding, settled: Settled, language: Language) -> str:
    what = said(doubted.message(language))
    if not settled.places:
        return phrase("prove.too-large", language, what=what)
    places = ", ".join(map(str, settled.places))
    return phrase("prove.not-covered", language, what=what, places=said(places))
