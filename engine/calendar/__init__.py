"""The two calendars people here use.

Dates are Gregorian everywhere in the program; the Hijri calendar is read and shown only.
"""

from engine.calendar.hijri import (
    FIRST_HIJRI_DATE,
    LAST_HIJRI_DATE,
    HijriDate,
    from_hijri,
    to_hijri,
)
from engine.calendar.words import (
    format_date,
    format_gregorian,
    format_hijri,
    format_moment,
    format_part,
)

__all__ = [
    "FIRST_HIJRI_DATE",
    "LAST_HIJRI_DATE",
    "HijriDate",
    "format_date",
    "format_gregorian",
    "format_hijri",
    "format_moment",
    "format_part",
    "from_hijri",
    "to_hijri",
]
