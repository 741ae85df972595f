"""Dates that do not follow on one another: a gap or an overlap where one thing replaces another,
and a year that is missing in a series of values.

Two entries are taken to replace one another when they have one label, or ids that differ in the
year alone, and the earlier one ends. Whoever lets two lines of one label run side by side, for
different people, gives neither an end before the other begins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, TypeAlias

from engine.definitions.tree import Mapping, Scalar
from engine.definitions.upkeep.material import Material, mappings
from engine.model.document import RequiredDocument
from engine.model.fee import Concession, FeeRule
from engine.model.problem import Problem
from engine.model.rule import Rule, RuleSet

_Entry: TypeAlias = Rule | RequiredDocument | FeeRule | Concession
_DAY: Final = timedelta(days=1)
_YEAR: Final = re.compile(r"[-_](?:from[-_])?(?:19|20)\d\d$")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_LEAST_STEPS: Final = 2  # of one year each, before another length is a surprise


def problems(material: Material) -> Iterator[Problem]:
    for rules in material.draft.rule_sets.values():
        for what, entries in _kinds(rules):
            for series in _series(entries):
                yield from _breaks(what, series)


def _kinds(rules: RuleSet) -> Iterator[tuple[str, Sequence[_Entry]]]:
    yield "rules", rules.rules
    yield "documents", rules.documents
    if rules.fees is not None:
        yield "fee lines", rules.fees.lines
        yield "exemptions", rules.fees.exempt
        yield "waivers", rules.fees.waivers


def _series(entries: Sequence[_Entry]) -> Iterator[tuple[_Entry, ...]]:
    """Entries that replace one another, by first day; each series once."""
    by_key: dict[object, list[_Entry]] = defaultdict(list)
    for entry in entries:
        by_key[entry.label].append(entry)
        by_key[_YEAR.sub("", entry.id)].append(entry)
    seen: set[tuple[str, ...]] = set()
    for found in by_key.values():
        series = tuple(sorted(found, key=lambda entry: entry.effective_from))
        ids = tuple(entry.id for entry in series)
        if len(series) > 1 and ids not in seen:
            seen.add(ids)
            yield series


def _breaks(what: str, series: Sequence[_Entry]) -> Iterator[Problem]:
    for earlier, later in pairwise(series):
        last = earlier.effective_to
        if last is None or earlier.effective_from == later.effective_from:
            continue
        related = ((f"`{earlier.id}` ends on {last}", earlier.span),)
        pair = f"{what} `{earlier.id}` and `{later.id}`"
        first = later.effective_from
        if first > last + _DAY and not _is_covered(series, last + _DAY, first - _DAY):
            days = _days(last + _DAY, first - _DAY)
            hint = f"begin the later one on {last + _DAY}, or say in a comment why nothing holds"
            yield Problem(
                "D256", f"neither of the {pair} is in force {days}", later.span, hint, related
            )
        elif first <= last and later.effective_to != last:
            days = _days(first, min(last, later.effective_to or last))
            hint = f"end the earlier one on {first - _DAY}"
            yield Problem("D257", f"both {pair} are in force {days}", later.span, hint, related)


def _is_covered(series: Iterable[_Entry], first: date, last: date) -> bool:
    """Whether one entry of the series is in force throughout."""
    return any(
        entry.effective_from <= first and (entry.effective_to is None or entry.effective_to >= last)
        for entry in series
    )


def _days(first: date, last: date) -> str:
    return f"on {first}" if first == last else f"from {first} to {last}"


# Series of values -------------------------------------------------------------------------------


def missing_years(material: Material) -> Iterator[Problem]:
    """A value that changes on one day of every year, but for a year that is left out."""
    yield from material.found("years", _missing_years)


def _missing_years(root: Mapping) -> Iterator[Problem]:
    for node in mappings(root):
        keys = [entry.key for entry in node.entries.values()]
        if len(keys) > _LEAST_STEPS and all(_DATE.fullmatch(key.text) for key in keys):
            yield from _missing_year(keys)


def _missing_year(keys: list[Scalar]) -> Iterator[Problem]:
    if len({key.text[4:] for key in keys}) > 1:
        return
    steps = [(int(b.text[:4]) - int(a.text[:4]), b) for a, b in pairwise(keys)]
    if sum(step == 1 for step, _ in steps) < _LEAST_STEPS:
        return
    for step, key in steps:
        if step > 1:
            year = int(key.text[:4]) - step + 1
            message = f"the series has a value for every year, and none from {year}{key.text[4:]}"
            hint = "add the year, even where the value stays as it was"
            yield Problem("D254", message, key.span, hint)
