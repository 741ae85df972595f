"""Own history: what our store knows of a person's earlier applications, declared as a register.

The language is small on purpose: count, any, first, last and sum, over applications chosen by
service, state and a period that ends on the decision date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from engine.model.period import Days, Months
from engine.model.problem import Span
from engine.model.value import State

SUBMITTED_DATE: Final = "application.submitted_date"
DECIDED_DATE: Final = "application.decided_date"
TOTAL: Final = "application.total"
VALID_FROM: Final = "application.valid_from"
VALID_TO: Final = "application.valid_to"
FEE: Final = "application.fees."  # and the id of a fee line


class Gives(StrEnum):
    """What an attribute says of the applications that it chooses."""

    COUNT = "count"
    ANY = "any"
    FIRST = "first"
    LAST = "last"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class HistoryAsk:
    """How one attribute is found. `of` is what FIRST, LAST and SUM are taken of.

    `states` narrows those of the register; empty: all of them. `within` is how long ago the day
    `by` (submitted or decided) may lie: on the decision date that length has not passed yet.
    """

    gives: Gives
    of: str | None
    states: tuple[str, ...]
    within: Months | Days | None
    by: str
    span: Span

    @property
    def is_always_there(self) -> bool:
        """Whether it is known even of somebody who never applied."""
        return self.gives not in {Gives.FIRST, Gives.LAST}

    @property
    def is_of_the_record(self) -> bool:
        """Whether the record of the decision is read, not only the application's own row."""
        return self.of not in {None, SUBMITTED_DATE, DECIDED_DATE}


@dataclass(frozen=True, slots=True)
class OwnHistory:
    """Whose store: ours. `states` empty: whatever was submitted. `asks` are by fact."""

    services: tuple[str, ...]
    states: tuple[str, ...]
    asks: Mapping[str, HistoryAsk]


@dataclass(frozen=True, slots=True)
class PastApplication:
    """An earlier application. `said` is what its last decision recorded, by what `of` may name.

    Without `submitted_at` it was never submitted, without `decided_at` nothing was decided after
    that. `said` is empty where nothing was recorded, and None when the record is erased.
    """

    reference: str
    service: str
    state: str
    submitted_at: datetime | None
    decided_at: datetime | None
    said: Mapping[str, State] | None = None
