"""What own history says: one answer made of the applications that somebody has here already.

Pure: the applications are given. An answer that cannot be said is silence, as it is of any
register: a recorded value of another type, one that was not known yet, or a sum of what is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias, assert_never

from engine.answers.fitting import fits
from engine.model.fact import Fact
from engine.model.listing import CodeList
from engine.model.money import Money
from engine.model.past import (
    DECIDED_DATE,
    SUBMITTED_DATE,
    Gives,
    HistoryAsk,
    OwnHistory,
    PastApplication,
)
from engine.model.period import Days, Months, add_months
from engine.model.register import Answer, Register, RegisterAnswer
from engine.model.types import Kind
from engine.model.value import ABSENT, Absent, Fault, Known, Unknown

CivilDate: TypeAlias = Callable[[datetime], date]
_SILENT = RegisterAnswer(Answer.SILENT, {})


class _Unsayable(Exception):
    """The record does not say it; the register is silent then."""


def history_answer(
    register: Register,
    own: OwnHistory,
    past: Iterable[PastApplication],
    lists: Mapping[str, CodeList],
    decision_date: date,
    civil_date: CivilDate,
) -> RegisterAnswer:
    """What the register says on `decision_date` of somebody with these other applications.

    `civil_date` gives the day of an instant where the portal is run.
    """
    counted = [one for one in past if _counts(one, own)]
    if not counted:
        return register.no_record()
    history = _History(counted, lists, decision_date, civil_date)
    try:
        values = {one.name: history.value(one, own.asks[one.name]) for one in register.attributes}
    except _Unsayable:
        return _SILENT
    return RegisterAnswer(Answer.RECORD, values)


def _counts(one: PastApplication, own: OwnHistory) -> bool:
    is_in_state = one.state in own.states if own.states else one.submitted_at is not None
    return one.service in own.services and is_in_state


@dataclass(frozen=True, slots=True)
class _History:
    counted: Sequence[PastApplication]
    lists: Mapping[str, CodeList]
    day: date
    civil_date: CivilDate

    def value(self, fact: Fact, ask: HistoryAsk) -> Known | Absent:
        chosen = [one for one in self.counted if self._chooses(ask, one)]
        match ask.gives:
            case Gives.COUNT:
                return Decimal(len(chosen))
            case Gives.ANY:
                return bool(chosen)
            case Gives.SUM:
                return _sum(fact, [self._said(one, fact, ask.of) for one in chosen])
            case Gives.FIRST | Gives.LAST:
                by = ask.of if ask.of in {SUBMITTED_DATE, DECIDED_DATE} else ask.by
                dated = {at: one for one in chosen if (at := _instant(one, by)) is not None}
                if not dated:
                    return ABSENT
                at = min(dated) if ask.gives is Gives.FIRST else max(dated)
                return self._said(dated[at], fact, ask.of)
            case _:
                assert_never(ask.gives)

    def _chooses(self, ask: HistoryAsk, one: PastApplication) -> bool:
        if ask.states and one.state not in ask.states:
            return False
        if ask.within is None:
            return True
        at = _instant(one, ask.by)
        return at is not None and _before(self.day, ask.within) < self.civil_date(at) <= self.day

    def _said(self, one: PastApplication, fact: Fact, of: str | None) -> Known | Absent:
        if of in {SUBMITTED_DATE, DECIDED_DATE}:
            at = _instant(one, of)
            return ABSENT if at is None else self.civil_date(at)
        if one.said is None:
            if fact.type.is_optional:
                return ABSENT  # erased: nothing is on record any more
            raise _Unsayable
        said = one.said.get(of or "", ABSENT)
        if said is ABSENT:
            return said
        if isinstance(said, Unknown | Fault) or not fits(said, fact.type, self.lists):
            raise _Unsayable
        return said


def _instant(one: PastApplication, by: str | None) -> datetime | None:
    return one.submitted_at if by == SUBMITTED_DATE else one.decided_at


def _before(day: date, within: Months | Days) -> date:
    """The last day that is too long ago."""
    if isinstance(within, Months):
        return add_months(day, -within.count)
    return day - timedelta(days=within.count)


def _sum(fact: Fact, values: Iterable[Known | Absent]) -> Known:
    """What is absent adds nothing: no fee was charged, no number was given."""
    if fact.type.kind is not Kind.MONEY:
        return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
    amounts = (value for value in values if isinstance(value, Money))
    return sum(amounts, Money(fact.type.of or "", 0))
