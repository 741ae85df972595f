"""Impacts as text for a terminal, Markdown for a pull request, JSON for programs, or one page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from unicodedata import east_asian_width

from engine.analysis.impact.impact import Impact
from engine.analysis.impact.words import ImpactView, Table, impact_view
from engine.model.words import Language
from engine.phrases import phrase


def written(impacts: Sequence[Impact], format_: str, language: Language) -> str:
    if format_ == "json":
        told = [asdict(one) for one in impacts]
        return json.dumps(told, ensure_ascii=False, indent=2, default=date.isoformat)
    views = [impact_view(one, language) for one in impacts]
    if format_ == "html":
        from engine.reports.page import report_page

        is_alone = len(views) == 1
        title = views[0].title if is_alone else phrase("impact.many", language)
        shown = {"views": views, "is_alone": is_alone}
        return report_page(title, "impact.html", shown, language, views[0].compared)
    write = _markdown if format_ == "markdown" else _text
    return "\n\n".join("\n".join(write(view, language)) for view in views)


# Text ----------------------------------------------------------------------------------------


def _text(view: ImpactView, language: Language) -> Iterator[str]:
    yield view.title
    yield view.compared
    yield ""
    yield from view.lead
    for table in view.tables:
        yield ""
        yield table.title
        yield from _aligned(table)
    if view.references:
        yield ""
        yield phrase("impact.references", language)
        for change, references in view.references:
            yield f"  {change}: {', '.join(references)}"
    if view.notes:
        yield ""
        yield from view.notes


def _aligned(table: Table) -> Iterator[str]:
    lines = (table.heads, *table.rows)
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *others = (
            cell + " " * (width - _width(cell)) if at == 0 else " " * (width - _width(cell)) + cell
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join((f"  {first}", *others)).rstrip()


def _width(text: str) -> int:
    """The columns of a terminal that a text takes; marks of direction take none."""
    marks = "\u200e\u200f\u2066\u2067\u2068\u2069"
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text if one not in marks)


# Markdown ------------------------------------------------------------------------------------


def _markdown(view: ImpactView, language: Language) -> Iterator[str]:
    yield f"## {view.title}"
    yield f"\n{view.compared}\n"
    yield from (f"- {sentence}" for sentence in view.lead)
    for table in view.tables:
        yield f"\n### {table.title}\n"
        yield _row(table.heads)
        yield _row(("---", *("---:" for _ in table.heads[1:])))
        yield from map(_row, table.rows)
    if view.references:
        yield f"\n### {phrase('impact.references', language)}\n"
        for change, references in view.references:
            yield f"- {change}: {', '.join(f'`{one}`' for one in references)}"
    if view.notes:
        yield ""
        yield from (f"- {note}" for note in view.notes)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
