"""A comparison as Markdown for a pull request: sentences in the open, details folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.analysis.changes import Change
from engine.analysis.comparison import Drafts
from engine.cli import diff_meaning
from engine.cli.diff_result import Result
from engine.model.words import Language
from engine.phrases import phrase

_CODE: Final = re.compile(r"(`[^`]*`)")
_MARKS: Final = re.compile(r"([\\*_\[\]#|])")


def as_markdown(result: Result, language: Language) -> str:
    lines = list(_lines(result, language))
    if language is Language.AR:
        lines = ['<div dir="rtl">', "", *lines, "", "</div>"]
    return "\n".join(lines)


def _lines(result: Result, language: Language) -> Iterator[str]:
    yield f"## {phrase('diff.title', language)}"
    yield ""
    yield f"{plain(result.between(language))}: **{plain(result.counted(language))}**"
    for group in result.groups:
        yield ""
        yield f"### {plain(group.about.in_(language))}"
        for weight, changes, more in group.weights:
            yield ""
            yield f"**{phrase(f'diff.weight-{weight.value}', language)}**"
            yield ""
            for change in changes:
                mark = "⚠️ " if change.is_past else ""
                yield f"- {mark}{plain(change.sentence.in_(language))}"
            if more:
                yield f"- {plain(phrase('diff.more', language, count=more))}"
        yield ""
        shown = tuple(one for _, changes, _ in group.weights for one in changes)
        yield from _folded(shown, language)
    if result.meaning is not None and result.changes:
        yield ""
        yield f"### {phrase('diff.meaning', language)}"
        yield ""
        yield from _meaning(result, language)
    if result.touched:
        yield ""
        yield f"### {phrase('diff.in-flight', language)}"
        yield ""
        for drafts in result.touched:
            yield from _drafts(drafts, language)
        if result.submitted is None:
            yield f"- {phrase('diff.submitted-stay', language)}"
        else:
            yield f"- {phrase('diff.submitted-counted', language, total=result.submitted)}"


def _meaning(result: Result, language: Language) -> Iterator[str]:
    """The verdict on each service in the open, who is meant and the example folded."""
    meaning = result.meaning or ()
    for words in diff_meaning.shown(meaning, result.catalogues, language):
        yield f"- **{plain(words.title)}**: {plain(words.verdict)}"
        for cell in words.cells:
            yield f"  - {plain(cell.what)} ({plain(cell.days)})"
            yield f"    <details><summary>{plain(cell.whom)}</summary>"
            yield ""
            yield from (f"    - {plain(line)}" for line in (*cell.people, cell.rest))
            yield f"    - {plain(cell.example.title)}"
            example = cell.example
            for line in (*example.lines, example.before, example.now):
                yield f"      - {plain(line)}"
            yield ""
            yield "    </details>"
        yield from (f"  - {plain(line)}" for line in (*words.unproved, *words.notes))
    same = diff_meaning.alike(meaning, language)
    if same is not None:
        yield f"- {plain(same)}"


def _folded(changes: tuple[Change, ...], language: Language) -> Iterator[str]:
    yield f"<details><summary>{phrase('diff.details', language)}</summary>"
    yield ""
    for change in changes:
        place = change.new or change.old
        yield f"- `{place}`: {plain(change.sentence.in_(language))}"
        yield from (f"  - {plain(detail.in_(language))}" for detail in change.details)
    yield ""
    yield "</details>"


def _drafts(drafts: Drafts, language: Language) -> Iterator[str]:
    said = phrase(f"diff.drafts-{drafts.fate}", language)
    yield f"- **{plain(drafts.title.in_(language))}**: {said}"
    yield from (f"  - {plain(line.in_(language))}" for line in drafts.lines)
    if drafts.counts is not None:
        total, touched = drafts.counts.total, drafts.counts.touched
        yield f"  - {phrase('diff.drafts-counted', language, total=total, touched=touched)}"


def plain(text: str) -> str:
    """A text that Markdown reads as it is; what stands between backticks stays code.

    >>> plain("a_b * `c_d`")
    'a\\\\_b \\\\* `c_d`'
    """
    parts = _CODE.split(text)
    return "".join(
        part if at % 2 else _MARKS.sub(r"\\\1", part.replace("&", "&amp;").replace("<", "&lt;"))
        for at, part in enumerate(parts)
    )
