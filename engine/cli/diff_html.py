"""A comparison as one self-contained page, with tables and pictures."""

from __future__ import annotations

from collections import Counter

from engine.cli.diff_meaning import alike, shown
from engine.cli.diff_result import Result
from engine.model.words import Language
from engine.phrases import phrase
from engine.reports.page import report_page


def as_html(result: Result, language: Language) -> str:
    weights = Counter(change.weight for change in result.changes)
    bars = [
        (phrase(f"diff.weight-{weight.value}", language), count, str(count), "same")
        for weight, count in sorted(weights.items())
    ]
    meaning = result.meaning or ()
    view = {
        "groups": result.groups,
        "bars": bars,
        "counted": result.counted(language),
        "services": shown(meaning, result.catalogues, language),
        "alike": alike(meaning, language) if result.changes else None,
        "drafts": result.touched,
        "submitted": result.submitted,
    }
    title = phrase("diff.title", language)
    return report_page(title, "diff.html", view, language, result.between(language))
