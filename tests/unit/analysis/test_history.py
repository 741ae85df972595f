"""Past applications go into a row of plain values and come back as they were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from engine.analysis import tables
from engine.analysis.history.history import Held, Layout, NotStorable, Past, Stored
from engine.analysis.relation.bounds import least_and_greatest, ranges_of
from engine.model.clock import Moment, Time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import DATE, DATE_TIME, DAYS, PERIOD, SECONDS, TEXT, TIME, Kind, Type
from engine.model.value import ABSENT, UNKNOWN, Facts, Items, Range, State, Unknown
from tests.support import chance
from tests.support.programs import COLOUR, PERSON, SAR, WHOLE, program_of

DAY = date(2026, 1, 31)
HOURS = Type(Kind.NUMBER, decimals=2)
EVERY_KIND: dict[str, tuple[Type, State]] = {
    "count": (WHOLE, Decimal(-3)),
    "hours": (HOURS, Decimal("12.50")),
    "rate": (Type(Kind.NUMBER, decimals=34), Decimal("0.123456789")),
    "fee": (SAR, Money("SAR", 12050)),
    "day": (DATE, DAY),
    "days": (DAYS, Days(40)),
    "months": (PERIOD, Months(-7)),
    "seconds": (SECONDS, Seconds(86_401)),
    "time": (TIME, Time.of(9, 30, 0)),
    "moment": (DATE_TIME, Moment(DAY, Time(1))),
    "colour": (COLOUR, "red"),
    "text": (TEXT, "نص"),
    "is_new": (Type(Kind.YES_NO), False),
    "colours": (Type(Kind.LIST, element=COLOUR), ("red", "green")),
    "span": (Type(Kind.RANGE, element=DATE), Range(DAY, date(2027, 1, 1), has_high=False)),
}
PROGRAM = program_of(
    facts={name: type_.optional() for name, (type_, _) in EVERY_KIND.items()},
    formulas={f"f_{name}": name for name in EVERY_KIND},
    rules={"r": " and ".join(f"f_{name} != null" for name in EVERY_KIND)},
)


def past(facts: Facts) -> Past:
    return Past("A-1", DAY, "release", facts, "eligible", 12_000)


def without_causes(state: State) -> State:
    if isinstance(state, Unknown):
        return UNKNOWN
    if isinstance(state, Items):
        items = ({name: without_causes(one) for name, one in item.items()} for item in state.items)
        return Items(tuple(items), state.is_complete)
    return state


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_kind_of_fact_comes_back(name: str) -> None:
    layout = Layout.of(PROGRAM)
    for state in (EVERY_KIND[name][1], ABSENT, UNKNOWN):
        assert layout.past(layout.row(past({name: state}))).facts[name] == state


@given(chance.SERVICES, chance.SOME_FACTS)
@settings(max_examples=40, deadline=None)
def test_facts_of_chance_come_back_without_the_causes(seed: int, facts: Facts) -> None:
    layout = Layout.of(chance.program_of_chance(seed))
    again = layout.past(layout.row(past(facts)))
    known = {name: without_causes(facts.get(name, UNKNOWN)) for name in layout.facts}
    assert again == past(known)


def test_only_what_rules_read_has_a_column() -> None:
    program = program_of(facts={"read": WHOLE, "name": TEXT}, rules={"r": "read > 1"})
    assert list(Layout.of(program).facts) == [PERSON, "read"]
    columns = {column.name: column.stored for column in Layout.of(program).columns}
    assert (columns["read"], columns["read?"]) == (Stored.WHOLE, Stored.STATE)


def test_two_versions_have_the_facts_of_both() -> None:
    old = program_of(facts={"a": WHOLE, "b": WHOLE}, rules={"r": "a > 1"})
    new = program_of(facts={"a": WHOLE, "b": WHOLE}, rules={"r": "b > 1"})
    assert set(Layout.of(old, new).facts) == {"a", "b", PERSON}


@pytest.mark.parametrize(
    "name, state",
    [
        ("count", Decimal("0.5")),
        ("count", Decimal("NaN")),
        ("count", Decimal("1E+16")),
        ("count", True),
        ("fee", Money("USD", 1)),
        ("fee", Decimal(1)),
        ("day", "2026-01-31"),
        ("colours", "red"),
        ("is_new", "true"),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, state: State) -> None:
    with pytest.raises(NotStorable, match=f"`{name}`"):
        Layout.of(PROGRAM).row(past({name: state}))


@pytest.mark.parametrize("value, held", [(None, 0), (1, 1), (1, 2), ("x", 0)])
def test_a_row_whose_value_and_state_disagree_is_refused(value: object, held: int) -> None:
    layout = Layout.of(PROGRAM)
    row = {**layout.row(past({})), "count": value, "count?": held}
    with pytest.raises(NotStorable, match="`count`"):
        layout.past(row)  # type: ignore[arg-type]


# Files ------------------------------------------------------------------------------------------


def test_a_file_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BATCH", 7)
    program = chance.program_of_chance(0)
    layout, random = Layout.of(program), Random(1)
    rows = [layout.row(past(chance.facts(random))) for _ in range(50)]
    path = tmp_path / "past.parquet"
    assert tables.write(path, layout.columns, iter(rows)) == 50
    assert list(tables.read(path)) == rows
    with tables.opened(str(path), "test") as table:
        assert tables.misfits(table, layout) == ()
        assert tables.broken(table, layout) == {}
        assert tables.fetched(table.aggregate(rows=table.count())) == [{"rows": 50}]


def test_a_file_says_the_bounds_of_its_numbers_days_and_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "BATCH", 7)
    layout, path = Layout.of(PROGRAM), tmp_path / "past.parquet"
    days = [DAY.replace(day=1 + at % 20) for at in range(30)]
    rows = [
        layout.row(past({"day": day, "count": Decimal(at - 5), "hours": Decimal(at), "text": "x"}))
        for at, day in enumerate(days)
    ]
    tables.write(path, layout.columns, rows)
    said = least_and_greatest(str(path))
    assert said["day"] == (date(2026, 1, 1), date(2026, 1, 20))
    assert (said["count"], said["count?"], said["fee?"]) == ((-5, 24), (0, 0), (2, 2))
    assert said["fee"] == (None, None)
    assert not said.keys() & {"text", "hours"}
    with tables.opened(str(path), "test") as table:
        asked = ranges_of(table, table.columns)
        assert asked == ranges_of(table, table.columns, str(path))
    assert least_and_greatest("postgresql://nowhere/past") == {}


def test_a_file_that_failed_is_not_left_half_written(tmp_path: Path) -> None:
    layout, path = Layout.of(PROGRAM), tmp_path / "past.parquet"

    def rows() -> object:
        yield layout.row(past({}))
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        tables.write(path, layout.columns, rows())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_columns_that_do_not_fit_are_named(tmp_path: Path) -> None:
    old = program_of(facts={"a": WHOLE, "b": WHOLE, "c": WHOLE}, rules={"r": "a > b and c > 1"})
    new = program_of(facts={"a": DATE, "b": WHOLE, "d": WHOLE}, rules={"r": "d > b and a = a"})
    path = tmp_path / "past.parquet"
    tables.write(path, Layout.of(old).columns, [Layout.of(old).row(past({}))])
    with tables.opened(str(path), "test") as table:
        assert set(tables.misfits(table, Layout.of(new))) == {
            "the column `a` is int64, and should be date",
            "the column `d` is missing",
            "the column `d?` is missing",
            "the column `c` is none of this service's facts",
            "the column `c?` is none of this service's facts",
        }


def test_rows_whose_states_disagree_are_counted(tmp_path: Path) -> None:
    layout, path = Layout.of(PROGRAM), tmp_path / "past.parquet"
    good = layout.row(past({"count": Decimal(1)}))
    bad = [{**good, "count?": int(Held.ABSENT)}, {**good, "count": None}, {**good, "day?": 9}]
    tables.write(path, layout.columns, [good, *bad])
    with tables.opened(str(path), "test") as table:
        assert tables.broken(table, layout) == {"count": 2, "day": 1}


@pytest.mark.parametrize("name", ["none.parquet", "text.parquet"])
def test_what_is_no_table_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.parquet").write_text("text", encoding="utf-8")
    with (
        pytest.raises(tables.NoSuchTable, match=name),
        tables.opened(str(tmp_path / name), "test"),
    ):
        pass
