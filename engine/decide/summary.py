"""The summary of a decision: plain values that scenarios compare and that JSON carries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.model.decision import Decision, DocumentDue, ValidityPeriod
from engine.model.money import Money
from engine.model.value import ABSENT, Fault, State, Unknown


def summary(decision: Decision) -> dict[str, object]:
    """Outcome, verdicts, determinations, fees, total, documents, validity and questions.

    What is empty is left out. An amount that is not known yet reads `unknown`, one that cannot be
    had `fault`; documents whose need is not known yet stand under `documents_unknown`, and the
    items of a group that one is due for under `documents_of_items`.
    """
    whole: dict[str, object] = {"outcome": str(decision.outcome)}
    if decision.is_open_to is not True:
        whole["open_to"] = "unknown" if isinstance(decision.is_open_to, Unknown) else False
    unsettled = [d.id for d in decision.documents if d.is_due is not True]
    parts: dict[str, object] = {
        "verdicts": {result.id: str(result.verdict) for result in decision.rules},
        "determinations": {one.name: said(one.value) for one in decision.determinations},
        "fees": {line.id: _amount(line.amount) for line in decision.fees},
        "total": _amount(decision.total()),
        "documents": list(decision.due()),
        "documents_of_items": {one.id: _numbers(one) for one in decision.documents if one.items},
        "documents_unknown": unsettled,
        "validity": _validity(decision),
        "questions": [cause.fact for cause in decision.questions],
    }
    return whole | {key: part for key, part in parts.items() if part}


def said(state: State) -> str:
    """A state in one word, as a definition file would write it."""
    match state:
        case bool():
            return "true" if state else "false"
        case Decimal():
            return plain_number(state)
        case date():
            return state.isoformat()
        case tuple():
            return ", ".join(map(said, state))
        case Unknown():
            return "unknown"
        case Fault():
            return "fault"
        case _ if state is ABSENT:
            return "absent"
        case _:
            return str(state)


def plain_number(number: Decimal) -> str:
    """A number without zeros behind its decimals, so that equal ones are written alike.

    >>> plain_number(Decimal("12.50")), plain_number(Decimal("1E+2"))
    ('12.5', '100')
    """
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _amount(amount: Money | Unknown | Fault | None) -> str | None:
    match amount:
        case Money():
            return str(amount)
        case Unknown():
            return "unknown"
        case Fault():
            return "fault"
        case None:
            return None


def _numbers(document: DocumentDue) -> str:
    """The items that a document is due for, by their numbers; one that may be has a `?`."""
    return ", ".join(f"{one.number}{'' if one.is_due is True else '?'}" for one in document.items)


def _validity(decision: Decision) -> dict[str, str] | None:
    match decision.validity:
        case ValidityPeriod(starts, ends):
            return {"starts": starts.isoformat(), "ends": ends.isoformat()}
        case _:
            return None
