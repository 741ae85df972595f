"""A report of findings as text, JSON, or Markdown for a pull request.

Text and Markdown are in one language, JSON is in both.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from engine.analysis.proving.finding import Finding
from engine.analysis.proving.json import as_json
from engine.analysis.proving.service import Report
from engine.definitions.catalogue import Catalogue
from engine.model.severity import Severity
from engine.model.words import Language
from engine.phrases import phrase, said


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def told(report: Report, catalogue: Catalogue, format_: Format, language: Language) -> str:
    match format_:
        case Format.JSON:
            return json.dumps(as_json(report, catalogue), ensure_ascii=False, indent=2)
        case Format.MARKDOWN:
            return "\n".join(_markdown(report, catalogue, language))
        case Format.TEXT:
            return "\n".join(_text(report, catalogue, language))


def _text(report: Report, catalogue: Catalogue, language: Language) -> Iterator[str]:
    for findings in report.findings.values():
        for one in findings:
            yield f"{one.span}: {one.severity}[{one.code}]: {one.message(language)}"
            yield from (f"  {place}: {_used(language)}" for place in one.span.via)
            yield from (f"  {line}" for line in _besides(one, catalogue, language))
    yield summary(report, language)


def _used(language: Language) -> str:
    return phrase("prove.used-here", language)


def _besides(finding: Finding, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """An example, and why the finding is intended."""
    if finding.person is not None:
        words = finding.person.words(catalogue).in_(language)
        yield phrase("prove.for-instance", language, person=said(words))
    if finding.because is not None:
        yield phrase("prove.intended", language, because=finding.because)


def summary(report: Report, language: Language) -> str:
    """How much was looked at, and what was found."""
    every = [one for findings in report.findings.values() for one in findings]
    intended = sum(one.because is not None for one in every)
    counts = Counter(one.severity for one in every)
    return phrase(
        "prove.summary",
        language,
        services=len(report.findings),
        claims=report.claims,
        found=counts[Severity.ERROR] + counts[Severity.WARNING],
        intended=intended,
        open=counts[Severity.NOTE] - intended,
    )


# For pull requests ----------------------------------------------------------------


def _markdown(report: Report, catalogue: Catalogue, language: Language) -> Iterator[str]:
    for service, findings in report.findings.items():
        if findings:
            yield f"### {catalogue.declared(service).title.in_(language)}"
            yield ""
        for one in findings:
            yield f"- **{one.code}** `{one.span}` {one.message(language)}"
            yield from (f"  - {line}" for line in _besides(one, catalogue, language))
        if findings:
            yield ""
    yield summary(report, language)
