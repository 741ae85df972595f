"""What was found of services as plain values, with sentences in both languages."""

from __future__ import annotations

from typing import Any

from engine.analysis.proving.finding import Finding
from engine.analysis.proving.service import Report
from engine.definitions.catalogue import Catalogue
from engine.model.words import Language


def as_json(report: Report, catalogue: Catalogue) -> dict[str, Any]:
    """Lines and columns count from 1."""
    findings = [
        _finding(service, one, catalogue)
        for service, found in report.findings.items()
        for one in found
    ]
    return {"format": 1, "claims_proved": report.claims, "findings": findings}


def _finding(service: str, finding: Finding, catalogue: Catalogue) -> dict[str, Any]:
    because, person = finding.because, finding.person
    return {
        "service": service,
        "code": str(finding.code),
        "severity": str(finding.severity),
        "of": finding.of,
        "message": {str(one): finding.message(one) for one in Language},
        "path": str(finding.span.path),
        "line": finding.span.line,
        "column": finding.span.column,
        "because": because and {"ar": because.ar, "en": because.en},
        "example": person
        and {
            "decision_date": person.decision_date.isoformat(),
            "person": {str(one): list(person.lines(catalogue, one)) for one in Language},
        },
    }
