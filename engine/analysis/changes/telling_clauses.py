"""Clauses told, and the lines that stand below a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.analysis.changes.change import ChangeKind
from engine.analysis.changes.clauses import Branch, meant_by
from engine.analysis.changes.clauses import said as written
from engine.analysis.changes.difference import Difference, Trail
from engine.analysis.changes.parts import attributes_of
from engine.analysis.changes.speakers import Speakers
from engine.analysis.changes.speaking import Speaker, attribute_words, cut
from engine.model.condition import Combinator, Condition, Formula
from engine.model.dated import Dated
from engine.model.rule import Row, Value
from engine.model.service import FieldType
from engine.phrases import phrase, said


def clause_sentence(difference: Difference, speakers: Speakers) -> str:
    whose = said(_whose_condition(difference.trail, speakers))
    old, new = difference.old, difference.new
    if isinstance(old, Branch) and isinstance(new, Branch):
        was, is_ = speakers.old.branch(old), speakers.new.branch(new)
        if was == is_:
            was, is_ = speakers.code(written(old)), speakers.code(written(new))
        if was == is_:
            was, is_ = speakers.code(meant_by(old)), speakers.code(meant_by(new))
        return phrase(
            "changes.clause-changed",
            speakers.language,
            whose=whose,
            old=said(cut(was)),
            new=said(cut(is_)),
        )
    branch, speaker = (new, speakers.new) if old is None else (old, speakers.old)
    assert isinstance(branch, Branch), "a clause is told by what it says"
    return phrase(
        f"changes.{difference.kind.replace('_', '-')}",
        speakers.language,
        whose=whose,
        clause=said(cut(speaker.branch(branch))),
        combined=said(_combined(branch, speakers)),
    )


def _combined(branch: Branch, speakers: Speakers) -> str:
    match branch.piece.combinator:
        case Combinator.ANY:
            return phrase("changes.combined-any", speakers.language)
        case Combinator.NONE:
            return phrase("changes.combined-none", speakers.language)
        case _:
            return phrase("changes.combined-all", speakers.language)


def _whose_condition(trail: Trail, speakers: Speakers) -> str:
    """The part, and which of its conditions where it has several."""
    whose = speakers.whose(trail)
    if trail.attributes[-1][1] in {"condition", "body"}:
        return whose
    attribute = speakers.attribute(trail)
    return phrase("changed-parts.for", speakers.language, name=said(whose), given=said(attribute))


def details(difference: Difference, speakers: Speakers) -> Iterator[str]:
    old, new = difference.old, difference.new
    match difference.kind:
        case ChangeKind.ADDED:
            yield from _described(new, speakers.new)
        case ChangeKind.REMOVED:
            yield from _described(old, speakers.old)
        case ChangeKind.CLAUSE_ADDED if isinstance(new, Branch):
            yield phrase("changes.feel", speakers.language, text=said(speakers.code(written(new))))
        case ChangeKind.CLAUSE_REMOVED if isinstance(old, Branch):
            yield phrase("changes.feel", speakers.language, text=said(speakers.code(written(old))))
        case ChangeKind.CLAUSE_CHANGED if isinstance(old, Branch) and isinstance(new, Branch):
            yield phrase(
                "changes.feel-was", speakers.language, text=said(speakers.code(written(old)))
            )
            yield phrase(
                "changes.feel-is", speakers.language, text=said(speakers.code(written(new)))
            )
        case _:
            pass


def _described(part: object, speaker: Speaker) -> Iterator[str]:
    """What a part that came or went asks, gives and costs; and from when."""
    if isinstance(part, Value):
        yield speaker.anything(part.by_date, "by_date")
        return
    if isinstance(part, Row):
        for name, output in part.outputs:
            value = said(cut(speaker.anything(output, name)))
            yield phrase("changes.is", speaker.language, name=said(speaker.code(name)), value=value)
    for name, _ in attributes_of(part):
        value = getattr(part, name)
        is_told = isinstance(value, Formula | Condition | Dated | date | FieldType)
        if not is_told and name != "charge":
            continue
        label = attribute_words(type(part).__name__, name, speaker.language)
        words = speaker.value(value) if isinstance(value, date) else speaker.anything(value, name)
        yield phrase("changes.is", speaker.language, name=said(label), value=said(cut(words)))
