"""Lists of codes that nobody declares: outcomes, days of the week, months.

The codes of days and months are the English words that FEEL's own functions give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from engine.calendar.months import GREGORIAN_MONTHS
from engine.calendar.months import WEEKDAYS as DAYS
from engine.definitions.facts import OUTCOMES
from engine.expressions.functions.days import MONTHS, WEEKDAYS
from engine.model.decision import Outcome
from engine.model.listing import Code, CodeList
from engine.model.problem import Span
from engine.model.words import Text

_NOWHERE: Final = Span(PurePosixPath("portal.yaml"), 1, 1)


def _list(id_: str, title: Text, words: Iterable[tuple[str, Text]]) -> CodeList:
    codes = tuple(Code(code, label, None, None, (), _NOWHERE) for code, label in words)
    return CodeList(id_, title, codes, (), _NOWHERE)


BUILT_IN_LISTS: Final[Mapping[str, CodeList]] = {
    # An undecided outcome is unknown, so it is no code.
    OUTCOMES: _list(
        OUTCOMES,
        Text("النتيجة", "Outcome"),
        (
            (Outcome.ELIGIBLE, Text("مستوفٍ للشروط", "eligible")),
            (Outcome.INELIGIBLE, Text("غير مستوفٍ للشروط", "ineligible")),
        ),
    ),
    WEEKDAYS: _list(
        WEEKDAYS, Text("أيام الأسبوع", "Days of the week"), ((day.en, day) for day in DAYS)
    ),
    MONTHS: _list(
        MONTHS, Text("الأشهر", "Months"), ((month.en, month) for month in GREGORIAN_MONTHS)
    ),
}
