"""What a register sent, value by value: as declared, or no answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.model.clock import Time
from engine.model.fact import Fact, FactSource
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.register import Register
from engine.model.types import DATE, DAYS, PERIOD, SECONDS, TEXT, TIME, YES_NO, Kind, Type
from engine.model.value import ABSENT
from engine.model.words import Text
from engine.registers.reading import NotAnAnswer, read_record
from tests.support.declared import SPAN, code, code_list

LISTS = {"zones": code_list("zones", code("north"), code("south"))}
HOURS = Type(Kind.NUMBER, decimals=1, low=Decimal(0), high=Decimal(100))
ZONE = Type(Kind.CODE, of="zones")
MONEY = Type(Kind.MONEY, of="SAR")


def read(type_: Type, sent: str) -> object:
    """The attribute `x` of the type, sent as this JSON."""
    fact = Fact("r.x", type_, FactSource.REGISTER, Text("س", "x"), SPAN)
    register = Register("r", Text("س", "x"), "national_id", (fact,), SPAN)
    return read_record(register, LISTS, f'{{"x": {sent}}}'.encode()).attributes["r.x"]


@pytest.mark.parametrize(
    ("type_", "sent", "value"),
    [
        (TEXT, '"نورة"', "نورة"),
        (ZONE, '"north"', "north"),
        (HOURS, "12.5", Decimal("12.5")),
        (HOURS, "12.50", Decimal("12.50")),
        (HOURS, "1e1", Decimal(10)),
        (HOURS, "0", Decimal(0)),
        (HOURS, "100", Decimal(100)),
        (MONEY, '"120.50 SAR"', Money("SAR", 12050)),
        (YES_NO, "false", False),
        (DATE, '"2026-02-28"', date(2026, 2, 28)),
        (TIME, '"09:30:00"', Time(34_200)),
        (PERIOD, '"P1Y6M"', Months(18)),
        (DAYS, '"P30D"', Days(30)),
        (SECONDS, '"P1D"', Seconds(86_400)),
        (Type(Kind.LIST, element=ZONE), '["north", "south"]', ("north", "south")),
        (TEXT.optional(), "null", ABSENT),
    ],
)
def test_a_value_of_the_declared_type_is_read(type_: Type, sent: str, value: object) -> None:
    found = read(type_, sent)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("type_", "sent"),
    [
        (TEXT, "null"),
        (TEXT, "7"),
        (TEXT, '"a\\nb"'),
        (TEXT, f'"{"x" * 2001}"'),
        (ZONE, '"east"'),
        (HOURS, '"12"'),
        (HOURS, "12.55"),
        (HOURS, "-0.1"),
        (HOURS, "100.1"),
        (HOURS, "1e999999999"),
        (HOURS, "true"),
        (MONEY, "120.5"),
        (MONEY, '"120.50 USD"'),
        (YES_NO, '"true"'),
        (YES_NO, "1"),
        (DATE, '"2026-02-29"'),
        (DATE, '"20260228"'),
        (DATE, '"2026-02-28T00:00:00"'),
        (PERIOD, '"P30D"'),
        (DAYS, '"P1M"'),
        (Type(Kind.LIST, element=ZONE), '["north", "north"]'),
        (Type(Kind.LIST, element=ZONE), '"north"'),
    ],
)
def test_a_value_of_another_type_is_no_answer(type_: Type, sent: str) -> None:
    with pytest.raises(NotAnAnswer):
        read(type_, sent)
