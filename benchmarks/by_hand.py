"""The renewal's rules written by hand in Python: what the fast evaluator is compared with.

Reads the same typed values of a complete application and gives the same result as `brief`. It has
one edition of the law, knows no unknowns and explains nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engine.decide.brief import Brief
from engine.model.decision import Outcome, ValidityPeriod, Verdict
from engine.model.money import Money
from engine.model.period import add_months
from engine.model.value import ABSENT

EXEMPT = (
    "optical_laboratory",
    "health_management",
    "medical_records",
    "medical_secretariat",
    "medical_equipment",
    "health_inspection",
    "environmental_health",
)
HOURS = {
    "physicians_and_dentists": Decimal(60),
    "pharmacists": Decimal(40),
    "applied_medical": Decimal(40),
    "technicians": Decimal(20),
    "nursing": Decimal(30),
}
FEES = {
    "consultant_physician": Money("SAR", 25000),
    "consultant_dentist": Money("SAR", 25000),
    "consultant_subspecialty": Money("SAR", 25000),
    "consultant_nursing": Money("SAR", 20000),
    "registrar": Money("SAR", 20000),
    "fellow": Money("SAR", 20000),
    "senior_specialist": Money("SAR", 16000),
    "senior_nursing_specialist": Money("SAR", 16000),
    "general_practitioner": Money("SAR", 16000),
    "resident": Money("SAR", 16000),
    "resident_in_training": Money("SAR", 16000),
    "specialist": Money("SAR", 12000),
    "assistant_specialist": Money("SAR", 12000),
    "senior_registrar": Money("SAR", 20000),
    "consultant_applied": Money("SAR", 20000),
    "consultant_pharmacist": Money("SAR", 20000),
    "pharmacist": Money("SAR", 12000),
    "senior_pharmacist": Money("SAR", 12000),
    "pharmacist_in_training": Money("SAR", 12000),
    "specialist_in_training": Money("SAR", 12000),
    "technician": Money("SAR", 8000),
    "health_assistant": Money("SAR", 8000),
}
LATE = Money("SAR", 10000)
CITED = ("O1", "T9", "demonstration")


def decided(facts: dict[str, Any], day: date) -> Brief:
    """The renewal decided on `day`, for someone whom every register knows."""
    rank = facts["practitioner.rank"]
    sector = facts["employment.sector"]
    expiry = facts["registration.expiry_date"]
    birth = facts["practitioner.birth_date"]
    hours = facts["cpd.hours_in_period"]
    is_exempt = (
        facts["practitioner.is_in_postgraduate_training"]
        or rank == "health_assistant"
        or (rank == "technician" and facts["practitioner.specialty"] in EXEMPT)
        or sector == "not_working"
    )
    needed = HOURS[facts["practitioner.cpd_category"]]
    is_short = not is_exempt and hours < needed
    if is_short:
        hours += facts["cpd.claimed_hours"]
    letter = facts["documents.employer_letter.issue_date"]
    verdicts = {
        "window-is-open": day >= add_months(expiry, -3),
        "cpd-hours-earned": is_exempt or hours >= needed,
        "no-long-gap": is_back(facts, day)
        or not has_long_gap(facts["registration.start_date"], facts["experience"].items, day),
        "classification-is-active": facts["classification.status"] == "active",
        "may-work-in-the-kingdom": (
            facts["practitioner.nationality"] == "SA"
            or facts["practitioner.iqama_status"] == "authorised_to_work"
        ),
        "letter-is-recent": letter is ABSENT or add_months(day, -3) <= letter <= day,
    }
    fees = {"registration": FEES[rank]}
    if day > add_months(expiry, 1):
        fees["late"] = LATE
    starts = day if day > expiry else expiry + timedelta(days=1)
    months = 12 if day > add_months(birth, 60 * 12) else 24
    ends = add_months(starts, months) - timedelta(days=1)
    return Brief(
        outcome=Outcome.ELIGIBLE if all(verdicts.values()) else Outcome.INELIGIBLE,
        verdicts={id_: Verdict.MET if met else Verdict.NOT_MET for id_, met in verdicts.items()},
        fees=fees,
        documents=documents(facts, day, sector, is_short),
        validity=ValidityPeriod(starts, ends, CITED, is_official=False),
    )


def documents(facts: dict[str, Any], day: date, sector: str, is_short: bool) -> dict[str, bool]:
    due = {}
    if sector != "not_working":
        due["employer_letter"] = True
    due["photo"] = True
    due["identity"] = True
    if is_short and facts["cpd.claimed_hours"] > 0:
        due["cpd_certificates"] = True
    due["bls"] = True
    if facts["practitioner.specialty"] == "emergency_medical_services":
        due["advanced_life_support"] = due["trauma_life_support"] = True
    if day > add_months(facts["practitioner.birth_date"], 65 * 12):
        due["medical_report"] = True
    if not facts["practitioner.was_verified"]:
        due["verification"] = True
    return due


def is_back(facts: dict[str, Any], day: date) -> bool:
    """A study of the gap asked for the examination alone, and it was passed since."""
    studied, passed = facts["studied_gaps.last_date"], facts["national_exam.passed_date"]
    if facts["studied_gaps.last_route"] != "exam" or studied is ABSENT or passed is ABSENT:
        return False
    return bool(day < add_months(studied, 24) and passed >= studied)


def has_long_gap(start: date, posts: tuple[dict[str, Any], ...], day: date) -> bool:
    """Whether two years without a post passed, from the start or after any post left."""
    limit = add_months(start, 24)
    if limit <= day and all(
        post["from_date"] >= limit or (post["to_date"] is not ABSENT and post["to_date"] <= start)
        for post in posts
    ):
        return True
    for left in posts:
        end = left["to_date"]
        if end is ABSENT or end < start:
            continue
        limit = add_months(end, 24)
        if limit <= day and all(
            post["from_date"] >= limit or (post["to_date"] is not ABSENT and post["to_date"] <= end)
            for post in posts
        ):
            return True
    return False
