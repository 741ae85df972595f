"""What a report says, as values: the same as `mumaris diff`, `prove` and `impact` print as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import msgspec

from engine.analysis.impact.result import Impact
from engine.model.report import ReportKind
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in both languages, one for one."""

    ar: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change of a definition as a sentence. `kind` says what became of it, such as `value` or
    `clause_added`; `about` what it touches, such as `decides` or `money`. `old` and `new` are
    places; null: it is in one release alone. `is_past`: it was in force already."""

    kind: str
    about: str
    part: str
    path: str
    services: tuple[str, ...]
    is_past: bool
    sentence: Text
    details: tuple[Text, ...]
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What the applicant of a draft meets; `field` null: it is about the step."""

    kind: str
    step: str
    field: str | None
    label: Text


@dataclass(frozen=True, slots=True)
class CountedDrafts:
    """How many drafts there are, and of how many a step is touched that was saved already."""

    total: int
    touched: int


@dataclass(frozen=True, slots=True)
class ServiceDrafts:
    """What becomes of the drafts of a service: they `move` to the candidate, `keep` their release,
    or the service is `gone`."""

    service: str
    drafts: str
    changes: tuple[DraftChange, ...]
    counted: CountedDrafts | None


@dataclass(frozen=True, slots=True)
class WordsContent:
    """What was changed, the weightiest first, and what it touches that is in flight.
    `submitted_applications` stay under the release that they were submitted under."""

    words: tuple[WrittenChange, ...]
    in_flight: tuple[ServiceDrafts, ...]
    submitted_applications: int | None


@dataclass(frozen=True, slots=True)
class DecidedExample:
    """Somebody whom both releases were asked to decide. `scenario`: of which scenario it is."""

    decision_date: date
    scenario: str | None
    person: Lines
    before: Text
    now: Text


@dataclass(frozen=True, slots=True)
class DecidedOtherwise:
    """People who are decided differently in one way. `topic` and `id` name what of a decision,
    `was` and `becomes` how. Each of `days` is a first and a last day, null where it has no end.
    `people` are lines that together say who among `whom`; `is_all`: everybody among them."""

    topic: str
    id: str
    was: str
    becomes: str
    days: tuple[tuple[date | None, date | None], ...]
    is_all: bool
    what: Text
    whom: Text
    people: Lines
    example: DecidedExample


@dataclass(frozen=True, slots=True)
class NotProved:
    """A way of differing that is neither shown nor excluded, why, and the places it hangs on."""

    topic: str
    id: str
    was: str
    becomes: str
    reason: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactApart:
    """A fact that decisions read and the two releases do not share."""

    name: str
    difference: str


@dataclass(frozen=True, slots=True)
class ServiceMeaningBody:
    """What the change means for a service. `existence`: it is in `both` releases, `added` or
    `removed`. `same`: proved that no one is decided differently; `written_alike`: what decides is
    written the same, so nothing had to be proved."""

    service: str
    existence: str
    same: bool
    written_alike: bool
    verdict: Text
    cells: tuple[DecidedOtherwise, ...]
    not_proved: tuple[NotProved, ...]
    facts_apart: tuple[FactApart, ...]


@dataclass(frozen=True, slots=True)
class MeaningContent:
    """Who is decided differently, by service."""

    meaning: tuple[ServiceMeaningBody, ...]


@dataclass(frozen=True, slots=True)
class FoundExample:
    """Somebody of whom a finding is so, whom the evaluator was shown."""

    decision_date: date
    person: Lines


@dataclass(frozen=True, slots=True)
class FindingBody:
    """Something that is so of a whole service. `of` is the id of what it is about; `line` and
    `column` count from 1. `because`: the authors say that it is intended."""

    service: str
    code: str
    severity: str
    of: str
    message: Text
    path: str
    line: int
    column: int
    because: Text | None
    example: FoundExample | None


@dataclass(frozen=True, slots=True)
class ProofContent:
    """What is proved of the candidate alone. `format` is 1; `claims_proved` counts the claims of
    its authors that hold."""

    format: int
    claims_proved: int
    findings: tuple[FindingBody, ...]


@dataclass(frozen=True, slots=True)
class ImpactContent:
    """Past applications that would have been decided otherwise, by service. `failures` say what
    could not be counted, and why."""

    impact: tuple[Impact, ...]
    failures: tuple[str, ...]


ReportContent: TypeAlias = WordsContent | MeaningContent | ProofContent | ImpactContent
_TYPES: Final[Mapping[ReportKind, type[ReportContent]]] = MappingProxyType(
    {
        ReportKind.WORDS: WordsContent,
        ReportKind.MEANING: MeaningContent,
        ReportKind.PROOF: ProofContent,
        ReportKind.IMPACT: ImpactContent,
    }
)


def content_of(kind: ReportKind, kept: Mapping[str, Any]) -> ReportContent:
    """The content as it was kept, typed."""
    return msgspec.convert(kept, _TYPES[kind])
