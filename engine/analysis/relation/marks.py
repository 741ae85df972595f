"""What becomes of one application: the readings of two versions with a 1 or a 0 for every change.

Not here: counting them (`impact.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.history.history import Held, state_of

if TYPE_CHECKING:
    import ibis

    from engine.expressions.program import Program

WAS: Final = "was "
IS: Final = "is "
NO_CODE: Final = {Held.ABSENT: "", Held.UNKNOWN: "?"}  # in place of a code, in a breakdown
_ELIGIBLE: Final = "eligible"
_INELIGIBLE: Final = "ineligible"
_SETTLED: Final = (int(Held.KNOWN), int(Held.ABSENT))


@dataclass(frozen=True, slots=True)
class Shape:
    """What either version has, by id; `codes` are the facts to count by, `asked` the determinations
    of the new version that say of a question, by its fact, whether it is new to somebody."""

    lines: tuple[str, ...]
    documents: tuple[str, ...]
    determinations: tuple[str, ...]
    codes: tuple[str, ...]
    asked: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, old: Program, new: Program, codes: tuple[str, ...], asked: Mapping[str, str]
    ) -> Shape:
        both = (old, new)
        lines = (entry.fee.id for one in both for entry in one.fees)
        documents = (entry.document.id for one in both for entry in one.documents)
        determined = (name for one in both for name in one.determinations)
        return cls(
            tuple(dict.fromkeys(lines)),
            tuple(dict.fromkeys(documents)),
            tuple(dict.fromkeys(determined)),
            codes,
            asked,
        )

    @property
    def settled(self) -> tuple[str, ...]:
        """The columns of what an application may be given, beside fees and documents."""
        return (*(f"determinations.{name}" for name in self.determinations), "validity.ends")

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of one version that have a state beside them."""
        lines = (f"fees.{id_}" for id_ in self.lines)
        documents = (f"documents.{id_}" for id_ in self.documents)
        return ("total", *lines, *documents, *self.settled)


def marked(table: ibis.Table, shape: Shape) -> ibis.Table:
    """The readings with a 1 or a 0 for every change, and the codes to count by."""
    was, now = table["was outcome"], table["is outcome"]
    is_priced = table["was total?"].isin(_SETTLED) & table["is total?"].isin(_SETTLED)
    before, after = table["was total"].fill_null(0), table["is total"].fill_null(0)
    lost = (was == _ELIGIBLE) & (now == _INELIGIBLE)
    gained = (was == _INELIGIBLE) & (now == _ELIGIBLE)
    due = [_is_due(table, id_) for id_ in shape.documents]
    flags = {
        "lost": lost,
        "gained": gained,
        "otherwise": (was != now) & ~lost & ~gained,
        "dearer": is_priced & (after > before),
        "cheaper": is_priced & (after < before),
        "unpriced": ~is_priced,
        "asked_more": _any(table, (now for _, now in due)),
        "asked_less": _any(table, (was for was, _ in due)),
        "reset": _any(table, (_differs(table, name) for name in shape.settled)),
    }
    others = (_differs(table, name) for name in shape.columns)
    flags["touched"] = _any(table, ((was != now), *others))
    lines = dict(_of_lines(table, shape))
    documents = dict(_of_documents(due))
    questions = dict(_of_questions(table, shape))
    decided = table["decided_outcome"]
    return table.select(
        "reference",
        "release",
        "decision_date",
        "was outcome",
        "is outcome",
        "was total",
        "is total",
        month=table["decision_date"].year() * 100 + table["decision_date"].month(),
        applications=_one(table),
        before_minor=is_priced.ifelse(before, 0),
        after_minor=is_priced.ifelse(after, 0),
        not_compared=_bit(decided.isnull()),
        not_reproduced=_bit((decided != was).fill_null(False)),
        **{name: _bit(flag) for name, flag in {**flags, **lines, **documents, **questions}.items()},
        **dict(_amounts(table, shape)),
        **{name: _code(table, name) for name in shape.codes},
    )


OF_LINES: Final = ("added", "dropped", "dearer", "cheaper", "before", "after")
OF_DOCUMENTS: Final = ("added", "dropped")
OF_QUESTIONS: Final = ("asked", "settled", "others")


