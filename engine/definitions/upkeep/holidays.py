"""Holidays that come every year, and are missing in one that the list covers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from engine.definitions.tree import place_of
from engine.definitions.upkeep.material import Material
from engine.model.portal import Holiday
from engine.model.problem import Problem

_LONGEST: Final = timedelta(days=372)  # from one to the next, moved by a week at most
_DIGITS: Final = re.compile(r"\s*\d+")


def problems(material: Material) -> Iterator[Problem]:
    portal = material.draft.portal
    if portal is None:
        return
    path = next(path for path in material.written if path.name == "portal.yaml")
    by_name: dict[str, list[tuple[Holiday, int]]] = defaultdict(list)
    for position, holiday in enumerate(portal.holidays):
        by_name[_DIGITS.sub("", holiday.label.en)].append((holiday, position))
    for found in by_name.values():
        days = sorted(found, key=lambda one: one[0].first_date)
        ends = [holiday.first_date for holiday, _ in days[1:]] + [portal.holidays_known_to]
        if len(days) == 1:
            continue  # one that was decreed once
        for (holiday, position), following in zip(days, ends, strict=True):
            if following - holiday.first_date > _LONGEST:
                at = place_of(material.written[path], "holidays", "days", position)
                message = (
                    f"`{holiday.label.en}` of {holiday.first_date} does not come again within a "
                    f"year, and the list covers {following}"
                )
                yield Problem("D255", message, at, "add the holiday of the year after")
