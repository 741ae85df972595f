"""What a change would have meant, counted by hand; and what is said where nothing is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import compute, parquet

from engine.analysis.counts import DocumentCounts, LineCounts
from engine.analysis.history.history import Layout, Past, state_of
from engine.analysis.impact.impact import Impact, NotCountable, Side, Wanted, impact_of
from engine.analysis.impact.words import impact_view
from engine.analysis.tables import NoSuchTable, write
from engine.model.value import ABSENT, State
from engine.model.words import Language
from engine.release import Release
from tests.support import visitors
from tests.support.permits import (
    DEARER,
    FEE,
    JUNE,
    MAY,
    OLD,
    SERVICE,
    STRICTER,
    history,
    permits,
    plain,
    side,
)

NEW = side("new", STRICTER)
OPEN = Wanted(smallest=1)


def impact(address: str, new: Side = NEW, wanted: Wanted = OPEN, old: Side = OLD) -> Impact:
    return impact_of(old, new, SERVICE, address, wanted)


def groups(found: Impact, by: str) -> dict[str, tuple[int | None, int | None]]:
    """How many applications each group has, and how many of them are touched."""
    (one,) = [one for one in found.breakdowns if one.by == by]
    return {group.key: (group.counts.applications, group.counts.touched) for group in one.groups}


def test_a_stricter_limit_refuses_those_who_hold_two(tmp_path: Path) -> None:
    found = impact(plain(tmp_path))
    assert (found.whole.applications, found.whole.touched, found.whole.lost) == (47, 12, 12)
    assert {(one.before, one.now): one.count for one in found.outcomes} == {
        ("eligible", "eligible"): 20,
        ("eligible", "ineligible"): 12,
        ("ineligible", "ineligible"): 15,
    }
    assert found.whole.difference_minor == 0
    assert groups(found, "month") == {"2026-05": (27, 12), "2026-06": (20, 0)}
    assert groups(found, "resident.zone") == {"A": (27, 12), "B": (20, 0)}
    assert found.references["lost"] == tuple(f"A205-{number:03}" for number in range(10))
    assert found.references["dearer"] == ()
    assert found.days == (MAY, JUNE)


def test_a_higher_fee_is_counted_in_applications_and_in_money(tmp_path: Path) -> None:
    found = impact(plain(tmp_path), side("new", DEARER))
    assert (found.whole.touched, found.whole.dearer, found.whole.lost) == (47, 47, 0)
    assert found.whole.before_minor == 47 * FEE
    assert found.whole.difference_minor == 47 * 2500
    (line,) = found.lines
    assert line.counts is not None
    assert (line.id, line.counts.dearer, line.counts.added) == ("permit", 47, 0)


def test_the_same_version_touches_nobody(tmp_path: Path) -> None:
    found = impact(plain(tmp_path), side("new"))
    assert not found.is_touched
    assert found.not_reproduced == 0
    lead = impact_view(found, Language.EN).lead
    assert (
        "Nobody is decided differently: outcome, fees, documents and what is granted are the same"
        in lead
    )


def test_documents_and_lines_that_others_are_asked_for_are_counted_both_ways(
    tmp_path: Path,
) -> None:
    """Of eleven with a boat of their own and thirteen without, each is asked what the other was."""
    files = visitors.config()
    whens = "condition: boat.is_own\n    cite", "condition: boat.is_own\n      amount"
    text = files[visitors.RULES].decode()
    for when in whens:
        assert text.count(when) == 1
        text = text.replace(when, when.replace("boat.is_own", "not(boat.is_own)"))
    old, new = (
        Side(name, release.hash, release.catalogue)
        for name, release in (
            ("old", Release.of(files)),
            ("new", Release.of({**files, visitors.RULES: text.encode()})),
        )
    )
    layout = Layout.of(old.catalogue.programs[visitors.SERVICE])
    owners = [Past(f"{at:02}", MAY, "", _boat(is_own=at < 11), "eligible") for at in range(24)]
    path = tmp_path / f"{visitors.SERVICE}.parquet"
    write(path, layout.columns, map(layout.row, owners))
    found = impact_of(old, new, visitors.SERVICE, str(path), Wanted())
    documents = {one.id: one.counts for one in found.documents}
    assert documents == {"identity": DocumentCounts(0, 0), "certificates": DocumentCounts(13, 11)}
    assert (found.whole.asked_more, found.whole.asked_less, found.whole.touched) == (13, 11, 24)
    (line,) = found.lines
    assert line.counts == LineCounts(13, 11, 0, 0, 11 * 12050, 13 * 12050)
    assert (found.whole.dearer, found.whole.cheaper) == (13, 11)


def _boat(*, is_own: bool) -> dict[str, State]:
    return {
        "resident.is_on_record": True,
        "boat.is_own": is_own,
        "boat.metres": Decimal(9) if is_own else ABSENT,
    }


def test_small_groups_are_not_told_and_the_rest_is_told_together(tmp_path: Path) -> None:
    address = history(
        tmp_path, permits(3, "A", 2, MAY), permits(40, "B", 2, JUNE), permits(60, "B", 0, JUNE)
    )
    found = impact(address, wanted=Wanted())
    assert (found.whole.lost, found.whole.touched) == (43, 43)
    (month,) = [one for one in found.breakdowns if one.by == "month"]
    assert (month.groups, month.hidden) == ((), 2)
    assert month.rest is not None
    assert month.rest.applications == 103
    words = impact_view(found, Language.EN)
    assert not any(table.title == "By Month" for table in words.tables)
    assert any(note.startswith("Not told apart") for note in words.notes)


def test_what_is_not_told_of_a_group_does_not_show_in_the_order(tmp_path: Path) -> None:
    """Three of A and seven of B hold two permits: neither is told, and A has more applications."""
    address = history(
        tmp_path,
        permits(3, "A", 2, MAY),
        permits(60, "A", 0, MAY),
        permits(7, "B", 2, MAY),
        permits(40, "B", 0, MAY),
    )
    (zone,) = [one for one in impact(address, wanted=Wanted()).breakdowns if "permit" in one.by]
    told = [(one.key, one.counts.applications, one.counts.touched) for one in zone.groups]
    assert told == [("A", 63, None), ("B", 47, None)]


def test_of_few_who_are_touched_neither_number_nor_reference_is_told(tmp_path: Path) -> None:
    found = impact(
        history(tmp_path, permits(3, "A", 2, MAY), permits(60, "B", 0, JUNE)), wanted=Wanted()
    )
    assert found.is_touched
    assert (found.whole.lost, found.whole.touched) == (None, None)
    assert {one.count for one in found.outcomes} == {None}
    assert set(found.references.values()) == {()}
    assert "Some are decided differently" in impact_view(found, Language.EN).lead


def test_of_few_applications_nothing_is_told(tmp_path: Path) -> None:
    found = impact(history(tmp_path, permits(9, "A", 2, MAY)), wanted=Wanted())
    view = impact_view(found, Language.EN)
    assert view.lead == ("There are fewer than 10 applications, so nothing is told of them",)
    assert (view.tables, view.references, view.notes) == ((), (), ())


def test_decisions_that_the_old_version_does_not_reproduce_are_counted(tmp_path: Path) -> None:
    granted = (
        replace(one, outcome="eligible", release="another")
        for one in permits(11, "A", 0, MAY, wanted="B")
    )
    unknown = (replace(one, outcome=None) for one in permits(2, "A", 0, MAY))
    found = impact(history(tmp_path, granted, unknown, permits(20, "B", 0, JUNE)))
    assert (found.not_reproduced, found.not_compared, found.elsewhere) == (11, 2, 11)


def test_everybody_who_is_touched_is_handed_over_whole(tmp_path: Path) -> None:
    taken: list[dict[str, Any]] = []

    def take(rows: Iterator[dict[str, Any]]) -> None:
        taken.extend(rows)

    impact_of(OLD, NEW, SERVICE, plain(tmp_path), Wanted(), touched_to=take)
    assert [row["reference"] for row in taken] == [f"A205-{at:03}" for at in range(12)]
    assert {(row["was outcome"], row["is outcome"], row["lost"]) for row in taken} == {
        ("eligible", "ineligible", 1)
    }


def test_it_is_counted_by_the_facts_that_are_named(tmp_path: Path) -> None:
    found = impact(plain(tmp_path), wanted=Wanted(by=("permit.zone",), smallest=1))
    assert [one.by for one in found.breakdowns] == ["month", "permit.zone"]
    with pytest.raises(NotCountable, match=r"`vehicle.is_own` is no code that its rules read"):
        impact(plain(tmp_path), wanted=Wanted(by=("vehicle.is_own",)))


# What cannot be counted ----------------------------------------------------------------------


Spoil = Callable[[pa.Table], pa.Table]


def _with(name: str, values: Callable[[pa.Table], Any]) -> Spoil:
    return lambda table: table.set_column(table.column_names.index(name), name, values(table))


def _some_null(name: str) -> Spoil:
    def nulls(table: pa.Table) -> Any:
        field = table.column(name)
        is_first = pa.array([at == 0 for at in range(len(field))])
        return compute.if_else(is_first, pa.scalar(None, field.type), field.combine_chunks())

    return _with(name, nulls)


BAD: Mapping[str, tuple[Spoil, str]] = {
    "a column is missing": (
        lambda table: table.drop_columns(["household.permits_held"]),
        "the column `household.permits_held` is missing",
    ),
    "a state column is missing": (
        lambda table: table.drop_columns([state_of("vehicle.is_own")]),
        r"the column `vehicle.is_own\?` is missing",
    ),
    "a column has another type": (
        _with("household.permits_held", lambda t: t["household.permits_held"].cast(pa.string())),
        "the column `household.permits_held` is string, and should be integer",
    ),
    "a state is NULL": (
        _some_null(state_of("vehicle.is_own")),
        "`vehicle.is_own` is not as its state says, in 1 rows",
    ),
    "a known value is NULL": (
        _some_null("resident.zone"),
        "`resident.zone` is not as its state says, in 1 rows",
    ),
    "a state is none that there is": (
        _with(state_of("vehicle.is_own"), lambda t: pa.array([7] * len(t), pa.int8())),
        "`vehicle.is_own` is not as its state says, in 47 rows",
    ),
    "a day is NULL": (
        _some_null("decision_date"),
        "`decision_date` is not as its state says, in 1 rows",
    ),
    "a code is in no list": (
        _with("resident.zone", lambda t: pa.array(["Q"] * len(t))),
        "`resident.zone` is `Q` in 47 rows, which is no code of `zones`",
    ),
    "nobody applied": (lambda table: table.slice(0, 0), "its table has no application"),
}


@pytest.mark.parametrize("spoil, said", BAD.values(), ids=BAD)
def test_a_table_that_does_not_fit_is_refused_with_the_reason(
    tmp_path: Path, spoil: Spoil, said: str
) -> None:
    address = plain(tmp_path)
    table = parquet.read_table(address)
    table = table.cast(pa.schema([field.with_nullable(True) for field in table.schema]))
    parquet.write_table(spoil(table), address)
    with pytest.raises(NotCountable, match=said):
        impact(address)


def test_a_column_too_many_is_named_and_not_read(tmp_path: Path) -> None:
    address = plain(tmp_path)
    table = parquet.read_table(address)
    parquet.write_table(table.append_column("shoe size", pa.array([44] * 47)), address)
    found = impact(address)
    assert (found.ignored, found.whole.lost) == (("shoe size",), 12)
    assert "Columns that were not read: shoe size" in impact_view(found, Language.EN).notes


def test_a_file_that_is_no_parquet_or_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    place = tmp_path / f"{SERVICE}.parquet"
    with pytest.raises(NoSuchTable):
        impact(str(place))
    place.write_text("no table", encoding="utf-8")
    with pytest.raises(NoSuchTable):
        impact(str(place))


def test_a_service_that_a_version_does_not_have_is_named(tmp_path: Path) -> None:
    gone = replace(NEW, catalogue=replace(NEW.catalogue, services={}))
    with pytest.raises(NotCountable, match="new has no such service"):
        impact(plain(tmp_path), gone)


def test_a_fact_that_only_the_new_version_reads_is_not_known_of_anybody(tmp_path: Path) -> None:
    reads = ("    - vehicle.is_own\n", "    - vehicle.is_own\n    - vehicle.plate\n")
    length = (
        "condition: vehicle.is_own",
        "condition: vehicle.is_own and string length(vehicle.plate) > 2",
    )
    found = impact(plain(tmp_path), side("new", reads, length))
    assert found.missing == ("vehicle.plate",)
    assert {(one.before, one.now): one.count for one in found.outcomes} == {
        ("eligible", "undecided"): 32,
        ("ineligible", "ineligible"): 15,
    }
    assert any("vehicle.plate" in note for note in impact_view(found, Language.AR).notes)


def test_a_reference_that_stands_twice_is_never_counted_twice(tmp_path: Path) -> None:
    """What the evaluator computes is joined by reference: rows would be multiplied."""
    reads = ("    - vehicle.is_own\n", "    - vehicle.is_own\n    - vehicle.plate\n")
    length = (
        "condition: vehicle.is_own",
        "condition: vehicle.is_own and string length(vehicle.plate) > 2",
    )
    new = side("new", reads, length)
    layout = Layout.of(new.catalogue.programs[SERVICE])
    path = tmp_path / "twice.parquet"
    twice = [*permits(12, "A", 2, MAY), *permits(1, "A", 2, MAY)]
    write(path, layout.columns, map(layout.row, twice))
    with pytest.raises(NotCountable, match="a reference stands in more than one row"):
        impact(str(path), new)
