"""Everything that is found of the services of a configuration.

What is written once and used by several services, in a fragment, is looked at wherever it is used:
a clause of it is idle only where it is idle in every use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.analysis.proofs import Prover
from engine.analysis.proving.asking import Asking
from engine.analysis.proving.claims import of_claims
from engine.analysis.proving.conditions import clause_places, of_rules
from engine.analysis.proving.explained import explained
from engine.analysis.proving.facts import that_never_matter
from engine.analysis.proving.finding import Code, Finding
from engine.analysis.proving.reach import of_nobody
from engine.analysis.proving.undecided import that_stay_open
from engine.analysis.questions import World
from engine.definitions.catalogue import Catalogue
from engine.model.problem import Span
from engine.model.severity import Severity

_Place = tuple[str, int, int]


def findings_of(
    catalogue: Catalogue, service: str, world: World, prover: Prover
) -> tuple[Finding, ...]:
    """What is found of one service, by itself."""
    asking = Asking.of(catalogue, service, world, prover)
    return (
        *of_rules(asking),
        *of_nobody(asking),
        *that_never_matter(asking),
        *that_stay_open(asking),
        *of_claims(asking),
    )


@dataclass(frozen=True, slots=True)
class Report:
    """`findings` by service, in the order of their places; `claims` that were proved."""

    findings: Mapping[str, tuple[Finding, ...]]
    claims: int

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to mend: what is intended, or left open, is no fault."""
        every = (one for found in self.findings.values() for one in found)
        return all(one.severity is Severity.NOTE for one in every)


def report(catalogue: Catalogue, found: Mapping[str, Collection[Finding]]) -> Report:
    """What is told of these services, once all of them were looked at."""
    alone = _in_every_use(catalogue, found)
    told = {
        service: tuple(
            sorted(
                explained(findings, catalogue.rule_sets[_rules(catalogue, service)].intended),
                key=lambda one: (one.span, one.code, one.of),
            )
        )
        for service, findings in alone.items()
    }
    claims = sum(len(catalogue.programs[service].claims) for service in found)
    failed = sum(_is_of_claim(one) for findings in told.values() for one in findings)
    return Report(told, claims - failed)


def _rules(catalogue: Catalogue, service: str) -> str:
    return catalogue.declared(service).rules


def _is_of_claim(finding: Finding) -> bool:
    return finding.code in {Code.CLAIM_REFUTED, Code.CLAIM_OF_NOBODY, Code.CLAIM_NOT_PROVED}


def _in_every_use(
    catalogue: Catalogue, found: Mapping[str, Collection[Finding]]
) -> Mapping[str, list[Finding]]:
    """Without what is so of a clause in one use of a fragment, and not so in another."""
    uses = Counter(
        _place(span)
        for program in catalogue.programs.values()
        for span in clause_places(program, catalogue.declared(program.service))
    )
    idle = Counter(
        _place(one.span) for findings in found.values() for one in findings if _is_of_fragment(one)
    )
    return {
        service: [
            one
            for one in findings
            if not _is_of_fragment(one) or idle[_place(one.span)] == uses[_place(one.span)]
        ]
        for service, findings in found.items()
    }


def _is_of_fragment(finding: Finding) -> bool:
    """Whether it was found, or left open, of a clause of a fragment."""
    return finding.is_of_clause and bool(finding.span.via)


def _place(span: Span) -> _Place:
    return str(span.path), span.line, span.column
