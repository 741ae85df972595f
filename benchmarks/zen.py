"""The renewal as a decision graph of zen-engine: two tables, then expressions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from benchmarks.by_hand import EXEMPT, FEES, HOURS
from benchmarks.inputs import Plain

_GAP = (
    "all(experience as e, d(e.from_date) >= d({end}).add(24, 'month')"
    " or (e.to_date != null and d(e.to_date) <= d({end})))"
)
_EXPRESSIONS = {
    "exempt": (
        "practitioner_is_in_postgraduate_training or practitioner_rank == 'health_assistant'"
        " or (practitioner_rank == 'technician' and practitioner_specialty in "
        f"{json.dumps(EXEMPT)}) or employment_sector == 'not_working'"
    ),
    "short": "not $.exempt and cpd_hours_in_period < hours",
    "counted": ("$.short ? cpd_hours_in_period + cpd_claimed_hours : cpd_hours_in_period"),
    "window": "d(day) >= d(registration_expiry_date).sub(3, 'month')",
    "cpd": "$.exempt or $.counted >= hours",
    "first_gap": (
        "d(registration_start_date).add(24, 'month') <= d(day) and "
        + _GAP.format(end="registration_start_date")
    ),
    "later_gap": (
        "some(experience as left, left.to_date != null"
        " and d(left.to_date) >= d(registration_start_date)"
        " and d(left.to_date).add(24, 'month') <= d(day) and "
        + _GAP.format(end="left.to_date")
        + ")"
    ),
    "back": (
        "studied_gaps_last_route == 'exam' and studied_gaps_last_date != null"
        " and national_exam_passed_date != null"
        " and d(day) < d(studied_gaps_last_date).add(24, 'month')"
        " and d(national_exam_passed_date) >= d(studied_gaps_last_date)"
    ),
    "gap": "$.back or (not $.first_gap and not $.later_gap)",
    "classification": "classification_status == 'active'",
    "work": (
        "practitioner_nationality == 'SA' or practitioner_iqama_status == 'authorised_to_work'"
    ),
    "letter": (
        "documents_employer_letter_issue_date == null or"
        " (d(documents_employer_letter_issue_date) >= d(day).sub(3, 'month')"
        " and d(documents_employer_letter_issue_date) <= d(day))"
    ),
    "late": "d(day) > d(registration_expiry_date).add(1, 'month')",
    "employer_letter": "employment_sector != 'not_working'",
    "cpd_certificates": "$.short and cpd_claimed_hours > 0",
    "life_support": "practitioner_specialty == 'emergency_medical_services'",
    "trauma_support": "practitioner_specialty == 'emergency_medical_services'",
    "medical_report": "d(day) > d(practitioner_birth_date).add(780, 'month')",
    "verification": "not practitioner_was_verified",
}
VERDICTS = ("window", "cpd", "gap", "classification", "work", "letter")
DUE = {
    "employer_letter": "employer_letter",
    "cpd_certificates": "cpd_certificates",
    "life_support": "advanced_life_support",
    "trauma_support": "trauma_life_support",
    "medical_report": "medical_report",
    "verification": "verification",
}


def _table(id_: str, field: str, output: str, rows: Iterable[tuple[str, int]]) -> dict[str, Any]:
    rules = [
        {"_id": f"{id_}{at}", "in": f"'{code}'", "out": str(value)}
        for at, (code, value) in enumerate(rows)
    ]
    content = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": "in", "name": field, "field": field}],
        "outputs": [{"id": "out", "name": output, "field": output}],
        "rules": rules,
    }
    return {"id": id_, "name": id_, "type": "decisionTableNode", "content": content}


def graph() -> str:
    expressions = [{"id": key, "key": key, "value": value} for key, value in _EXPRESSIONS.items()]
    fees = [(rank, fee.amount_minor) for rank, fee in FEES.items()]
    hours = [(category, int(number)) for category, number in HOURS.items()]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        _table("hours", "practitioner_cpd_category", "hours", hours),
        _table("fee", "practitioner_rank", "fee", fees),
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "content": {"expressions": expressions, "passThrough": True},
        },
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    order = ["in", "hours", "fee", "rules", "out"]
    edges = [
        {"id": f"e{at}", "sourceId": source, "targetId": target, "type": "edge"}
        for at, (source, target) in enumerate(pairwise(order))
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def engine(*, trace: bool) -> Callable[[Plain], dict[str, Any]]:
    """A decision that is compiled already, evaluated with or without zen's own trace."""
    import zen

    decision = zen.ZenEngine().create_decision(graph())
    options = {"trace": trace}

    def decided(plain: Plain) -> dict[str, Any]:
        result: dict[str, Any] = decision.evaluate(plain, options)["result"]
        return result

    return decided
