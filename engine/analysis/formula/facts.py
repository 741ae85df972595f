"""Facts in the solver: a variable for each, over its declared domain, and back to a plain value.

A date is any that an applicant may type; a number without a range has at most sixteen digits.
Each variable has a wanted value, so that examples are of somebody who could be: days near the
present, small numbers, short lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Any, Final, TypeAlias

import z3

from engine.analysis.formula.dates import Day, Length
from engine.analysis.formula.terms import NotCoveredError, Scaled, Slots, Term
from engine.analysis.formula.truths import Truth, Whole, all_of, any_of
from engine.expressions.decimals import DIGITS, places
from engine.model.listing import CodeList
from engine.model.money import Money
from engine.model.period import Days, Months
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Absent, Items, Known, State

Read: TypeAlias = Callable[[Any], Any]  # the plain value of a term, as a model has it

_YEARS: Final = (1800, 2999)  # as `engine/answers/dates.py` takes them
_MOST_MINOR: Final = 10**17
_MOST_DIGITS: Final = 16
_MOST_MONTHS: Final = 12 * 9999
_MOST_DAYS: Final = 999_999
_EXACT: Final = Context(prec=2 * DIGITS)
_SPOKEN: Final = {
    Kind.YES_NO,
    Kind.NUMBER,
    Kind.MONEY,
    Kind.PERIOD,
    Kind.DAYS,
    Kind.DATE,
    Kind.CODE,
    Kind.LIST,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """The value that a variable, or the rank of a day, has in an example, where it can."""

    variable: Any
    value: int | bool


class Variables:
    """Makes variables and remembers what holds of them: `domain`, and the `wishes` in order."""

    def __init__(
        self,
        lists: Mapping[str, CodeList],
        sizes: Mapping[str, tuple[int, int]],
        present: date,
        like: Mapping[str, Known],
    ) -> None:
        self.context = z3.Context()
        self.domain: list[Truth] = []
        self.wishes: list[Wish] = []
        self._lists = lists
        self._sizes = sizes
        self._present = present
        self._like = like
        self._codes: dict[str, dict[str, int]] = {}

    # Making ------------------------------------------------------------------------------

    def whole(self, name: str, low: int, high: int, wanted: int = 0) -> Whole:
        variable = z3.Int(name, self.context)
        self.domain.append(all_of((variable >= low, variable <= high)))
        self.wishes.append(Wish(variable, min(max(wanted, low), high)))
        return variable

    def truth(self, name: str) -> Truth:
        variable = z3.Bool(name, self.context)
        self.wishes.append(Wish(variable, False))
        return variable

    def day(self, name: str) -> Day:
        """A day that an applicant may type, near the present."""
        day, (first, last) = self._day(name), _YEARS
        self.domain.append(all_of((day.year >= first, day.year <= last)))
        self.wishes.append(Wish(day.rank, Day.of(self._present).rank))
        return day

    def numbered(self, name: str, number: Whole) -> Day:
        """The day of this number; there is just one."""
        day = self._day(name)
        self.domain.append(day.number == number)
        return day

    def _day(self, name: str) -> Day:
        day = Day(*(z3.Int(f"{name} {part}", self.context) for part in ("year", "month", "day")))
        self.domain.append(day.is_real)
        return day

    def fact(self, name: str, type_: Type) -> Term:
        """A fact of the type: known, or absent where it can be.

        Raises:
            NotCoveredError: for a type that no formula speaks of, such as free text.
        """
        before = len(self.wishes)
        is_absent = self.truth(f"{name} is absent") if type_.is_optional else False
        term = Term(self._value(name, type_), is_absent)
        known = self._like.get(name)
        alike = None if known is None else _alike(term, self.constant(known, type_))
        if alike is not None:
            self.wishes[before:] = [alike]
            if not isinstance(is_absent, bool):
                self.wishes.insert(before, Wish(is_absent, False))
        return term

    def _value(self, name: str, type_: Type) -> Any:
        match type_.kind:
            case Kind.YES_NO:
                return self.truth(name)
            case Kind.NUMBER:
                return self._number(name, type_)
            case Kind.MONEY:
                return self.whole(name, 0, _MOST_MINOR)
            case Kind.PERIOD:
                return self.whole(name, -_MOST_MONTHS, _MOST_MONTHS)
            case Kind.DAYS:
                return Length(self.whole(name, -_MOST_DAYS, _MOST_DAYS))
            case Kind.DATE:
                return self.day(name)
            case Kind.CODE:
                return self.whole(name, 0, len(self._places(type_)) - 1)
            case Kind.LIST if type_.element is not None and type_.element.kind is Kind.CODE:
                codes = self._places(type_.element)
                held = ((Term(at), self.truth(f"{name} has {code}")) for code, at in codes.items())
                return Slots(tuple(held))
            case Kind.GROUP if name in self._sizes:
                return self._group(name, type_)
            case _:
                raise NotCoveredError

    def _number(self, name: str, type_: Type) -> Scaled:
        scale = 10**type_.decimals
        most = 10 ** min(_MOST_DIGITS, DIGITS - type_.decimals) * scale - 1
        low = -most if type_.low is None else int(type_.low * scale)
        high = most if type_.high is None else int(type_.high * scale)
        return Scaled(self.whole(name, low, high), type_.decimals, max(abs(low), abs(high)))

    def _group(self, name: str, type_: Type) -> Slots:
        fewest, most = self._sizes[name]
        count = self.whole(f"{name} count", 0, most)
        self.domain.append(any_of((count == 0, count >= fewest)))
        return Slots(tuple((self.item(f"{name} {at}", type_), count > at) for at in range(most)))

    def item(self, name: str, type_: Type) -> Mapping[str, Term]:
        """An item without what no formula speaks of: texts, files, and the groups inside it."""
        spoken = ((field, of) for field, of in type_.fields if of.kind in _SPOKEN)
        return {
            field: self.fact(f"{name} {field}", of)
            for field, of in spoken
            if of.element is None or of.element.kind is not Kind.CONTEXT
        }

    # Constants ---------------------------------------------------------------------------

    def constant(self, value: Known | Absent, type_: Type) -> Term:
        match value:
            case bool():
                return Term(value)
            case Decimal():
                units = int(value.scaleb(places(value), _EXACT))
                return Term(Scaled(units, places(value), abs(units)))
            case Money(_, amount):
                return Term(amount)
            case Months(count):
                return Term(count)
            case Days(count):
                return Term(Length(count))
            case date():
                return Term(Day.of(value))
            case str() if type_.kind is Kind.CODE:
                known = self._places(type_)
                return Term(known.get(value, len(known)))  # of no fact, where it is not declared
            case tuple() if type_.element is not None:
                element = type_.element
                return Term(Slots(tuple((self.constant(part, element), True) for part in value)))
            case _ if value is ABSENT:
                return Term(None, True)
            case _:
                raise NotCoveredError

    def _places(self, type_: Type) -> Mapping[str, int]:
        """The codes of a list, numbered."""
        known = self._lists.get(type_.of or "")
        if known is None or not known.codes:
            raise NotCoveredError
        if known.id not in self._codes:
            self._codes[known.id] = {code.id: at for at, code in enumerate(known.codes)}
        return self._codes[known.id]

    # Reading back ------------------------------------------------------------------------

    def state(self, term: Term, type_: Type, read: Read) -> State:
        """The plain state of a fact in a model."""
        if read(term.is_absent):
            return ABSENT
        match term.value:
            case Slots(elements) if type_.kind is Kind.GROUP:
                held = (item for item, has in elements if read(has))
                return Items(tuple(self._item_state(item, type_, read) for item in held))
            case _:
                return self._known(term, type_, read)

    def _item_state(self, item: object, type_: Type, read: Read) -> Mapping[str, State]:
        assert isinstance(item, Mapping), "a group holds items"
        types = dict(type_.fields)
        return {field: self.state(term, types[field], read) for field, term in item.items()}

    def _known(self, term: Term, type_: Type, read: Read) -> Known:
        match term.value:
            case Scaled(units, decimals):
                return Decimal(read(units)).scaleb(-decimals, _EXACT)
            case Day(year, month, day):
                return date(read(year), read(month) + 1, read(day))
            case Length():
                return Days(read(term.value.days))
            case Slots(elements):
                assert type_.element is not None
                element = type_.element
                return tuple(
                    self._known(part, element, read)
                    for part, has in elements
                    if isinstance(part, Term) and read(has)
                )
            case value:
                return self._of_kind(read(value), type_)

    def _of_kind(self, plain: int, type_: Type) -> Known:
        match type_.kind:
            case Kind.MONEY:
                return Money(type_.of or "", plain)
            case Kind.PERIOD:
                return Months(plain)
            case Kind.CODE:
                return tuple(self._places(type_))[plain]
            case _:
                return bool(plain)


def _alike(term: Term, known: Term) -> Wish | None:
    """That a fact has a known value; None of what is no single value."""
    match term.value, known.value:
        case Day() as day, Day() as wanted:
            return Wish(day.rank, wanted.rank)
        case Scaled(units, decimals), Scaled(wanted, fewer) if fewer <= decimals:
            return Wish(units, wanted * 10 ** (decimals - fewer))
        case Length(days), Length(wanted):
            return Wish(days, wanted)
        case variable, bool() | int() as wanted:
            return Wish(variable, wanted)
        case _:
            return None
