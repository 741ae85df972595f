"""What is computed of a change outside of a page: reports for people and for programs.

Run as a process of its own (`python -m engine.reports`), so imports that cost much are loaded for
the kind of report that needs them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from engine.definitions.catalogue import Catalogue
from engine.model.problem import EngineError
from engine.model.report import ReportKind
from engine.model.words import Language
from engine.phrases import phrase
from engine.reports.page import report_body

if TYPE_CHECKING:
    from engine.analysis.proving.finding import Finding
    from engine.reports.contents import Content

IN_FLIGHT: Final = "in-flight.json"
CONTENT: Final = "content.json"
View = Callable[[Language], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class InFlight:
    """Drafts of each service, how many there are and how many are touched; and how many submitted
    applications stay as they are."""

    drafts: Mapping[str, tuple[int, int]]
    submitted: int

    @classmethod
    def kept(cls, place: Path) -> InFlight:
        """As `keep` wrote it; nothing where it did not."""
        if not place.exists():
            return cls({}, 0)
        held = json.loads(place.read_bytes())
        return cls({id: (one[0], one[1]) for id, one in held["drafts"].items()}, held["submitted"])

    def keep(self, place: Path) -> None:
        place.write_text(json.dumps(asdict(self)), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Change:
    """`history` is a folder with a table of past applications for each service that has any, and
    the hashes are what the releases are called by."""

    old: Catalogue
    new: Catalogue
    old_hash: str
    new_hash: str
    today: date
    history: Path
    in_flight: InFlight


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding in one language. `person`: somebody of whom it is so; `because`: it is intended."""

    severity: str
    code: str
    message: str
    place: str
    person: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Made:
    """`bodies` are for pages; `content` says the same as plain values, for programs."""

    bodies: Mapping[Language, str]
    content: Content


def made(kind: ReportKind, change: Change) -> Made:
    """The report. Raises EngineError for what cannot be computed."""
    template, make = _MAKERS[kind]
    view, content = make(change)
    return Made({one: report_body(template, view(one), one) for one in Language}, content)


def _words(change: Change) -> tuple[View, Content]:
    from engine.analysis.comparison import DraftCounts, drafts_of, grouped, words_of
    from engine.reports.contents import words_content

    old, new, flight = change.old, change.new, change.in_flight
    found = words_of(old, new, None, change.today)
    weights = Counter(one.weight for one in found)
    drafts = [
        replace(one, counts=DraftCounts(*flight.drafts.get(one.service, (0, 0))))
        for one in drafts_of(old, new, None, change.today)
        if one.changes or one.fate == "gone" or one.service in flight.drafts
    ]

    def view(language: Language) -> Mapping[str, Any]:
        bars = [
            (phrase(f"diff.weight-{weight.value}", language), count, str(count), "same")
            for weight, count in sorted(weights.items())
        ]
        groups = grouped(found)
        return {"groups": groups, "bars": bars, "drafts": drafts, "submitted": flight.submitted}

    return view, words_content(found, drafts, flight.submitted)


def _meaning(change: Change) -> tuple[View, Content]:
    from engine.analysis.meaning.meaning import meaning_of
    from engine.analysis.meaning.words import in_words
    from engine.analysis.proofs import Prover
    from engine.reports.contents import meaning_content

    old, new = change.old, change.new
    found = meaning_of(old, new, Prover())
    alike = sum(one.is_alike for one in found)

    def view(language: Language) -> Mapping[str, Any]:
        told = [in_words(one, old, new, language) for one in found if not one.is_alike]
        return {
            "services": sorted(told, key=lambda one: one.is_same),  # what differs first
            "alike": phrase("diff.alike", language, count=alike) if alike else "",
        }

    return view, meaning_content(found, old, new)


def _proof(change: Change) -> tuple[View, Content]:
    """What is proved of the new release, whatever the old one was."""
    from engine.analysis.proofs import Prover
    from engine.analysis.proving.json import as_json
    from engine.analysis.proving.service import findings_of, report
    from engine.analysis.proving.telling import summary
    from engine.analysis.whole import worlds

    new = change.new
    prover = Prover()
    found = {id: findings_of(new, id, world, prover) for id, world in worlds(new)}
    whole = report(new, found)

    def view(language: Language) -> Mapping[str, Any]:
        services = [
            (new.declared(id).title.in_(language), [_told(new, one, language) for one in findings])
            for id, findings in whole.findings.items()
            if findings
        ]
        return {"services": services, "summary": summary(whole, language)}

    return view, as_json(whole, new)


def _told(catalogue: Catalogue, one: Finding, language: Language) -> ToldFinding:
    person = one.person.lines(catalogue, language) if one.person else ()
    because = one.because.in_(language) if one.because else ""
    return ToldFinding(
        str(one.severity), str(one.code), one.message(language), str(one.span), person, because
    )


def _impact(change: Change) -> tuple[View, Content]:
    """References are not listed: who changes a rule need not know whose applications these are."""
    from engine.analysis.impact.impact import Side, Wanted, impact_of
    from engine.analysis.impact.words import impact_view

    old = Side(change.old_hash[:_SHOWN], change.old_hash, change.old)
    new = Side(change.new_hash[:_SHOWN], change.new_hash, change.new)
    tables = {place.stem: str(place) for place in sorted(change.history.glob("*.parquet"))}
    found, failures = [], []
    for service in sorted(tables):  # one that the candidate drops is said not to be counted
        try:
            found.append(impact_of(old, new, service, tables[service], Wanted(listed=0)))
        except EngineError as error:
            failures.append(f"{service}: {error}")
    found.sort(key=lambda one: not one.is_touched)

    def view(language: Language) -> Mapping[str, Any]:
        return {"views": [impact_view(one, language) for one in found], "failures": failures}

    return view, {"impact": [asdict(one) for one in found], "failures": failures}


_SHOWN: Final = 12  # of the digits of a hash
_MAKERS: Final[Mapping[ReportKind, tuple[str, Callable[[Change], tuple[View, Content]]]]] = (
    MappingProxyType(
        {
            ReportKind.WORDS: ("changed.html", _words),
            ReportKind.MEANING: ("meant.html", _meaning),
            ReportKind.PROOF: ("findings.html", _proof),
            ReportKind.IMPACT: ("impacts.html", _impact),
        }
    )
)
KINDS: Final = tuple(_MAKERS)
"""The kinds that are computed, in the order in which pages offer them."""
