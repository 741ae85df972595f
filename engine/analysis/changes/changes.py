"""Every change between two configurations, the weightiest first.

A change in a fragment, a shared lifecycle or a list is told once, with the services it reaches.
What was renamed is told as that, and names that follow it are no changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from engine.analysis.changes.change import Change
from engine.analysis.changes.clauses import Branch, meant_by
from engine.analysis.changes.clauses import said as written
from engine.analysis.changes.content import Contents, Renames, meant, tokens
from engine.analysis.changes.difference import Difference, Trail
from engine.analysis.changes.parts import key_of
from engine.analysis.changes.reach import Reach
from engine.analysis.changes.speakers import Speakers
from engine.analysis.changes.speaking import Speaker
from engine.analysis.changes.telling import Teller, told
from engine.analysis.changes.walk import Walk
from engine.definitions.catalogue import Catalogue
from engine.model.condition import Formula
from engine.model.listing import CodeList
from engine.model.own_application import SERVICES, STATES
from engine.model.public_lookup import PublicLookup
from engine.model.record_page import RecordPage
from engine.model.rule import RuleSet
from engine.model.scenario import Scenario
from engine.model.service import Field, Service
from engine.model.words import Language, Text
from engine.phrases import phrase, phrase_text, said

T = TypeVar("T")

_MOST_ROUNDS: Final = 3  # a rename that only another one shows is rare, and a third deeper rarer
_SECTIONS: Final = ("verdicts", "documents", "fees", "determinations")  # of a decision's summary
_MADE: Final = frozenset({SERVICES, STATES})  # lists that are made of services, in no file


def changes_of(old: Catalogue, new: Catalogue, *, today: date | None = None) -> tuple[Change, ...]:
    """What changes from `old` to `new`, in the order in which it is told.

    `today` tells what was in force already from what will be; without it nothing counts as past.
    Catalogues of equal content give no change, and of any other at least one.
    """
    renames: dict[str, dict[str, str]] = {}
    differences: list[Difference] = []
    for _ in range(_MOST_ROUNDS):
        found: dict[str, dict[str, str]] = {}
        differences = list(_differences(old, new, renames, found))
        if found == renames:
            break
        renames = found
    changes = _gathered(differences, old, new, today)
    return tuple(sorted(changes, key=lambda change: change.order))


def _differences(
    old: Catalogue,
    new: Catalogue,
    renames: Mapping[str, Renames],
    found: dict[str, dict[str, str]],
) -> Iterator[Difference]:
    """All differences; `found` hears which names were renamed, by scope."""

    def hear(trail: Trail, before: object, after: object) -> None:
        for name, other in _names(before, after):
            found.setdefault(trail.scope, {})[name] = other

    def walk(scope: str) -> Walk:
        if scope not in walks:
            known = {**renames.get("", {}), **renames.get(scope, {})}
            walks[scope] = Walk(Contents(known), after, hear)
        return walks[scope]

    after = Contents()
    walks: dict[str, Walk] = {}
    nowhere = walk("")
    yield from nowhere.whole(old.portal, new.portal, "portal")
    yield from nowhere.whole(old.privacy, new.privacy, "privacy")
    for before_parts, after_parts in (
        (old.sources, new.sources),
        (_files(old), _files(new)),
        (old.registers, new.registers),
        (old.people, new.people),
        (old.staff, new.staff),
    ):
        yield from nowhere.parts(
            [*before_parts.values()], [*after_parts.values()], Trail("", ()), is_ordered=False
        )
    yield from _by_scope(old, new, walk)
    yield from nowhere.names(old.fragments, new.fragments, "fragments")
    yield from nowhere.names(old.lifecycles, new.lifecycles, "lifecycles")


def _by_scope(old: Catalogue, new: Catalogue, walk: Callable[[str], Walk]) -> Iterator[Difference]:
    """What has names of its own: services with their rules, pages and scenarios."""
    every = (
        (old.rule_sets, new.rule_sets),
        ({one.id: one for one in old.listed}, {one.id: one for one in new.listed}),
        (_kept(old.records, new.records), _kept(new.records, old.records)),
        (_kept(old.lookups, new.lookups), _kept(new.lookups, old.lookups)),
        (_scenarios(old), _scenarios(new)),
    )
    rules = {one.id: one.rules for one in (*old.listed, *new.listed)}
    for before, after in every:
        held: dict[str, tuple[list[object], list[object]]] = {}
        for side, parts in enumerate((before, after)):
            for one in parts.values():
                held.setdefault(_scope(one, rules), ([], []))[side].append(one)
        for scope, (was, is_) in held.items():
            yield from walk(scope).parts(was, is_, Trail(scope, ()), is_ordered=False)


def _scope(part: object, rules: Mapping[str, str]) -> str:
    """The id of the rule file whose names a part speaks; `rules` has it by service."""
    match part:
        case Service(id=id) | RecordPage(service=Service(id=id)):
            return rules[id]
        case PublicLookup(service=Service(id=id)):
            return rules[id]
        case RuleSet(id=id):
            return id
        case Scenario(service=service):
            return rules.get(service, service)
        case _:
            return ""


def _files(catalogue: Catalogue) -> dict[str, CodeList]:
    """The lists that are written in files."""
    return {id: one for id, one in catalogue.lists.items() if id not in _MADE}


def _kept(parts: Mapping[str, T], others: Mapping[str, object]) -> dict[str, T]:
    """Those that both have: what comes or goes is told as the service that it is."""
    return {id: one for id, one in parts.items() if id in others}


def _scenarios(catalogue: Catalogue) -> dict[str, Scenario]:
    return {key_of(one) or "": one for one in catalogue.scenarios}


def _names(before: object, after: object) -> Iterator[tuple[str, str]]:
    """The names under which others read a part that was renamed."""
    old, new = key_of(before) or "", key_of(after) or ""
    yield old, new
    yield from ((f"{section}.{old}", f"{section}.{new}") for section in _SECTIONS)
    match before, after:
        case Field(), Field():
            yield before.fact, after.fact
        case _:
            pass


# Telling ---------------------------------------------------------------------------------


def _gathered(
    differences: Sequence[Difference], old: Catalogue, new: Catalogue, today: date | None
) -> Iterator[Change]:
    """One change of all differences that are the same one seen from several services."""
    reaches = Reach(old), Reach(new)
    grouped: dict[object, list[Difference]] = {}
    for one in differences:
        grouped.setdefault(_identity(one), []).append(one)
    for group in grouped.values():
        services = {id for one in group for reach in reaches for id in reach.services(one.trail)}
        tellers = [_tellers(one.trail.scope, old, new, today) for one in group]
        changes = [told(one, two) for one, two in zip(group, tellers, strict=True)]
        first = changes[0]
        others = {one.sentence: at for at, one in enumerate(changes) if at}
        others.pop(first.sentence, None)
        also = tuple(_also(group[at], tellers[at]) for at in others.values())
        yield replace(
            first,
            services=tuple(sorted(services)),
            about=_about(group[0].trail, services, tellers[0]),
            details=(*first.details, *also),
        )


def _also(difference: Difference, tellers: tuple[Teller, Teller]) -> Text:
    """The part in another use of the same place, which has other words there."""
    ar, en = (
        phrase("changes.also", one.language, whose=said(one.speakers.whose(difference.trail)))
        for one in tellers
    )
    return Text(ar, en)


def _about(trail: Trail, services: set[str], tellers: tuple[Teller, Teller]) -> Text:
    """The titles of the services that share it; of what is no service's own, its name."""
    root = trail.owners[0].part if trail.owners else None
    if root is None:
        return phrase_text("changes.shared")
    if not isinstance(root, Service | RuleSet | Scenario | RecordPage | PublicLookup):
        ar, en = (teller.speakers.whose(Trail("", trail.owners[:1])) for teller in tellers)
        return Text(ar, en[:1].upper() + en[1:])
    ar, en = (teller.speakers.titles(services) for teller in tellers)
    return Text(ar, en)


