"""A report is one file that needs nothing outside of it."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, FileSystemLoader

from engine.model.words import Language
from engine.reports.page import FOLDER, report_page

PARTS = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)


@pytest.fixture
def page() -> str:
    return report_page("<title>", "parts.html", {}, Language.AR, "من أجل {x}")


def test_a_report_asks_for_no_file_and_runs_no_script(page: str) -> None:
    assert not re.search(r"<script|<link|src=|@import|https?://", page)


def test_what_a_person_wrote_is_escaped(page: str) -> None:
    assert "<h1>&lt;title&gt;</h1>" in page
    assert "من أجل {x}" in page


def test_a_report_is_written_in_the_direction_of_its_language(page: str) -> None:
    assert '<html lang="ar" dir="rtl">' in page
    english = report_page("Report", "parts.html", {}, Language.EN)
    assert '<html lang="en" dir="ltr">' in english


def test_bars_stand_beside_the_numbers_they_show() -> None:
    module = PARTS.get_template("reports/parts.html").module
    rows = [("2026-01", 40, "40 people", "loss"), ("2026-02", 10, "10 people", "gain")]
    table = str(module.bars("By month", ("Month", "People"), rows))  # type: ignore[attr-defined]
    assert re.findall(r'width="([\d.]+)"', table) == ["100.00", "25.00"]
    assert re.findall(r'class="figure">([^<]+)</td>', table) == ["40 people", "10 people"]


def test_nothing_at_all_is_drawn_without_a_fault() -> None:
    module = PARTS.get_template("reports/parts.html").module
    assert 'width="0.00"' in str(module.bar(0, 0))  # type: ignore[attr-defined]
    assert "<tbody>" in str(module.bars("None", ("A", "B"), []))  # type: ignore[attr-defined]
