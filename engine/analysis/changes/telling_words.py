"""Texts told: what they said and what they say, in the language in which they differ."""

from __future__ import annotations

from engine.analysis.changes.difference import Difference
from engine.analysis.changes.speakers import Speakers
from engine.analysis.changes.speaking import LONGEST
from engine.model.wording import Wording
from engine.model.words import Language, Text
from engine.phrases import phrase, said
from engine.wording import isolate


def words_sentence(difference: Difference, speakers: Speakers) -> str:
    """Both texts where both languages say another one; otherwise those of the language."""
    whose = said(speakers.whose(difference.trail))
    attribute = said(speakers.attribute(difference.trail))
    was, is_ = ((_in_each(one)) for one in (difference.old, difference.new))
    differing = [one for one in Language if was[one] != is_[one]]
    if not differing:
        return phrase("changes.words-made", speakers.language, whose=whose, attribute=attribute)
    language = speakers.language if speakers.language in differing else differing[0]
    name = "words"
    if len(differing) == 1:
        name = "words-in-arabic" if differing[0] is Language.AR else "words-in-english"
    old, new = _around(was[language], is_[language])
    return phrase(
        f"changes.{name}",
        speakers.language,
        whose=whose,
        attribute=attribute,
        old=said(isolate(old, speakers.language)),
        new=said(isolate(new, speakers.language)),
    )


def _in_each(words: object) -> dict[Language, str]:
    """A text in each language; of one that says values, its pattern."""
    if isinstance(words, Text):
        return {one: words.in_(one) for one in Language}
    assert isinstance(words, Wording), "words are a text or a wording"
    return {one: _patterns(words, one) for one in Language}


def _patterns(words: Wording, language: Language) -> str:
    """Every form of a text, the usual one alone where there is no other."""
    forms = [text for spoken, _, text in words.patterns if spoken is language]
    items = [texts.item.in_(language) for _, texts in words.lists]
    none = [texts.none.in_(language) for _, texts in words.lists if texts.none is not None]
    otherwise = [] if words.otherwise is None else [words.otherwise.in_(language)]
    return " / ".join((*forms, *items, *none, *otherwise))


def _around(old: str, new: str) -> tuple[str, str]:
    """Both texts; of long ones the stretch in which they differ."""
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    same = next(
        (at for at, (one, two) in enumerate(zip(old, new, strict=False)) if one != two),
        min(len(old), len(new)),
    )
    first = old.rfind(" ", 0, max(0, same - LONGEST // 4)) + 1
    before = "…" if first else ""
    return tuple(  # type: ignore[return-value]
        f"{before}{text[first : first + LONGEST]}{'…' if len(text) > first + LONGEST else ''}"
        for text in (old, new)
    )
