"""What is measured: the renewal service of config/, over complete applications of chance."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from engine.definitions.read import read_files, read_folder
from engine.expressions.program import Program
from engine.model.period import add_months
from engine.model.value import ABSENT, Facts, Items
from tests.support.walks import Unanswerable, walk

DAY = date(2026, 11, 23)
SERVICE = "registration-renewal"
Plain = dict[str, Any]


def renewal() -> Program:
    return read_files(read_folder(Path(__file__).parents[1] / "config")).programs[SERVICE]


def applications(count: int) -> list[dict[str, Any]]:
    """The facts of `count` complete applications; the same ones every time."""
    catalogue = read_files(read_folder(Path(__file__).parents[1] / "config"))
    found: list[dict[str, Any]] = []
    seed = 0
    while len(found) < count:
        with suppress(Unanswerable):
            service = catalogue.services[SERVICE]
            facts = walk(catalogue, service, DAY, Random(seed)).reading.facts
            found.append(dict(facts))
        seed += 1
    return found


def plain(facts: Facts) -> Plain:
    """Facts as JSON has them, names joined by `_`: what other engines read. Not timed."""
    return {name.replace(".", "_"): _json(state) for name, state in facts.items()} | {
        "day": DAY.isoformat()
    }


def _json(state: object) -> Any:
    match state:
        case Decimal():
            return int(state)
        case date():
            return state.isoformat()
        case Items():
            return [{key: _json(value) for key, value in item.items()} for item in state.items]
        case _ if state is ABSENT:
            return None
        case _:
            return state


def numbered(facts: Facts, has_gap: bool) -> Plain:
    """For engines without months or quantifiers: dates counted in days, those shifted by months and
    the long gap worked out beforehand. This favours them.
    """
    found: Plain = {
        name.replace(".", "_"): state.toordinal() if isinstance(state, date) else _json(state)
        for name, state in facts.items()
        if not isinstance(state, Items)
    }
    expiry: Any = facts["registration.expiry_date"]
    needed = {
        "physicians_and_dentists": 60, "pharmacists": 40, "applied_medical": 40,
        "technicians": 20, "nursing": 30,
    }  # fmt: skip
    letter = found["documents_employer_letter_issue_date"]
    return found | {
        "day": DAY.toordinal(),
        "opens": add_months(expiry, -3).toordinal(),
        "letter_from": add_months(DAY, -3).toordinal(),
        "letter": 0 if letter is None else letter,
        "needed": needed[str(facts["practitioner.cpd_category"])],
        "claimed": found["cpd_claimed_hours"] or 0,
        "iqama": found["practitioner_iqama_status"] or "",
        "has_gap": has_gap,
    }
