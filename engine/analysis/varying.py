"""Values near those of an example: a day a little further away, another number, another code.

Days of one person are all moved apart or together by the same factor, counted from the decision:
what came before something else still does, and what lies in the past stays there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from engine.model.listing import CodeList
from engine.model.money import Money
from engine.model.types import Kind, Type
from engine.model.value import Items, Known, State

_STRETCH: Final = (0.75, 1.35)
_RANGE: Final = (0.85, 1.4)  # of a number or an amount
_LARGEST: Final = 100  # of a number that nothing bounds
_LONGEST_DAYS: Final = 3 * 365  # into the past, of a day that no example has


def does_vary(state: State) -> bool:
    """Whether `Varying.near` may give anything else: not of codes, texts and choices."""
    return isinstance(state, date | Decimal | Money | Items | tuple)


class Varying:
    """Varies the values of one person: `then` is the day of the example, `now` of the decision."""

    def __init__(
        self,
        random: Random,
        lists: Mapping[str, CodeList],
        then: date,
        now: date,
        stretch: float | None = None,
    ) -> None:
        self._random = random
        self._lists = lists
        self._then = then
        self._now = now
        self._stretch = random.uniform(*_STRETCH) if stretch is None else stretch

    def since(self, then: date) -> Varying:
        """The same person, with something of an example of another day."""
        return Varying(self._random, self._lists, then, self._now, self._stretch)

    def near(self, state: State, type_: Type) -> State:
        """A state like `state`; a code, a text or a choice is kept."""
        match state:
            case bool():
                return state
            case date():
                days = (state - self._then).days
                return self._now + timedelta(days=round(days * self._stretch))
            case Decimal():
                return self._number(state, type_)
            case Money(currency, amount):
                return Money(currency, round(amount * self._factor() / 100) * 100)
            case Items(items, is_complete):
                return Items(tuple(self._item(one, type_) for one in items), is_complete)
            case tuple() if type_.element is not None and type_.element.kind is Kind.CONTEXT:
                inner = type_.element
                return tuple(self._item(one, inner) for one in state if isinstance(one, Mapping))
            case _:
                return state

    def _item(self, item: Mapping[str, State], type_: Type) -> dict[str, State]:
        types = dict(type_.fields)
        return {name: self.near(one, types[name]) for name, one in item.items()}

    def any_of(self, type_: Type, currency: str) -> State:
        """A plain value of the type; no group or item holds an item, and a text says nothing."""
        match type_.kind:
            case Kind.YES_NO:
                return self._random.random() < 0.5
            case Kind.FILE:
                return True
            case Kind.CODE:
                return self.code(type_)
            case Kind.NUMBER:
                low, high = int(type_.low or 0), int(type_.high or _LARGEST)
                return Decimal(self._random.randint(low, min(high, low + _LARGEST)))
            case Kind.MONEY:
                return Money(type_.of or currency, self._random.randint(1, 1000) * 100)
            case Kind.DATE:
                return self._now - timedelta(days=self._random.randint(1, _LONGEST_DAYS))
            case Kind.GROUP:
                return Items()
            case Kind.LIST if type_.element is not None and type_.element.kind is Kind.CONTEXT:
                return ()
            case Kind.LIST if type_.element is not None:
                element: Known = self.any_of(type_.element, currency)  # type: ignore[assignment]
                return (element,)
            case _:
                return "X"

    def code(self, type_: Type) -> str:
        """Any code that the list offers on the day of the decision."""
        codes = self._lists[type_.of or ""].codes
        return self._random.choice([one.id for one in codes if one.is_offered_on(self._now)])

    def _factor(self) -> float:
        return self._random.uniform(*_RANGE)

    def _number(self, number: Decimal, type_: Type) -> Decimal:
        low = Decimal(0) if type_.low is None else type_.low
        high = number * 2 if type_.high is None else type_.high
        varied = Decimal(round(float(number) * self._factor() * 10**type_.decimals))
        return min(max(varied.scaleb(-type_.decimals), min(low, number)), max(high, number))
