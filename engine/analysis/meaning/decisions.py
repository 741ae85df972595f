"""What two decisions about one person say of an aspect: as found, and not as proved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias, assert_never

from engine.analysis.meaning.aspects import Aspect, Finding, Topic
from engine.model.decision import Decision, Outcome, ValidityPeriod
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.value import ABSENT, Absent, Fault, State, Unknown

_OUTCOMES: Final = {
    Outcome.ELIGIBLE: Finding.ELIGIBLE,
    Outcome.INELIGIBLE: Finding.INELIGIBLE,
    Outcome.UNDECIDED: Finding.UNDECIDED,
    Outcome.FAULT: Finding.UNDECIDED,
}
_MOVES: Final = (
    (Finding.YES, Finding.NO),
    (Finding.NO, Finding.YES),
    *((was, Finding.UNKNOWN) for was in (Finding.YES, Finding.NO)),
    *((Finding.UNKNOWN, becomes) for becomes in (Finding.YES, Finding.NO)),
)
_Period: TypeAlias = ValidityPeriod | Unknown | Absent | Fault


def found(aspect: Aspect, before: Decision, now: Decision) -> tuple[Finding, Finding] | None:
    """What the aspect was and has become, or None where the two decisions say the same of it."""
    match aspect.topic:
        case Topic.OUTCOME:
            return _differ(_OUTCOMES[before.outcome], _OUTCOMES[now.outcome])
        case Topic.FEE:
            return _fees(aspect.id, before, now)
        case Topic.TOTAL:
            stage = Stage(aspect.id)
            return _values(before.total(stage) or Money("", 0), now.total(stage) or Money("", 0))
        case Topic.DOCUMENT:
            return _differ(_is_due(aspect.id, before), _is_due(aspect.id, now))
        case Topic.ITEM:
            return _items(aspect.id, before, now)
        case Topic.DETERMINATION:
            return _values(*(_determined(aspect.id, one) for one in (before, now)))
        case Topic.VALIDITY:
            return _validity(aspect.id, before.validity, now.validity)
        case Topic.APPLYING:
            return None
        case _:
            assert_never(aspect.topic)


def _differ(was: Finding, becomes: Finding) -> tuple[Finding, Finding] | None:
    return None if was is becomes else (was, becomes)


def _truth(truth: object) -> Finding:
    if isinstance(truth, bool):
        return Finding.YES if truth else Finding.NO
    return Finding.UNKNOWN


def _fees(id_: str, before: Decision, now: Decision) -> tuple[Finding, Finding] | None:
    lines = [next((one for one in each.fees if one.id == id_), None) for each in (before, now)]
    was, becomes = (Finding.NO if one is None else _truth(one.is_charged) for one in lines)
    if was is not becomes:
        return was, becomes
    first, second = lines
    if first is None or second is None or was is not Finding.YES:
        return None
    return _values(first.amount, second.amount)


def _is_due(id_: str, decision: Decision) -> Finding:
    due = next((one for one in decision.documents if one.id == id_), None)
    return Finding.NO if due is None else _truth(due.is_due)


def _items(id_: str, before: Decision, now: Decision) -> tuple[Finding, Finding] | None:
    """What became of an item, of the first of `_MOVES` that any item made."""
    first, second = (
        {
            item.number: _truth(item.is_due)
            for one in each.documents
            if one.id == id_
            for item in one.items
        }
        for each in (before, now)
    )
    moves = {
        (first.get(number, Finding.NO), second.get(number, Finding.NO))
        for number in first.keys() | second.keys()
    }
    return next((move for move in _MOVES if move in moves), None)


def _determined(name: str, decision: Decision) -> State:
    return next((one.value for one in decision.determinations if one.name == name), ABSENT)


def _values(before: State, now: State) -> tuple[Finding, Finding] | None:
    if isinstance(before, bool) and isinstance(now, bool):
        return _differ(_truth(before), _truth(now))
    was, becomes = _state(before), _state(now)
    if was is not becomes:
        return was, becomes
    if was is not Finding.ONE or before == now:
        return None
    first, second = _rank(before), _rank(now)
    if first is None or second is None:
        return Finding.ONE, Finding.OTHER
    rises = Finding.LOWER, Finding.HIGHER
    return rises if second > first else (rises[1], rises[0])


def _rank(state: State) -> Decimal | int | None:
    """What a value of an ordered kind is compared by."""
    match state:
        case Money(_, amount):
            return amount
        case Decimal():
            return state
        case date():
            return state.toordinal()
        case Months(count) | Days(count):
            return count
        case _:
            return None


def _validity(id_: str, before: _Period, now: _Period) -> tuple[Finding, Finding] | None:
    """The first day; the length only where that is one day, so that the last days tell it."""
    if not isinstance(before, ValidityPeriod) or not isinstance(now, ValidityPeriod):
        return _differ(*(_state_of(one) for one in (before, now)))
    if id_ == "starts":
        return _values(before.starts, now.starts)
    return _values(before.ends, now.ends) if before.starts == now.starts else None


def _state_of(period: _Period) -> Finding:
    return Finding.ONE if isinstance(period, ValidityPeriod) else _state(period)


def _state(state: State) -> Finding:
    if state is ABSENT:
        return Finding.NONE
    return Finding.UNKNOWN if isinstance(state, Unknown | Fault) else Finding.ONE
