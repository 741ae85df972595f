"""What a change would have meant for past applications: both versions over the same table.

The table is read where it is (`relation/impact.py`). Before, it is checked (`fitting.py`) and new
questions are acted out (`asking.py`); after, what is told of the numbers is chosen (`telling.py`).
What does not fit is said and nothing is counted, for a wrong "nobody is touched" is the one answer
that must not be given.

Not here: the words (`words.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.counts import CHANGES, Counts
from engine.analysis.impact.asking import Asking, acted_out
from engine.analysis.impact.fitting import (
    NotCountable,
    Side,
    codes_of,
    currency_of,
    fitting_of,
    programs_of,
)
from engine.analysis.impact.result import (
    Breakdown,
    DocumentChange,
    Group,
    Impact,
    LineChange,
    NewQuestions,
    OutcomeChange,
    Recomputed,
)
from engine.analysis.impact.telling import (
    hidden_lines,
    told_groups,
    told_outcomes,
    told_questions,
    told_whole,
)
from engine.analysis.suppression import SMALLEST, hidden_rows, is_small
from engine.definitions.catalogue import Catalogue
from engine.model.words import Text
from engine.phrases import phrase_text

if TYPE_CHECKING:
    from engine.analysis.relation.impact import Counted

__all__ = [
    "Breakdown",
    "DocumentChange",
    "Group",
    "Impact",
    "LineChange",
    "NewQuestions",
    "NotCountable",
    "OutcomeChange",
    "Side",
    "Wanted",
    "impact_of",
]

MONTH: Final = "month"
NO_CODES: Final[Mapping[str, str]] = {"": "no-code", "?": "unknown-code"}  # as they are counted


@dataclass(frozen=True, slots=True)
class Wanted:
    """`by` are the facts to count by; None: every code that rules of either version read.

    Groups of fewer than `smallest` are hidden; 1 hides none. `listed` references are told of each
    kind of change.
    """

    by: tuple[str, ...] | None = None
    smallest: int = SMALLEST
    listed: int = 10


def impact_of(
    old: Side,
    new: Side,
    service: str,
    address: str,
    wanted: Wanted,
    watch: Callable[[int], None] = lambda _: None,
    touched_to: Callable[[Iterator[dict[str, Any]]], None] | None = None,
) -> Impact:
    """Count what the new version would have changed for the applications at `address`.

    `watch` is told how many applications the evaluator has read, where it has to. `touched_to` is
    given every application that is touched, whatever is hidden here.

    Raises:
        NotCountable: where the versions or the table do not allow it.
        NoSuchTable: where there is none.
    """
    from engine.analysis import tables
    from engine.analysis.relation.impact import counted, readings_of
    from engine.analysis.relation.impact import touched as all_touched
    from engine.analysis.relation.marks import Shape
    from engine.analysis.relation.relation import ranges_of, with_derived

    programs = programs_of(old, new, service)
    asking = acted_out(old, new, service)
    acted = programs[0], asking.program
    with tables.opened(address, service) as table, TemporaryDirectory(prefix="mumaris-") as folder:
        fitting = fitting_of(table, old, new, service, programs)
        ranges = ranges_of(fitting.table, fitting.layout.names, address)
        recomputed = with_derived(fitting.table, acted, Path(folder), ranges, watch)
        shape = Shape.of(*programs, codes_of(fitting.layout, service, wanted.by), asking.asked)
        readings = readings_of(recomputed.table, *acted, shape, ranges)
        found = counted(readings, shape, wanted.listed)
        if found.whole.applications != fitting.rows:
            raise NotCountable(service, ("a reference stands in more than one row",))
        if touched_to is not None:
            touched_to(all_touched(readings, shape))
    places = tuple(dict.fromkeys(str(at) for _, at in recomputed.nodes))
    return replace(
        _told(found, old, new, service, wanted),
        questions=_new_questions(found, new, service, asking, wanted.smallest),
        recomputed=Recomputed(recomputed.rows, places) if recomputed.rows else None,
        missing=fitting.missing,
        ignored=fitting.ignored,
        dropped=fitting.dropped,
    )


# What is told --------------------------------------------------------------------------------


def _told(found: Counted, old: Side, new: Side, service: str, wanted: Wanted) -> Impact:
    smallest = wanted.smallest
    outcomes = told_outcomes(found.outcomes, smallest)
    lines = hidden_lines(found.lines, smallest)
    whole = told_whole(found.whole, outcomes, lines, smallest)
    papers = {id_: one.numbers for id_, one in found.documents.items()}
    documents = hidden_rows(papers, smallest)
    words = _Words(old.catalogue, new.catalogue, service)
    elsewhere = sum(n for release, n in found.releases.items() if release != old.release)
    is_few = whole.applications is None
    return Impact(
        service=service,
        title=new.catalogue.services[service].title,
        old=old.name,
        new=new.name,
        currency=currency_of(new, service) or new.catalogue.portal.currency,
        days=found.days,
        whole=whole,
        outcomes=tuple(
            OutcomeChange(before, now, None if is_few else count)
            for (before, now), count in sorted(outcomes.items())
        ),
        lines=tuple(
            LineChange(id_, words.line(id_), None if is_few or id_ in lines else one)
            for id_, one in found.lines.items()
        ),
        documents=tuple(
            DocumentChange(id_, words.document(id_), None if is_few or id_ in documents else one)
            for id_, one in found.documents.items()
        ),
        questions=None,
        breakdowns=() if is_few else tuple(_breakdowns(found, whole, words, smallest)),
        references={
            name: found.references[name] if getattr(whole, name) else () for name in CHANGES
        },
        not_reproduced=None if is_small(found.not_reproduced, smallest) else found.not_reproduced,
        not_compared=found.not_compared,
        elsewhere=elsewhere,
        recomputed=None,
        missing=(),
        ignored=(),
        dropped={},
        smallest=smallest,
        is_touched=bool(found.whole.touched),
    )


def _new_questions(
    found: Counted, new: Side, service: str, asking: Asking, smallest: int
) -> NewQuestions | None:
    if not asking.asked:
        return None
    facts = new.catalogue.programs[service].facts
    labels = tuple(facts[name].label for name in asking.asked)
    told = told_questions(found.questions, found.whole.applications or 0, smallest)
    numbers = (None, None, None) if told is None else (told.asked, told.settled, told.open)
    return NewQuestions(tuple(asking.asked), labels, *numbers)


def _breakdowns(found: Counted, whole: Counts, words: _Words, smallest: int) -> Iterator[Breakdown]:
    """By month, and by each fact; one of a single group would say the whole again."""
    months = {f"{at // 100}-{at % 100:02}": counts for at, counts in sorted(found.months.items())}
    named = [(MONTH, words.months(), {key: words.month(key) for key in months}, months)]
    for name, groups in found.codes.items():
        labels = {key: words.code(name, key) for key in groups}
        named.append((name, words.fact(name), labels, dict(groups)))
    for by, label, labels, groups in named:
        if len(groups) < 2:
            continue
        told, together = told_groups(groups, whole, smallest)
        ordered = told if by == MONTH else sorted(told, key=lambda key: _most_first(key, told[key]))
        shown = tuple(Group(key, labels[key], told[key]) for key in ordered)
        hidden = len(groups) - len(told)
        yield Breakdown(by, label, shown, hidden, together if hidden else None)


def _most_first(key: str, told: Counts) -> tuple[int, int, str]:
    """By what is told alone: a place in the order would give away the rest."""
    touched = -1 if told.touched is None else told.touched
    return -touched, -(told.applications or 0), key


class _Words:
    """The authors' labels: of the new version, and of the old one for what that alone has."""

    def __init__(self, old: Catalogue, new: Catalogue, service: str) -> None:
        self._catalogues = (new, old)
        self._programs = [one.programs[service] for one in self._catalogues]

    def line(self, id_: str) -> Text:
        fees = (entry.fee for one in self._programs for entry in one.fees)
        return next(fee.label for fee in fees if fee.id == id_)

    def document(self, id_: str) -> Text:
        papers = (entry.document for one in self._programs for entry in one.documents)
        return next(paper.label for paper in papers if paper.id == id_)

    def fact(self, name: str) -> Text:
        return next(one.facts[name].label for one in self._programs if name in one.facts)

    def code(self, name: str, code: str) -> Text:
        if code in NO_CODES:
            return phrase_text(f"impact.{NO_CODES[code]}")
        of = next(one.facts[name].type.of for one in self._programs if name in one.facts)
        lists = (one.lists[of or ""] for one in self._catalogues if of in one.lists)
        found = (known.label for one in lists if (known := one.code(code)) is not None)
        return next(found)

    def months(self) -> Text:
        return phrase_text("impact.month")

    def month(self, key: str) -> Text:
        return Text(key, key)