def _of_lines(table: ibis.Table, shape: Shape) -> Iterator[tuple[str, Any]]:
    for at, id_ in enumerate(shape.lines):
        old, new = (_is_known(table, f"{side}fees.{id_}") for side in (WAS, IS))
        was, now = (table[f"{side}fees.{id_}"].fill_null(0) for side in (WAS, IS))
        yield f"l{at} added", new & _is_absent(table, f"{WAS}fees.{id_}")
        yield f"l{at} dropped", old & _is_absent(table, f"{IS}fees.{id_}")
        yield f"l{at} dearer", old & new & (now > was)
        yield f"l{at} cheaper", old & new & (now < was)


def _amounts(table: ibis.Table, shape: Shape) -> Iterator[tuple[str, Any]]:
    """Of lines that are settled in both versions."""
    for at, id_ in enumerate(shape.lines):
        sides = [f"{side}fees.{id_}" for side in (WAS, IS)]
        settled = [table[state_of(side)].isin(_SETTLED) for side in sides]
        for side, name in zip(sides, ("before", "after"), strict=True):
            is_settled = settled[0] & settled[1]
            yield f"l{at} {name}", is_settled.ifelse(table[side].fill_null(0), 0)


def _of_documents(due: list[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    for at, (was, now) in enumerate(due):
        yield f"d{at} added", now
        yield f"d{at} dropped", was


def _of_questions(table: ibis.Table, shape: Shape) -> Iterator[tuple[str, Any]]:
    """Who is asked what nobody asked him before, and of whom the outcome waits for an answer."""
    is_asked = _any(table, (_is_asked(table, *one) for one in shape.asked.items()))
    is_settled = table["is outcome"].isin((_ELIGIBLE, _INELIGIBLE))
    yield "q asked", is_asked
    yield "q settled", is_asked & is_settled
    yield "q others", ~is_asked & ~is_settled


def _is_asked(table: ibis.Table, fact: str, name: str) -> Any:
    """Where it is not known whether a question is new, it is; one left open then is not."""
    column = f"{IS}determinations.{name}"
    held = table[state_of(column)]
    is_new = (_is_known(table, column) & table[column].fill_null(False)) | (
        held == int(Held.UNKNOWN)
    )
    if state_of(fact) not in table.columns:
        return is_new
    return is_new & (table[state_of(fact)] != int(Held.UNKNOWN))


def _is_known(table: ibis.Table, name: str) -> Any:
    return table[state_of(name)] == int(Held.KNOWN)


def _is_absent(table: ibis.Table, name: str) -> Any:
    return table[state_of(name)] == int(Held.ABSENT)


def _is_due(table: ibis.Table, id_: str) -> tuple[Any, Any]:
    """Whether a document is asked for by the old version alone, and by the new one alone; what is
    not known yet is neither."""
    was, now = f"{WAS}documents.{id_}", f"{IS}documents.{id_}"
    both = _is_known(table, was) & _is_known(table, now)
    old, new = table[was].fill_null(False), table[now].fill_null(False)
    return both & old & ~new, both & ~old & new


def _differs(table: ibis.Table, name: str) -> Any:
    """Whether a column says something else in the two versions; NULL is no value here."""
    was, now = f"{WAS}{name}", f"{IS}{name}"
    before, after = table[was], table[now]
    if before.type() != after.type():  # declared otherwise: only the words can be the same
        before, after = before.cast("string"), after.cast("string")
    is_other = (before != after).fill_null(False)
    is_other_state = table[state_of(was)] != table[state_of(now)]
    return is_other_state | (_is_known(table, was) & _is_known(table, now) & is_other)


def _any(table: ibis.Table, flags: Any) -> Any:
    return reduce(or_, flags, table["reference"].isnull())  # a reference is never NULL


def _one(table: ibis.Table) -> Any:
    return _bit(table["reference"].notnull())


def _bit(flag: Any) -> Any:
    return flag.fill_null(False).ifelse(1, 0).cast("int64")


def _code(table: ibis.Table, name: str) -> Any:
    """The code, or what stands for one that is absent or unknown."""
    held = table[state_of(name)]
    missing = (held == int(Held.ABSENT)).ifelse(NO_CODE[Held.ABSENT], NO_CODE[Held.UNKNOWN])
    return (held == int(Held.KNOWN)).ifelse(table[name], missing)
