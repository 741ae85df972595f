"""Findings that their authors intend, explained in `intended` of the rule file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.analysis.proving.finding import Code, Finding
from engine.model.claim import Intended


def explained(findings: Iterable[Finding], intended: Iterable[Intended]) -> Iterator[Finding]:
    """The findings, those that are intended with the reason; and reasons that explain nothing."""
    reasons = {(one.code, one.of): one for one in intended}
    met: set[tuple[str, str]] = set()
    for finding in findings:
        reason = reasons.get((finding.code, finding.of))
        if reason is None:
            yield finding
        else:
            met.add((finding.code, finding.of))
            yield replace(finding, because=reason.because)
    for key, reason in reasons.items():
        if key not in met:
            values = {"finding": reason.code, "of": reason.of}
            yield Finding(Code.EXPLAINS_NOTHING, reason.of, reason.span, values)
