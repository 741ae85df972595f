"""Which pages the book has: contents, each service, sources, lists and registers, in two languages.

Every page needs nothing but the others: links are relative, and no address outside is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from engine.decide.naming import Naming
from engine.definitions.catalogue import Catalogue
from engine.model.service import Service
from engine.model.words import Language
from engine.phrases import phrase
from engine.reports.book.saying import Histories, Speaker
from engine.reports.book.service import service_part
from engine.reports.page import report_page

_SHORT: Final = 12  # characters of a release's hash, as elsewhere


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the book, from a page of the same language."""

    title: str
    address: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class _Book:
    catalogue: Catalogue
    release: str
    day: date
    histories: Histories


def pages_of(
    catalogue: Catalogue, release: str, day: date, histories: Histories | None = None
) -> Iterator[tuple[PurePosixPath, str]]:
    """Every page by its path in the book, as the law stands on `day`; `index.html` is Arabic.

    `release` is the hash of the configuration.
    """
    book = _Book(catalogue, release, day, histories or {})
    yield PurePosixPath("index.html"), _contents(book, Language.AR, "ar/", "en/index.html")
    for language in Language:
        folder, other = PurePosixPath(language), f"../{language.other}/"
        yield folder / "index.html", _contents(book, language, "", f"{other}index.html")
        for service in catalogue.listed:
            page = _service(book, service, language)
            yield folder / f"{service.id}.html", page
        for name in ("sources", "lists", "registers"):
            view = {"catalogue": catalogue, **_around(f"{name}.html", language)}
            title = phrase(f"book.{name}", language)
            yield (
                folder / f"{name}.html",
                _page(title, f"book/{name}.html", view, book, language),
            )


def _around(name: str, language: Language) -> dict[str, Any]:
    """The links above a page, back and to the same page in the other language."""
    return {
        "back": Link(phrase("book.back", language), "index.html"),
        "other": Link(phrase("menu.own-name", language.other), f"../{language.other}/{name}"),
    }


def _page(title: str, body: str, view: dict[str, Any], book: _Book, language: Language) -> str:
    lead = phrase("book.lead", language, day=book.day, release=book.release[:_SHORT])
    return report_page(title, body, view, language, lead)


def _contents(book: _Book, language: Language, below: str, other: str) -> str:
    catalogue = book.catalogue
    view = {
        "services": [_link(one, language, below) for one in catalogue.listed],
        "parts": [
            Link(phrase(f"book.{name}", language), f"{below}{name}.html")
            for name in ("sources", "lists", "registers")
        ],
        "back": None,
        "other": Link(phrase("menu.own-name", language.other), other),
    }
    title = f"{phrase('book.title', language)}: {catalogue.portal.name.in_(language)}"
    return _page(title, "book/contents.html", view, book, language)


def _link(service: Service, language: Language, below: str) -> Link:
    title, summary = service.title.in_(language), service.summary.in_(language)
    return Link(title, f"{below}{service.id}.html", summary)


def _service(book: _Book, service: Service, language: Language) -> str:
    catalogue = book.catalogue
    naming = Naming(catalogue.programs[service.id], catalogue, language)
    part = service_part(
        service, catalogue, Speaker(naming, service.rules, book.day, book.histories)
    )
    view = {"service": part, **_around(f"{service.id}.html", language)}
    return _page(part.title, "book/service.html", view, book, language)
