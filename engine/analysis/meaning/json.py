"""What a change means as plain values, with sentences in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.analysis.meaning.meaning import ServiceMeaning
from engine.analysis.meaning.words import in_words
from engine.definitions.catalogue import Catalogue
from engine.model.words import Language


def as_json(meaning: ServiceMeaning, old: Catalogue, new: Catalogue) -> dict[str, Any]:
    """The whole meaning as plain values; sentences stand in both languages."""
    both = {language: in_words(meaning, old, new, language) for language in Language}

    def texts(read: Any) -> dict[str, Any]:
        return {str(language): read(words) for language, words in both.items()}

    return {
        "service": meaning.service,
        "existence": str(meaning.existence),
        "same": meaning.is_same,
        "written_alike": meaning.is_alike,
        "verdict": texts(lambda words: words.verdict),
        "cells": [
            {
                "topic": str(cell.aspect.topic),
                "id": cell.aspect.id,
                "was": str(cell.was),
                "becomes": str(cell.becomes),
                "days": [[_iso(first), _iso(last)] for first, last in cell.days],
                "is_all": cell.people.is_all,
                "what": texts(lambda words, at=at: words.cells[at].what),
                "whom": texts(lambda words, at=at: words.cells[at].whom),
                "people": texts(lambda words, at=at: list(words.cells[at].people)),
                "example": {
                    "decision_date": cell.example.decision_date.isoformat(),
                    "scenario": None if cell.example.scenario is None else cell.example.scenario.id,
                    "person": texts(lambda words, at=at: list(words.cells[at].example.lines)),
                    "before": texts(lambda words, at=at: words.cells[at].example.before),
                    "now": texts(lambda words, at=at: words.cells[at].example.now),
                },
            }
            for at, cell in enumerate(meaning.cells)
        ],
        "not_proved": [
            {
                "topic": str(one.aspect.topic),
                "id": one.aspect.id,
                "was": str(one.was),
                "becomes": str(one.becomes),
                "reason": str(one.reason),
                "places": [str(place) for place in one.places],
            }
            for one in meaning.unproved
        ],
        "facts_apart": [
            {"name": one.name, "difference": str(one.difference)} for one in meaning.apart
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