def _identity(difference: Difference) -> object:
    """Equal for what is one place of one file, in whichever services it is used."""
    spans = difference.old_span, difference.new_span
    if not any(span is not None and span.via for span in spans):
        return id(difference)
    owners = difference.trail.owners[1:]
    return (
        difference.kind,
        *(span and (span.path, span.line, span.column) for span in spans),
        tuple(owner.noun for owner in owners),
        difference.trail.attributes,
        *_said(difference.old, difference.new),
    )


def _said(old: object, new: object) -> tuple[Hashable, ...]:
    """What is written before and after; where that is the same, what it means in its service."""
    match old, new:
        case (Formula(), Formula()):
            texts = tokens(old.text), tokens(new.text)
            return texts if texts[0] != texts[1] else (meant(old), meant(new))
        case (Branch(), Branch()):
            told = written(old), written(new)
            return told if told[0] != told[1] else (meant_by(old), meant_by(new))
        case _:
            return _plain(old), _plain(new)


def _plain(value: object) -> Hashable:
    if isinstance(value, Branch):
        return written(value)
    return None if key_of(value) is not None else Contents().of(value)


def _tellers(
    scope: str, old: Catalogue, new: Catalogue, today: date | None
) -> tuple[Teller, Teller]:
    ar, en = (
        Teller(Speakers(Speaker(old, scope, one), Speaker(new, scope, one)), today)
        for one in Language
    )
    return ar, en
