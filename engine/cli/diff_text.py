"""A comparison as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.changes import Change
from engine.analysis.comparison import Drafts
from engine.cli import diff_meaning
from engine.cli.diff_result import Result
from engine.model.words import Language
from engine.phrases import phrase


def as_text(result: Result, language: Language) -> str:
    return "\n".join(_lines(result, language))


def _lines(result: Result, language: Language) -> Iterator[str]:
    yield result.between(language)
    yield result.counted(language)
    if result.changes:
        yield from _heading("words", language)
        yield from words(result, language)
    if result.meaning is not None and result.changes:
        yield from _heading("meaning", language)
        yield from diff_meaning.lines(result.meaning, result.catalogues, language)
    if result.touched:
        yield from _heading("in-flight", language)
        for drafts in result.touched:
            yield from _drafts(drafts, language)
        if result.submitted is not None:
            yield phrase("diff.submitted-counted", language, total=result.submitted)
        else:
            yield phrase("diff.submitted-stay", language)


def _heading(name: str, language: Language) -> Iterator[str]:
    heading = phrase(f"diff.{name}", language)
    yield ""
    yield heading
    yield "=" * len(heading)


def words(result: Result, language: Language) -> Iterator[str]:
    """The changes, by what they stand under and what they are about."""
    for group in result.groups:
        yield ""
        yield group.about.in_(language)
        for weight, changes, more in group.weights:
            yield f"  {phrase(f'diff.weight-{weight.value}', language)}"
            for change in changes:
                yield from change_lines(change, language)
            if more:
                yield f"    {phrase('diff.more', language, count=more)}"


def change_lines(change: Change, language: Language) -> Iterator[str]:
    """The sentence, the lines below it, and where it stands; `!` before what changes the past."""
    yield f"    {'!' if change.is_past else '-'} {change.sentence.in_(language)}"
    yield from (f"        {detail.in_(language)}" for detail in change.details)
    place = change.new or change.old
    if place is not None:
        yield f"        {place}"


def _drafts(drafts: Drafts, language: Language) -> Iterator[str]:
    yield ""
    yield drafts.title.in_(language)
    yield f"  {phrase(f'diff.drafts-{drafts.fate}', language)}"
    yield from (f"    - {line.in_(language)}" for line in drafts.lines)
    if not drafts.lines:
        yield f"    {phrase('diff.drafts-as-they-are', language)}"
    if drafts.counts is not None:
        total, touched = drafts.counts.total, drafts.counts.touched
        yield f"  {phrase('diff.drafts-counted', language, total=total, touched=touched)}"
