"""What the pages of the policy desk share: scopes, crumbs, and how releases are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from api.pages.backoffice.frame import staff_page
from api.pages.visit import Page, Visit
from engine.calendar import format_moment
from engine.model.scope import SCOPES, Scope
from engine.operations.results import NotThere
from engine.store.entries import Publication

READ: Final[Mapping[str, Any]] = MappingProxyType({"scope": Scope.READ_POLICY})
EDIT: Final[Mapping[str, Any]] = MappingProxyType({"scope": Scope.PUBLISH})
_SHOWN: Final = 12  # of the 64 digits of a hash
Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """One act of putting a release in force. `tag` names the phrase of how many stood behind it."""

    number: int
    release: str
    address: str
    when: str
    who: str
    proposed_by: str
    note: str
    commit: str
    candidate: str
    alone: str
    tag: str
    is_rollback: bool


def desk_page(
    visit: Visit, template: str, status: int = 200, crumbs: Crumbs | None = (), **view: Any
) -> Page:
    """A page of the desk, under its first page; `crumbs` None: that page itself."""
    first = (visit.say("desk.title"), visit.url("desk"))
    above = () if crumbs is None else (first, *crumbs)
    return staff_page(visit, template, status, above, may_edit=may_edit(visit), **view)


def may_edit(visit: Visit) -> bool:
    return Scope.PUBLISH in SCOPES[visit.account.role]


def moment(visit: Visit, at: datetime) -> str:
    return format_moment(at, visit.catalogue.portal.time_zone, visit.language)


def short(hash_: str | None) -> str:
    """How a hash begins, as people say it."""
    return (hash_ or "")[:_SHOWN]


def number_of(text: str) -> int:
    """The number of a candidate in an address; raises NotThere."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotThere(f"there is no candidate {text[:20]}")
    return int(text)


def publication_line(visit: Visit, one: Publication) -> PublicationLine:
    tag = "by-two" if one.proposed_by else "alone" if one.alone else "by-one"
    candidate = "" if one.candidate is None else visit.url("candidate", number=str(one.candidate))
    return PublicationLine(
        number=one.number,
        release=short(one.release),
        address=visit.url("release", release=one.release),
        when=moment(visit, one.at),
        who=one.who,
        proposed_by=one.proposed_by or "",
        note=one.note,
        commit=short(one.commit),
        candidate=candidate,
        alone=one.alone or "",
        tag=tag,
        is_rollback=one.is_rollback,
    )
