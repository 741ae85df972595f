"""An impact in words: sentences and tables in one language, for every way in which it is written.

A table is made of texts that are ready to print. What is not told has a dash in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from engine.analysis.counts import CHANGES, LineCounts
from engine.analysis.impact.result import Breakdown, Impact
from engine.model.money import Money
from engine.model.words import Language
from engine.money import format_money
from engine.numbers import format_number
from engine.phrases import phrase, said

MARK: Final = "–"
_COLUMNS: Final = ("touched", *CHANGES)  # of a breakdown, where there is any of it


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` and `rows` are of one length, the first column names the row. `bars` are drawn
    beside each row, `most` is the longest; None: there is nothing to draw."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[int | None, ...] = ()

    @property
    def most(self) -> int:
        return max((bar for bar in self.bars if bar is not None), default=0)


@dataclass(frozen=True, slots=True)
class ImpactView:
    """What is said of one service, first `lead`; `notes` are how far it can be trusted."""

    title: str
    compared: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    references: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def impact_view(impact: Impact, language: Language) -> ImpactView:
    words = _Words(impact, language)
    return ImpactView(
        title=words.say("title", service=said(impact.title.in_(language))),
        compared=words.say("compared", old=impact.old, new=impact.new),
        lead=tuple(words.lead()),
        tables=tuple(words.tables()),
        references=tuple(
            (words.say(f"change-{name}"), found)
            for name, found in impact.references.items()
            if found
        ),
        notes=tuple(words.notes()),
    )


class _Words:
    def __init__(self, impact: Impact, language: Language) -> None:
        self._impact = impact
        self._language = language

    def say(self, name: str, **values: object) -> str:
        return phrase(f"impact.{name}", self._language, **values)  # type: ignore[arg-type]

    # Sentences ---------------------------------------------------------------------------

    def lead(self) -> Iterator[str]:
        impact, whole = self._impact, self._impact.whole
        if whole.applications is None:
            yield self.say("too-few", smallest=impact.smallest)
            return
        first, last = impact.days
        yield self.say("read", count=whole.applications, first=first, last=last)
        if not impact.is_touched:
            yield self.say("untouched")
        elif whole.touched is None:
            yield self.say("touched-hidden")
        else:
            yield self.say("touched", count=whole.touched, share=said(self.share(whole.touched)))
        yield from self._asked()
        yield from self._money()

    def _asked(self) -> Iterator[str]:
        """Of new questions: what they are, who meets one, and for whom that decides."""
        new = self._impact.questions
        if new is None:
            return
        if new.asked is None or new.settled is None or new.open is None:
            yield self.say("asked-hidden", questions=new.labels)
        elif new.asked == 0:
            yield self.say("asked-nobody", questions=new.labels)
        else:
            share = said(self.share(new.asked))
            yield self.say("asked", count=new.asked, share=share, questions=new.labels)
            yield self.say("asked-settled", settled=new.settled, open=new.open)

    def _money(self) -> Iterator[str]:
        whole, difference = self._impact.whole, self._impact.whole.difference_minor
        if difference is None or whole.before_minor is None or whole.after_minor is None:
            return
        if whole.before_minor == whole.after_minor == 0:
            return
        kind = "more" if difference > 0 else "less" if difference < 0 else "same"
        amounts = {"before": self._amount(whole.before_minor)}
        if difference:
            amounts["now"] = self._amount(whole.after_minor)
            amounts["difference"] = self._amount(abs(difference))
        yield self.say(f"money-{kind}", **amounts)

    def notes(self) -> Iterator[str]:
        impact = self._impact
        if impact.whole.applications is None:
            return
        if impact.recomputed is not None:
            yield self.say("recomputed", places=impact.recomputed.places)
        if impact.not_reproduced is None:
            yield self.say("not-reproduced-hidden", smallest=impact.smallest)
        elif impact.not_reproduced:
            yield self.say("not-reproduced", count=impact.not_reproduced)
        elif not impact.not_compared:
            yield self.say("reproduced")
        if impact.not_compared:
            yield self.say("not-compared", count=impact.not_compared)
        if impact.elsewhere:
            yield self.say("elsewhere", count=impact.elsewhere)
        if impact.missing:
            yield self.say("missing", facts=impact.missing)
        if impact.ignored:
            yield self.say("ignored", columns=impact.ignored)
        for fact, codes in impact.dropped.items():
            yield self.say("dropped", fact=fact, codes=codes)
        small = tuple(one.label for one in impact.breakdowns if not one.groups)
        if small and impact.is_touched:
            yield self.say("not-apart", facts=small)
        if impact.smallest > 1:
            yield self.say("suppressed", smallest=impact.smallest, mark=said(MARK))

    # Tables ------------------------------------------------------------------------------

    def tables(self) -> Iterator[Table]:
        impact = self._impact
        if impact.whole.applications is None or not impact.is_touched:
            return
        yield self._outcomes()
        yield self._changes()
        if any(one.counts is None or any(one.counts.numbers) for one in impact.lines):
            yield self._lines()
        if any(one.counts is None or any(one.counts.numbers) for one in impact.documents):
            yield self._documents()
        yield from (self._breakdown(one) for one in impact.breakdowns if one.groups)

    def _outcomes(self) -> Table:
        rows = tuple(
            (self.say(one.before), self.say(one.now), self.count(one.count), self.share(one.count))
            for one in self._impact.outcomes
        )
        bars = tuple(one.count for one in self._impact.outcomes)
        return Table(self.say("outcomes"), self._heads("before now applications share"), rows, bars)

    def _changes(self) -> Table:
        whole = self._impact.whole
        names = [name for name in (*_COLUMNS, "unpriced") if getattr(whole, name) != 0]
        counts = tuple(getattr(whole, name) for name in names)
        rows = tuple(
            (self.say(f"change-{name}"), self.count(one), self.share(one))
            for name, one in zip(names, counts, strict=True)
        )
        return Table(self.say("changes"), self._heads("change applications share"), rows, counts)

    def _lines(self) -> Table:
        whole = self._impact.whole
        sums = (whole.before_minor, whole.after_minor, whole.difference_minor)
        rows = [
            (line.label.in_(self._language), *self._line(line.counts))
            for line in self._impact.lines
        ]
        rows.append((self.say("total"), *("",) * 4, *map(self.money, sums)))
        heads = "line line-added line-dropped line-dearer line-cheaper before now difference"
        return Table(self.say("lines"), self._heads(heads), tuple(rows))

    def _line(self, counts: LineCounts | None) -> tuple[str, ...]:
        if counts is None:
            return (MARK,) * 7
        amounts = (counts.before_minor, counts.after_minor, counts.difference_minor)
        return (*map(self.count, counts.numbers), *map(self.money, amounts))

    def _documents(self) -> Table:
        changed = [
            one for one in self._impact.documents if one.counts is None or any(one.counts.numbers)
        ]
        rows = tuple(
            (
                one.label.in_(self._language),
                *map(self.count, (None, None) if one.counts is None else one.counts.numbers),
            )
            for one in changed
        )
        heads = self._heads("document document-added document-dropped")
        return Table(self.say("documents"), heads, rows)

    def _breakdown(self, one: Breakdown) -> Table:
        whole = self._impact.whole
        names = tuple(name for name in _COLUMNS if getattr(whole, name) != 0)
        has_money = whole.difference_minor != 0
        label = one.label.in_(self._language)
        heads = [label, self.say("applications"), *(self.say(f"change-{name}") for name in names)]
        heads += [self.say("difference")] if has_money else []
        named = [(group.label.in_(self._language), group.counts) for group in one.groups]
        if one.rest is not None:
            named.append((self.say("rest", count=one.hidden), one.rest))
        rows = tuple(
            (
                said_as,
                *(self.count(getattr(counts, name)) for name in ("applications", *names)),
                *((self.money(counts.difference_minor),) if has_money else ()),
            )
            for said_as, counts in named
        )
        bars = tuple(counts.touched for _, counts in named)
        return Table(self.say("by", fact=said(label)), tuple(heads), rows, bars)

    def _heads(self, names: str) -> tuple[str, ...]:
        return tuple(self.say(name) for name in names.split())

    # Cells -------------------------------------------------------------------------------

    def count(self, count: int | None) -> str:
        return MARK if count is None else format_number(count)

    def share(self, count: int | None) -> str:
        """Of all applications, in per cent with one decimal."""
        of = self._impact.whole.applications
        if count is None or not of:
            return MARK
        share = (Decimal(100 * count) / of).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{share}%"

    def money(self, minor: int | None) -> str:
        return MARK if minor is None else format_money(self._amount(minor), self._language)

    def _amount(self, minor: int) -> Money:
        return Money(self._impact.currency, minor)
