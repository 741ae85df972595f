"""A difference told: one sentence in each language, with the lines below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.analysis.changes.change import Change, ChangeKind
from engine.analysis.changes.content import meant
from engine.analysis.changes.difference import Difference, Segment
from engine.analysis.changes.speakers import Speakers
from engine.analysis.changes.speaking import cut
from engine.analysis.changes.telling_clauses import clause_sentence, details
from engine.analysis.changes.telling_values import entry_sentence, value_sentence
from engine.analysis.changes.telling_words import words_sentence
from engine.analysis.changes.weights import weight_of
from engine.model.citation import Rank, is_official
from engine.model.condition import Formula
from engine.model.words import Language, Text
from engine.phrases import phrase, said


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells differences in one language. `today` None: no day has passed yet."""

    speakers: Speakers
    today: date | None

    @property
    def language(self) -> Language:
        return self.speakers.language

    def sentence(self, difference: Difference) -> str:
        sentence = _capital(self._sentence(difference), self.language)
        if not is_past(difference, self.today):
            return sentence
        return phrase("changes.past", self.language, sentence=said(sentence))

    def details(self, difference: Difference) -> tuple[str, ...]:
        return tuple(details(difference, self.speakers))

    # Sentences ---------------------------------------------------------------------------

    def _sentence(self, difference: Difference) -> str:
        match difference.kind:
            case ChangeKind.ADDED | ChangeKind.REMOVED:
                whose = said(self.speakers.whose(difference.trail))
                return phrase(f"changes.{difference.kind}", self.language, whose=whose)
            case ChangeKind.RENAMED:
                return self._renamed(difference)
            case ChangeKind.MOVED:
                return self._moved(difference)
            case ChangeKind.VALUE:
                return value_sentence(difference, self.speakers)
            case ChangeKind.ENTRY:
                return entry_sentence(difference, self.speakers)
            case ChangeKind.WORDS:
                return words_sentence(difference, self.speakers)
            case ChangeKind.GIVEN | ChangeKind.WITHDRAWN:
                return self._given(difference)
            case ChangeKind.CHANGED:
                return self._changed(difference)
            case _:
                return clause_sentence(difference, self.speakers)

    def _renamed(self, difference: Difference) -> str:
        old, new = str(difference.old), str(difference.new)
        return phrase(
            "changes.renamed",
            self.language,
            whose=said(self.speakers.whose(difference.trail)),
            old=said(self.speakers.old.code(old)),
            new=said(self.speakers.new.code(new)),
        )

    def _moved(self, difference: Difference) -> str:
        whose = said(self.speakers.whose(difference.trail))
        if difference.trail.attributes:
            attribute = said(self.speakers.attribute(difference.trail))
            return phrase("changes.reordered", self.language, whose=whose, attribute=attribute)
        if difference.old is not None:
            old = said(self.speakers.old.label(difference.old))
            new = said(self.speakers.new.label(difference.new))
            return phrase("changes.moved", self.language, whose=whose, old=old, new=new)
        if difference.new is None:
            return phrase("changes.moved-first", self.language, whose=whose)
        before = said(self.speakers.new.label(difference.new))
        return phrase("changes.moved-behind", self.language, whose=whose, before=before)

    def _given(self, difference: Difference) -> str:
        is_new = difference.old is None
        speaker = self.speakers.new if is_new else self.speakers.old
        value = difference.new if is_new else difference.old
        told = self.speakers.value(value, difference.trail, speaker)
        return phrase(
            f"changes.{difference.kind}",
            self.language,
            whose=said(self.speakers.whose(difference.trail)),
            attribute=said(self.speakers.attribute(difference.trail)),
            **{"new" if is_new else "old": said(cut(told))},
        )

    def _changed(self, difference: Difference) -> str:
        special = self._special(difference)
        if special is not None:
            return special
        old = self.speakers.value(difference.old, difference.trail, self.speakers.old)
        new = self.speakers.value(difference.new, difference.trail, self.speakers.new)
        name = "changed"
        if difference.is_of_items:
            name = "items-swapped"
            name = "items-added" if difference.old == () else name
            name = "items-removed" if difference.new == () else name
        elif old == new:
            old, new = self._apart(difference, old, new)
        given = {
            "whose": said(self.speakers.whose(difference.trail)),
            "attribute": said(self.speakers.attribute(difference.trail)),
            "old": said(cut(old)),
            "new": said(cut(new)),
        }
        drop = {"items-added": "old", "items-removed": "new"}.get(name)
        kept = {key: one for key, one in given.items() if key != drop}
        return phrase(f"changes.{name}", self.language, **kept)

    def _special(self, difference: Difference) -> str | None:
        """Attributes that have a sentence of their own."""
        whose = said(self.speakers.whose(difference.trail))
        match difference.trail.attributes[-1], difference.old, difference.new:
            case ("Field", "is_required"), _, bool() as is_required:
                name = "becomes-required" if is_required else "becomes-optional"
                return phrase(f"changes.{name}", self.language, whose=whose)
            case ("Source", "rank"), Rank() as old, Rank() as new:
                was, is_ = (is_official(frozenset({one})) for one in (old, new))
                if was is is_:
                    return None
                name = "becomes-official" if is_ else "becomes-unofficial"
                ranks = {"old": said(self.speakers.old.member(old))}
                ranks["new"] = said(self.speakers.new.member(new))
                return phrase(f"changes.{name}", self.language, whose=whose, **ranks)
            case _:
                return None

    def _apart(self, difference: Difference, old: str, new: str) -> tuple[str, str]:
        """What differs though it is said alike: the names meant, or the values as they are."""
        match difference.old, difference.new:
            case Formula() as before, Formula() as after:
                return self.speakers.code(meant(before)), self.speakers.code(meant(after))
            case before, after if str(before) != str(after):
                return self.speakers.code(str(before)), self.speakers.code(str(after))
            case _:
                return old, new


def is_past(difference: Difference, today: date | None) -> bool:
    """Whether a value is changed that was in force on some day before `today`, or on it."""
    segment = difference.new
    return (
        today is not None
        and isinstance(segment, Segment)
        and segment.old is not None
        and segment.first <= today
    )


def told(difference: Difference, tellers: tuple[Teller, Teller]) -> Change:
    """The change of a difference; `tellers` in the order Arabic, English.

    Which services it reaches, and what it is about, is known to whoever gathers changes.
    """
    arabic, english = tellers
    trail = difference.trail
    pairs = zip(arabic.details(difference), english.details(difference), strict=True)
    return Change(
        kind=difference.kind,
        weight=weight_of(difference),
        part=trail.owners[-1].noun if trail.owners else "catalogue",
        path=trail.path,
        home=trail.owners[0].key if trail.owners else "",
        services=(),
        about=Text("", ""),
        old=difference.old_span,
        new=difference.new_span,
        sentence=Text(arabic.sentence(difference), english.sentence(difference)),
        details=tuple(Text(ar, en) for ar, en in pairs),
        is_past=is_past(difference, english.today),
    )


def _capital(sentence: str, language: Language) -> str:
    return sentence if language is Language.AR else sentence[:1].upper() + sentence[1:]
