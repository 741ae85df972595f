"""Which codes of its list a choice offers, as far as earlier answers say.

A code of which that is not known yet is not offered yet. While no code is, and some may be, the
question waits: it is not shown, and its answer is unknown. Once it is known that none is left,
the question is shown, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.answers.growing import GrowingFacts, Item
from engine.answers.readings import Shown
from engine.expressions.compiled import OPTION, CompiledOptions
from engine.expressions.kleene import all_of
from engine.model.listing import CodeList
from engine.model.service import Field
from engine.model.value import Known, Unknown


@dataclass(frozen=True, slots=True)
class Offer:
    """By code of the list, in its order: whether it is offered; of a code past its dates, false."""

    codes: Mapping[str, Shown]

    @property
    def offered(self) -> tuple[str, ...]:
        return tuple(code for code, truth in self.codes.items() if truth is True)

    @property
    def waits_for(self) -> Unknown | None:
        """Why no code can be offered yet; None where one is, or where none ever will be."""
        open_ = [truth for truth in self.codes.values() if isinstance(truth, Unknown)]
        if not open_ or self.offered:
            return None
        return Unknown(frozenset().union(*(truth.causes for truth in open_)))

    def of(self, chosen: Known) -> Shown:
        """Whether all that is chosen is offered: one code, or a tuple of them."""
        codes = chosen if isinstance(chosen, tuple) else (chosen,)
        truth = all_of(self.codes.get(str(code), False) for code in codes)
        assert isinstance(truth, bool | Unknown), "no offer is a fault"
        return truth


def offer_of(
    growing: GrowingFacts,
    lists: Mapping[str, CodeList],
    field: Field,
    options: CompiledOptions,
    item: Item | None,
) -> Offer:
    """What `field`, which chooses from a list under `options`, offers on the decision date."""
    listing, day = lists[field.chosen_from or ""], growing.decision_date
    return Offer(
        {
            code.id: code.is_offered_on(day) and _offered(growing, options, code.id, item)
            for code in listing.codes
        }
    )


def _offered(
    growing: GrowingFacts, options: CompiledOptions, code: str, item: Item | None
) -> Shown:
    own = growing.truth(options.when.get(code), True, item)
    if own is False or options.where is None:
        return own
    of_all = growing.truth(options.where, True, item, {OPTION: code})
    truth = all_of((own, of_all))
    assert isinstance(truth, bool | Unknown), "a fault was read as unknown"
    return truth
