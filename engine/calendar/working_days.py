"""Working days of the portal: its weekend and its list of holidays."""

from __future__ import annotations

from datetime import date, timedelta

from engine.model.portal import Portal
from engine.model.value import Fault


def working_days_after(day: date, count: int, portal: Portal) -> date | Fault:
    """The `count`-th working day after `day`; `day` itself is not counted, whatever it is.

    A Fault when the answer lies past the last day that the holiday list covers: a day counted
    without its holidays would look right and be wrong. `count` 0 is `day` itself.
    """
    left = count
    while left > 0:
        day += timedelta(days=1)
        if day > portal.holidays_known_to:
            known_to = portal.holidays_known_to.isoformat()
            return Fault(f"holidays are known up to {known_to} only", "portal.yaml")
        if is_working_day(day, portal):
            left -= 1
    return day


def is_working_day(day: date, portal: Portal) -> bool:
    """Neither a weekend day nor a holiday; True past the holiday list except on weekends."""
    if day.isoweekday() in portal.weekend:
        return False
    return not any(one.first_date <= day <= one.last_date for one in portal.holidays)
