"""The history of a rule or value by date: how it stood, in which releases, and who published it."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get

from api.pages.backoffice.audit.code import Code, code_of
from api.pages.backoffice.audit.frame import AUDIT, audit_page
from api.pages.backoffice.audit.publications import Line, line_of
from api.pages.visit import InPath, Page, TheVisit, Visit
from engine.definitions.entries import EntryKind, entries_of
from engine.operations.audit.versions import DatedEntry, Version, history_of_entry
from engine.operations.results import NotThere


@dataclass(frozen=True, slots=True)
class EntryLink:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one kind in one rule file."""

    label: str
    entries: tuple[EntryLink, ...]


@dataclass(frozen=True, slots=True)
class StoodView:
    since: Line
    until: Line | None


@dataclass(frozen=True, slots=True)
class VersionView:
    code: Code
    citations: tuple[str, ...]
    stood: tuple[StoodView, ...]


@dataclass(frozen=True, slots=True)
class DatedView:
    path: str
    since: str
    value: str
    citations: tuple[str, ...]
    first: Line
    last: Line | None


@get("/staff/audit/rules", opt=dict(AUDIT), sync_to_thread=True)
def rules_page(visit: TheVisit) -> Page:
    """What the release in force declares, by service and kind."""
    release = visit.runtime.release(visit.now)
    services = [
        (service.title.in_(visit.language), _groups(visit, service.rules))
        for service in release.catalogue.services.values()
    ]
    return audit_page(visit, "rule-histories", "backoffice/audit/rules.html", services=services)


@get("/staff/audit/rules/{rules:str}/{kind:str}/{entry:str}", opt=dict(AUDIT), sync_to_thread=True)
def rule_page(visit: TheVisit, rules: InPath, kind: InPath, entry: InPath) -> Page:
    if kind not in set(EntryKind):
        raise NotThere(f"nothing of the kind {kind} has a history")
    history = history_of_entry(visit.ports, rules, EntryKind(kind), entry)
    return audit_page(
        visit,
        "rule-histories",
        "backoffice/audit/rule.html",
        entry=entry,
        kind=visit.say(f"audit.entry-{kind}"),
        versions=[_version(visit, one) for one in history.versions],
        dated=[_dated(visit, one) for one in history.dated],
    )


def _groups(visit: Visit, rules: str) -> list[Group]:
    files = visit.runtime.release(visit.now).files
    names: dict[EntryKind, list[EntryLink]] = {}
    for kind, name in entries_of(files, rules):
        link = EntryLink(name, visit.url("rule-history", rules=rules, kind=str(kind), entry=name))
        names.setdefault(kind, []).append(link)
    return [
        Group(visit.say(f"audit.entries-{kind}"), tuple(links)) for kind, links in names.items()
    ]


def _version(visit: Visit, version: Version) -> VersionView:
    stood = tuple(
        StoodView(line_of(visit, one.since), line_of(visit, one.until) if one.until else None)
        for one in version.stood
    )
    return VersionView(code_of(version.excerpt), _titles(visit, version.cite), stood)


def _dated(visit: Visit, one: DatedEntry) -> DatedView:
    said = one.part.value
    if said in ("effective_from", "effective_to"):
        said = visit.say(f"audit.{said.replace('_', '-')}")
    last = line_of(visit, one.last) if one.last else None
    first = line_of(visit, one.first)
    part, citations = one.part, _titles(visit, one.part.cite)
    return DatedView(part.path, part.since, said, citations, first, last)


def _titles(visit: Visit, cite: tuple[str, ...]) -> tuple[str, ...]:
    """The titles of sources as the release in force has them; else their ids."""
    sources = visit.runtime.release(visit.now).catalogue.sources
    return tuple(sources[id].title.in_(visit.language) if id in sources else id for id in cite)


ROUTES = (rules_page, rule_page)
