"""What an auditor typed into a search: read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from api.pages.visit import Visit
from engine.digits import western_digits
from engine.model.decision import Outcome
from engine.operations.audit.finding import Search
from engine.operations.audit.telling import kind_words
from engine.phrases import said
from engine.store.chain import RecordKind

FIELDS: Final = (
    "from", "to", "kind", "service", "outcome", "basis", "release", "reference",
)  # fmt: skip
_LONGEST = 100
_EXAMPLE: Final = "2026-11-23"
_RELEASE_DIGITS: Final = frozenset("0123456789abcdef")


class Basis(StrEnum):
    OFFICIAL = "official"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed` and `errors` by field; `query` asks for the same again, without its `?`."""

    search: Search
    typed: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def query(self) -> str:
        return urlencode({name: text for name, text in self.typed.items() if text})


def read_search(visit: Visit) -> Asked:
    """The search in the address of the page; a field at fault is left out of it."""
    typed = {name: visit.asked(name).strip()[:_LONGEST] for name in FIELDS}
    errors: dict[str, str] = {}
    days = {name: _day(visit, typed[name], name, errors) for name in ("from", "to")}
    first, last = days["from"], days["to"]
    if first and last and last < first:
        errors["to"] = visit.say("audit.error-before")
    release = typed["release"].lower()
    if set(release) - _RELEASE_DIGITS:
        errors["release"] = visit.say("audit.error-release")
    search = Search(
        first_date=first,
        last_date=last,
        kind=RecordKind(typed["kind"]) if typed["kind"] in set(RecordKind) else None,
        service=typed["service"] or None,
        outcome=typed["outcome"] or None,
        release=None if "release" in errors else release or None,
        reference=typed["reference"] or None,
        is_official={"official": True, "other": False}.get(typed["basis"]),
    )
    return Asked(search, typed, errors)


def choices(visit: Visit) -> dict[str, list[Choice]]:
    """What the selects of the form offer, the service as the release in force calls it."""
    services = visit.runtime.release(visit.now).catalogue.services
    outcomes = (Outcome.ELIGIBLE, Outcome.INELIGIBLE)
    return {
        "kind": [Choice(str(kind), kind_words(kind, visit.language)) for kind in RecordKind],
        "service": [
            Choice(id, service.title.in_(visit.language)) for id, service in services.items()
        ],
        "outcome": [
            Choice(str(outcome), visit.say(f"audit.outcome-{outcome}")) for outcome in outcomes
        ],
        "basis": [Choice(str(one), visit.say(f"audit.basis-{one}")) for one in Basis],
    }


def before_of(visit: Visit) -> int | None:
    """The record from which the page goes on, if the address says so."""
    text = visit.asked("before")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _day(visit: Visit, text: str, name: str, errors: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(western_digits(text))
    except ValueError:
        errors[name] = visit.say("audit.error-day", example=said(_EXAMPLE))
        return None
