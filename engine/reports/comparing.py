"""What is computed of a change outside of a page: the bodies of reports, in both languages.

Run as a process of its own (`python -m engine.reports`), so imports that cost much are loaded for
the kind of report that needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from engine.definitions.catalogue import Catalogue
from engine.model.problem import EngineError
from engine.model.report import ReportKind
from engine.model.words import Language
from engine.reports.page import report_body

View = Callable[[Language], Mapping[str, Any]]


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


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """What is told under one title; each line is a sentence, what stands below it, and whether it
    changes what was in force already."""

    title: str
    lines: tuple[tuple[str, tuple[str, ...], bool], ...]


def bodies(kind: ReportKind, change: Change) -> dict[Language, str]:
    """The body of the report in each language. Raises EngineError for what cannot be computed."""
    template, make = _MAKERS[kind]
    view = make(change)
    return {one: report_body(template, view(one), one) for one in Language}


def _words(change: Change) -> View:
    from engine.analysis.changes import changes_of

    found = changes_of(change.old, change.new, today=change.today)

    def view(language: Language) -> Mapping[str, Any]:
        by_title = groupby(
            sorted(found, key=lambda one: one.about.in_(language)),
            key=lambda one: one.about.in_(language),
        )
        groups = [
            ChangedGroup(
                title,
                tuple(
                    (
                        one.sentence.in_(language),
                        tuple(line.in_(language) for line in one.details),
                        one.is_past,
                    )
                    for one in changes
                ),
            )
            for title, changes in by_title
        ]
        return {"groups": groups}

    return view


def _meaning(change: Change) -> View:
    from engine.analysis.meaning import meaning_of
    from engine.analysis.meaning_words import in_words
    from engine.analysis.proofs import Prover

    old, new = change.old, change.new
    found = meaning_of(old, new, Prover())

    def view(language: Language) -> Mapping[str, Any]:
        told = [in_words(one, old, new, language) for one in found]
        return {"services": sorted(told, key=lambda one: one.is_same)}  # what differs first

    return view


def _impact(change: Change) -> View:
    """References are not listed: who changes a rule need not know whose applications these are."""
    from engine.analysis.impact import Side, Wanted, impact_of
    from engine.analysis.impact_words import impact_view

    old = Side(change.old_hash[:_SHOWN], change.old_hash, change.old)
    new = Side(change.new_hash[:_SHOWN], change.new_hash, change.new)
    tables = {place.stem: str(place) for place in sorted(change.history.glob("*.parquet"))}
    both = change.old.services.keys() & change.new.services.keys()
    found, failures = [], []
    for service in sorted(tables.keys() & both):
        try:
            found.append(impact_of(old, new, service, tables[service], Wanted(listed=0)))
        except EngineError as error:
            failures.append(f"{service}: {error}")
    found.sort(key=lambda one: not one.is_touched)

    def view(language: Language) -> Mapping[str, Any]:
        return {"views": [impact_view(one, language) for one in found], "failures": failures}

    return view


_SHOWN: Final = 12  # of the digits of a hash
_MAKERS: Final[Mapping[ReportKind, tuple[str, Callable[[Change], View]]]] = MappingProxyType(
    {
        ReportKind.WORDS: ("changed.html", _words),
        ReportKind.MEANING: ("meaning.html", _meaning),
        ReportKind.IMPACT: ("impacts.html", _impact),
    }
)
KINDS: Final = tuple(_MAKERS)
"""The kinds that are computed, in the order in which pages offer them."""
