"""What may be told of the numbers of an impact: the same, with what is of few left out.

Everything that adds up is one table with its sum: outcomes to all applications, months and codes to
the whole, lines to the fees. A number of the whole that is small is not told, nor what it could be
computed from; a row of a table goes as `suppression.hidden_rows` says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar

from engine.analysis.counts import (
    AMOUNTS,
    CHANGES,
    COUNTED,
    HIDDEN,
    Counts,
    LineCounts,
    QuestionCounts,
)
from engine.analysis.suppression import hidden_rows, is_small

_Key = TypeVar("_Key", str, int)
Outcomes = Mapping[tuple[str, str], int]
LOST: Final = ("eligible", "ineligible")
GAINED: Final = ("ineligible", "eligible")


def told_outcomes(outcomes: Outcomes, smallest: int) -> dict[tuple[str, str], int | None]:
    """The number of each change of an outcome, None for one that is not told."""
    same = [pair for pair in outcomes if pair[0] == pair[1]]
    counts = {pair: (count,) for pair, count in outcomes.items()}
    hidden = hidden_rows(counts, smallest, willing=same)
    return {pair: None if pair in hidden else count for pair, count in outcomes.items()}


def told_whole(
    whole: Counts,
    outcomes: Mapping[tuple[str, str], int | None],
    hidden_lines: Collection[str],
    smallest: int,
) -> Counts:
    """The numbers of all applications. With fewer than `smallest` of them nothing is told."""
    if is_small(whole.applications or 0, smallest):
        return HIDDEN
    hidden = {name for name in COUNTED if is_small(getattr(whole, name), smallest)}
    hidden |= {_named(pair) for pair, count in outcomes.items() if count is None} - {""}
    if is_small(whole.numbers[-1], smallest) or hidden & {*CHANGES, "unpriced"}:
        hidden.add("touched")
    if hidden & {"dearer", "cheaper", "unpriced"}:
        hidden.add("after_minor")
    if len(hidden_lines) == 1:  # it is all that changes: the sums are its own
        hidden |= {"before_minor", "after_minor"}
    return whole.without(*hidden)


def _named(pair: tuple[str, str]) -> str:
    """The number of the whole that a change of an outcome is part of."""
    if pair[0] == pair[1]:
        return ""
    return {LOST: "lost", GAINED: "gained"}.get(pair, "otherwise")


def hidden_lines(lines: Mapping[str, LineCounts], smallest: int) -> frozenset[str]:
    """The fee lines that are not told; sums of money are, so an unchanged line may go too."""
    rows = {
        id_: (*one.numbers, smallest if one.before_minor or one.after_minor else 0)
        for id_, one in lines.items()
    }
    return hidden_rows(rows, smallest)


def told_questions(
    counts: QuestionCounts, applications: int, smallest: int
) -> QuestionCounts | None:
    """All numbers or none: with the outcomes they say how many are asked and undecided, asked and
    settled, and the same of those who are not asked."""
    not_asked = applications - counts.asked
    parts = (counts.settled, counts.open, counts.others, not_asked - counts.others)
    numbers = (*parts, counts.asked, not_asked)
    return None if any(is_small(one, smallest) for one in numbers) else counts


def told_groups(
    groups: Mapping[_Key, Counts], whole: Counts, smallest: int
) -> tuple[dict[_Key, Counts], Counts]:
    """The months or codes with what is told of each, and those together that are not told apart.

    A group of few is left out. How many are touched, and what changes for them with the money, are
    told of fewer and fewer groups: of one that is left out before nothing more is told.
    """
    told = dict(groups)
    rest: dict[str, int | None] = {}
    hidden: frozenset[_Key] = frozenset()
    for names in _LAYERS:
        counted = [name for name in names if name in COUNTED]
        rows = {key: _numbers(one, counted) for key, one in groups.items()}
        is_told = _told(whole, counted)
        hidden = hidden_rows(rows, smallest, told=is_told, already=hidden)
        left_out = frozenset(groups) - told.keys()
        told = {
            key: one.without(*names) if key in hidden else one
            for key, one in told.items()
            if names != _APPLICATIONS or key not in hidden
        }
        is_alike = names == _APPLICATIONS or hidden == left_out
        for name in names:
            is_known = is_alike and getattr(whole, name) is not None
            rest[name] = sum(getattr(groups[key], name) for key in hidden) if is_known else None
    return told, Counts(**rest)


_APPLICATIONS: Final = ("applications",)
_LAYERS: Final = (_APPLICATIONS, ("touched",), (*CHANGES, "unpriced", *AMOUNTS))


def _numbers(one: Counts, names: Sequence[str]) -> tuple[int, ...]:
    """Of these columns; beside how many are touched, how many are not."""
    numbers = tuple(getattr(one, name) or 0 for name in names)
    return (*numbers, one.numbers[-1]) if "touched" in names else numbers


def _told(whole: Counts, names: Sequence[str]) -> list[bool]:
    told = [getattr(whole, name) is not None for name in names]
    return [*told, whole.touched is not None] if "touched" in names else told
