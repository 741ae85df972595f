"""What is said of the word under a cursor, where it is declared, and what may be written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from engine.decide.naming import Naming
from engine.definitions.catalogue import Catalogue
from engine.definitions.facts import BUILT_INS
from engine.editing.names import (
    Meant,
    Sort,
    held_in,
    meanings,
    named_in,
    services_of,
    shared,
    signature,
    text_of,
    word_at,
)
from engine.editing.offering import Offer
from engine.expressions.functions import FUNCTIONS
from engine.model.dated import NotInForceError
from engine.model.problem import Span
from engine.model.types import Kind
from engine.model.words import Language
from engine.wording import without_isolates

_MOST_SAID: Final = 4  # meanings of one word
_ITEM: Final = "item"  # what conditions of a group call the item that they are of
_IN_TEXT: Final = re.compile(r'["\'][^"\']*$')
_COMPARED: Final = re.compile(
    r'([a-z][a-z0-9_.]*)\s*(?:!?=|in)\s*\(?\s*(?:["\'][^"\']*["\']\s*,\s*)*["\']?[A-Za-z0-9_]*$'
)
_OF_AN_ITEM: Final = re.compile(r"\b([a-z][a-z0-9_]*)\.[a-z0-9_]*$")
_EACH: Final = re.compile(r"\b(?:some|every|for)\s+([a-z][a-z0-9_]*)\s+in\s+([a-z][a-z0-9_.]*)")
_LISTED: Final = re.compile(r"^\s*(?:-\s*\{?)?.*\b([a-z_]+):\s*\[?[^\]:]*$")
_NAMED: Final = {
    "cite": Sort.SOURCE,
    "fragment": Sort.FRAGMENT,
    "leads_to": Sort.SERVICE,
    "register": Sort.REGISTER,
    "person": Sort.PERSON,
    "person_register": Sort.REGISTER,
}
_IN_ORDER: Final = (Sort.VALUE, Sort.FACT, Sort.DERIVED, Sort.TABLE, Sort.OWN_FUNCTION)


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown of a word, as Markdown, and which columns of the line it is of, from 0."""

    text: str
    start: int
    end: int


def hover(
    catalogue: Catalogue, path: PurePosixPath, line: str, column: int, day: date
) -> Said | None:
    """What the word at `column` means, with what a dated value is on `day`."""
    found = word_at(line, column)
    if found is None:
        return None
    word, start = found
    said = [_said(meant, catalogue, day) for meant in meanings(catalogue, path, word)]
    if not said:
        return None
    return Said("\n\n---\n\n".join(said[:_MOST_SAID]), start, start + len(word))


def places(catalogue: Catalogue, path: PurePosixPath, line: str, column: int) -> tuple[Span, ...]:
    """Where the word at `column` is declared; several places where it may mean several things."""
    found = word_at(line, column)
    spans = (one.span for one in meanings(catalogue, path, found[0])) if found else ()
    written = (replace(span, via=()) for span in spans if span is not None)
    return tuple(dict.fromkeys(written))  # what a fragment declares is written once


# What is said -------------------------------------------------------------------------------


def _said(meant: Meant, catalogue: Catalogue, day: date) -> str:
    return "\n\n".join(_paragraphs(meant, catalogue, day))


def _paragraphs(meant: Meant, catalogue: Catalogue, day: date) -> Iterator[str]:
    label = text_of(meant.label)
    if label is not None:
        yield f"**{label.en}**\n\n**{label.ar}**"
    if meant.sort in {Sort.FUNCTION, Sort.OWN_FUNCTION}:
        yield f"```feel\n{meant.type}\n```"
    else:
        of = f" of `{meant.service}`" if meant.service else ""
        type_ = f": {meant.type}" if meant.type else ""
        yield f"`{meant.name}`{type_} ({meant.sort}{of})"
    if meant.dated is not None:
        yield _worth(meant, catalogue, day)
    if meant.note:
        yield meant.note
    for id in meant.cite:
        source = catalogue.sources.get(id)
        title = "" if source is None else f": {source.title.en}"
        yield f"[{id}]{title}"


