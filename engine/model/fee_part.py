"""How a fee line comes to its amount: the parts that explain it, as the record keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.model.rounding import Rounding
from engine.model.value import State


class PartKind(StrEnum):
    """What is said of `base`, `factor` and `amount`."""

    AMOUNT = "amount"  # `amount` alone
    TIMES = "times"  # `base` for each of `factor`
    PER_CENT = "per_cent"  # `factor` per cent of `base`, which other lines come to
    RATE = "rate"  # `factor` per cent of `base`, which lies in a bracket
    EACH = "each"  # `base` for each of `factor`, which lie in a bracket
    BRACKET = "bracket"  # `amount`, for the bracket that `base` falls into
    SUM = "sum"  # `amount` is what the parts before it come to
    BETWEEN = "between"  # the days from `base` to `factor`, both counted
    GRACE = "grace"  # the first `factor` of them do not count
    AT_MOST = "at_most"  # no more than `factor` of them do
    DAYS = "days"  # `base` for each of `factor` days
    ENTERED = "entered"  # by a reviewer, from `base` to `factor`
    MINIMUM = "minimum"  # raised to `amount`
    MAXIMUM = "maximum"  # lowered to `amount`
    WAIVED = "waived"  # nothing is due of `amount`
    VAT = "vat"  # `factor` per cent of `base`, on top


@dataclass(frozen=True, slots=True)
class ValueUsed:
    """A dated value or the result of a table that was read: `since` is the first day it holds.

    `rows` are the ids of the table's rows that hold; none where its default does. `on` is the day
    on which it was read, or the first of several, where that is not the decision date.
    """

    name: str
    value: State
    since: date | None
    rows: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class FeePart:
    """`names` are the lines, the waiver or the bracket meant, or the name of what is counted.

    `reads` are the facts read, with their states; `used` the dated values and table rows.
    """

    kind: PartKind
    amount: State | None
    base: State | None
    factor: State | None
    names: tuple[str, ...]
    rounding: Rounding | None
    cite: tuple[str, ...]
    reads: tuple[tuple[str, State], ...]
    used: Sequence[ValueUsed]
