"""Reasons to begin with: the rules that are not met, in words that staff then edit."""

from __future__ import annotations

from engine.decide.explain import explain
from engine.definitions.catalogue import Catalogue
from engine.model.decision import Decision, Verdict
from engine.model.words import Language, Text


def reasons_in_words(decision: Decision, catalogue: Catalogue) -> Text:
    """A paragraph for each rule that decided, in both languages; empty when all are met."""
    ar, en = (_paragraphs(decision, catalogue, language) for language in Language)
    return Text(ar, en)


def _paragraphs(decision: Decision, catalogue: Catalogue, language: Language) -> str:
    rules = explain(decision, catalogue, language).rules
    told = (
        " ".join((f"{rule.label}:", *dict.fromkeys(one.sentence for one in rule.reasons)))
        for rule in rules
        if rule.verdict == Verdict.NOT_MET
    )
    return "\n".join(told)