def _worth(meant: Meant, catalogue: Catalogue, day: date) -> str:
    """What a value is on the day, and when it changes next."""
    assert meant.dated is not None, "only a dated value is worth something on a day"
    assert meant.service is not None, "a dated value is of a service"
    program = catalogue.programs[meant.service]
    try:
        since, value = meant.dated.entry_on(day)
    except NotInForceError:
        return f"nothing is in force on {day}"
    namings = (Naming(program, catalogue, language) for language in (Language.EN, Language.AR))
    words = (one.state(value, *one.type_and_unit(meant.name)) for one in namings)
    said = "** / **".join(dict.fromkeys(map(without_isolates, words)))
    later = [first for first, _ in meant.dated.entries if first > day]
    then = f"; changes on {later[0]}" if later else ""
    return f"on {day}: **{said}**, since {since}{then}"


# What may be written ------------------------------------------------------------------------


def offers(catalogue: Catalogue, path: PurePosixPath, line: str, column: int) -> tuple[Offer, ...]:
    """What may stand where the cursor is: codes beside a fact, ids after some keys, else names."""
    before = line[:column]
    compared = _COMPARED.search(before)
    if compared is not None:
        codes = tuple(_codes(catalogue, path, compared.group(1)))
        if codes:
            return codes
    if _IN_TEXT.search(before):
        return ()
    named = _LISTED.match(before)
    if named is not None and named.group(1) in _NAMED:
        wanted = _NAMED[named.group(1)]
        return tuple(_offer(one, 0) for one in shared(catalogue) if one.sort is wanted)
    return (*_of_item(catalogue, path, before), *_names(catalogue, path))


def _of_item(catalogue: Catalogue, path: PurePosixPath, before: str) -> Iterator[Offer]:
    """What an item holds, where a name that stands for one is being written."""
    asked = _OF_AN_ITEM.search(before)
    if asked is None:
        return
    variable = asked.group(1)
    sources: dict[str, str] = dict(_EACH.findall(before))
    group = sources.get(variable, variable).rpartition(".")[2]
    for service in services_of(catalogue, path):
        for step in service.asking:
            is_its = step.group is not None and step.group.name == group
            if is_its or (variable == _ITEM and step.span.path == path):
                for meant in held_in(service, step):
                    yield _offer(meant, 0, f"{variable}.{meant.name}")


def _codes(catalogue: Catalogue, path: PurePosixPath, name: str) -> Iterator[Offer]:
    """The codes that a fact may be."""
    for service in services_of(catalogue, path):
        for meant in named_in(catalogue.programs[service.id]):
            if meant.name != name and not meant.name.endswith(f".{name}"):
                continue
            fact = catalogue.programs[service.id].facts.get(meant.name)
            listing = catalogue.lists.get(fact.type.of or "") if fact is not None else None
            if fact is not None and fact.type.kind is Kind.CODE and listing is not None:
                for code in listing.codes:
                    yield Offer(
                        code.id, listing.id, f"{code.label.en}\n\n{code.label.ar}", Sort.CODE, 0
                    )
                return


def _names(catalogue: Catalogue, path: PurePosixPath) -> Iterator[Offer]:
    seen: set[str] = set()
    for service in services_of(catalogue, path):
        for meant in named_in(catalogue.programs[service.id]):
            name = _here(meant, path)
            if name not in seen:
                seen.add(name)
                yield _offer(meant, _IN_ORDER.index(meant.sort), name)
    for name, type_ in BUILT_INS.items():
        yield Offer(name, str(type_), "", Sort.BUILT_IN, len(_IN_ORDER))
    for name in FUNCTIONS:
        yield Offer(name, signature(name).split("\n")[0], "", Sort.FUNCTION, len(_IN_ORDER) + 1)


def _here(meant: Meant, path: PurePosixPath) -> str:
    """The name as the file itself writes it: without that of the use inside a fragment."""
    is_own = meant.span is not None and meant.span.path == path
    if path.parts[0] == "fragments" and is_own:
        return meant.name.rpartition(".")[2]
    return meant.name


def _offer(meant: Meant, rank: int, name: str | None = None) -> Offer:
    label = text_of(meant.label)
    about = "" if label is None else f"{label.en}\n\n{label.ar}"
    return Offer(name or meant.name, meant.type, about, meant.sort, rank)
