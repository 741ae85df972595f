"""The policy book of a small configuration: its pages, links, and what they say."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path, PurePosixPath

import pytest

from engine.definitions.entries import EntryKind
from engine.definitions.read import read_folder
from engine.release import Release
from engine.reports.book.pages import pages_of
from engine.reports.book.saying import Change
from engine.wording import without_isolates
from tests.unit.cli.test_commands import Command, command

__all__ = ["command"]
FIXTURES = Path(__file__).parents[2] / "fixtures"
DAY = date(2026, 3, 31)
HISTORY = {
    ("parking-permit", EntryKind.RULE, "under-permit-limit"): (
        Change("0123456789", date(2026, 1, 10), "maha", "Add a <limit>"),
        Change(None, None, "", ""),
    )
}
Book = dict[PurePosixPath, str]


@pytest.fixture(scope="module")
def book() -> Book:
    return pages("small-service")


def pages(name: str) -> Book:
    release = Release.of(read_folder(FIXTURES / name))
    return dict(pages_of(release.catalogue, release.hash, DAY, HISTORY))


def said(page: str) -> str:
    return without_isolates(unescape(re.sub(r"<[^>]+>", " ", page)))


def test_every_link_leads_to_a_page_and_to_a_place_on_it(book: Book) -> None:
    for path, page in book.items():
        for target in re.findall(r'href="([^"]+)"', page):
            if "://" in target:
                continue
            name, _, anchor = target.partition("#")
            found = book[PurePosixPath(*_resolved(path.parent / name))]
            assert not anchor or f'id="{anchor}"' in found, (path, target)


def _resolved(path: PurePosixPath) -> list[str]:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return parts


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_service_has_a_page_in_each_language(book: Book, language: str) -> None:
    page = book[PurePosixPath(language, "parking-permit.html")]
    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    assert len(set(re.findall(r' id="([^"]+)"', page))) == len(re.findall(r' id="([^"]+)"', page))


def test_a_rule_is_said_with_the_limit_of_the_day_and_its_source(book: Book) -> None:
    page = said(book[PurePosixPath("en/parking-permit.html")])
    assert "less than Most permits that a household may hold (2)" in page
    assert "parking-order" in page
    assert "Permit fee" in page


def test_every_amount_of_a_value_is_shown_with_its_first_day(book: Book) -> None:
    page = said(book[PurePosixPath("en/parking-permit.html")])
    assert "SAR 120.00" in page
    assert "SAR 125.00" in page


def test_who_changed_an_entry_stands_beside_it_and_is_escaped(book: Book) -> None:
    page = book[PurePosixPath("en/parking-permit.html")]
    assert "Add a &lt;limit&gt;" in page
    assert "Not committed yet" in page


@pytest.mark.parametrize("name", ["every-fee", "every-field", "two-parents", "swimming"])
def test_every_construct_has_its_words(name: str) -> None:
    assert len(pages(name)) > 8


def test_the_command_writes_every_page(command: Command, tmp_path: Path) -> None:
    words = "docs", str(FIXTURES / "small-service"), "-o", str(tmp_path), "--date", "2026-03-31"
    code, out, _ = command(*words, "--no-history")
    assert code == 0
    assert out.startswith("11 pages in ")
    assert (tmp_path / "ar" / "parking-permit.html").is_file()
