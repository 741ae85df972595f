"""What privacy.yaml says of a kind of data, as sentences."""

from __future__ import annotations

from engine.model.period import Days, Months
from engine.model.privacy import Answering, Holding
from engine.model.words import Language
from engine.phrases.say import phrase


def purpose_words(holding: Holding, language: Language) -> str:
    """What it is used for, and what makes that lawful."""
    basis = phrase(f"privacy.basis-{holding.basis.replace('_', '-')}", language)
    return phrase("privacy.purpose", language, purpose=holding.purpose, basis=basis)


def answering_words(answering: Answering, language: Language) -> str:
    """In how many days a request is answered, and by how many that can be put off."""
    days, more = Days(answering.days), Days(answering.extension_days)
    if more.count == 0:
        return phrase("privacy.answering-once", language, days=days)
    return phrase("privacy.answering", language, days=days, more=more)


def retention_words(holding: Holding, language: Language) -> str:
    """For how long it is kept, from when, and what happens then."""
    kept = holding.kept
    after = phrase(f"privacy.after-{kept.after}", language)
    then = phrase(f"privacy.then-{kept.then}", language)
    if kept.months == 0:
        return phrase("privacy.kept-no-longer", language, after=after, then=then)
    return phrase("privacy.kept", language, time=Months(kept.months), after=after, then=then)
