"""What privacy.yaml says of a kind of data, as sentences."""

from __future__ import annotations

from engine.model.period import Months
from engine.model.privacy import Holding
from engine.model.words import Language
from engine.phrases.say import phrase


def purpose_words(holding: Holding, language: Language) -> str:
    """What it is used for, and what makes that lawful."""
    basis = phrase(f"privacy.basis-{holding.basis.replace('_', '-')}", language)
    return phrase("privacy.purpose", language, purpose=holding.purpose, basis=basis)


def retention_words(holding: Holding, language: Language) -> str:
    """For how long it is kept, from when, and what happens then."""
    kept = holding.kept
    after = phrase(f"privacy.after-{kept.after}", language)
    then = phrase(f"privacy.then-{kept.then}", language)
    if kept.months == 0:
        return phrase("privacy.kept-no-longer", language, after=after, then=then)
    return phrase("privacy.kept", language, time=Months(kept.months), after=after, then=then)
