"""Sources that were read longer ago than the portal allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.definitions.upkeep.material import Material
from engine.model.period import Days, Months, add_months
from engine.model.problem import Problem


def problems(material: Material) -> Iterator[Problem]:
    """A source with an address can change without notice; one without is as it was. One without
    `read_on` has no day on which it is due: the policy book says that none is recorded.
    """
    portal, day = material.draft.portal, material.day
    if portal is None or portal.look_again_after is None or day is None:
        return
    for source in material.draft.sources.values():
        if source.address is None or source.read_on is None:
            continue
        if (due := _after(source.read_on, portal.look_again_after)) <= day:
            message = f"`{source.id}` was read on {source.read_on}, and was due again on {due}"
            hint = "read the page, put right what has changed, and write the day under `read_on`"
            yield Problem("D253", message, source.span, hint)


def _after(day: date, length: Months | Days) -> date:
    if isinstance(length, Days):
        return day + timedelta(days=length.count)
    return add_months(day, length.count)
