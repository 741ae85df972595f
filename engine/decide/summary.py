"""The summary of a decision: plain values that scenarios compare and that JSON carries."""

from __future__ import annotations

from engine.model.decision import Decision, ValidityPeriod
from engine.model.money import Money
from engine.model.value import Fault, Unknown


def summary(decision: Decision) -> dict[str, object]:
    """Outcome, verdicts, fees, total, documents, validity and questions; what is empty is left out.

    An amount that is not known yet reads `unknown`, one that cannot be had `fault`; documents
    whose need is not known yet stand under `documents_unknown`.
    """
    whole: dict[str, object] = {"outcome": str(decision.outcome)}
    if decision.is_open_to is not True:
        whole["open_to"] = "unknown" if isinstance(decision.is_open_to, Unknown) else False
    unsettled = [d.id for d in decision.documents if d.is_due is not True]
    parts: dict[str, object] = {
        "verdicts": {result.id: str(result.verdict) for result in decision.rules},
        "fees": {line.id: _amount(line.amount) for line in decision.fees},
        "total": _amount(decision.total()),
        "documents": list(decision.due()),
        "documents_unknown": unsettled,
        "validity": _validity(decision),
        "questions": [cause.fact for cause in decision.questions],
    }
    return whole | {key: part for key, part in parts.items() if part}


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


def _validity(decision: Decision) -> dict[str, str] | None:
    match decision.validity:
        case ValidityPeriod(starts, ends):
            return {"starts": starts.isoformat(), "ends": ends.isoformat()}
        case _:
            return None
