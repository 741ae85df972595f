"""Past applications for the parking permit of the small service, few enough to be counted by hand.

A household may hold fewer than three permits, and pays 125.00, on the days of these applications.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath

from engine.analysis import tables
from engine.analysis.history.history import Layout, Past
from engine.analysis.impact.impact import Side
from engine.definitions.read import read_folder
from engine.release import Release

SERVICE = "parking-permit"
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 9)
FEE = 12500
FILES = read_folder(Path(__file__).parents[1] / "fixtures" / "small-service")
RULES = PurePosixPath(f"rules/{SERVICE}.yaml")
STRICTER = ("2026-04-01: 3}", "2026-04-01: 2}")  # a household may hold fewer than two
DEARER = ("2026-04-01: 125.00 SAR", "2026-04-01: 150.00 SAR")


def side(name: str, *edits: tuple[str, str]) -> Side:
    """The small service, with texts of the rules replaced that stand there once."""
    text = FILES[RULES].decode()
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    release = Release.of({**FILES, RULES: text.encode()})
    return Side(name, release.hash, release.catalogue)


OLD = side("old")


def permits(
    count: int, zone: str, held: int, day: date, wanted: str = "", first: int = 0
) -> Iterator[Past]:
    """So many residents of a zone who want a permit there, or in another one, as was decided."""
    for number in range(first, first + count):
        is_met = held < 3 and wanted in ("", zone)
        yield Past(
            f"{zone}{held}{wanted}{day:%m}-{number:03}",
            day,
            OLD.release,
            {
                "resident.is_on_record": True,
                "resident.zone": zone,
                "permit.zone": wanted or zone,
                "vehicle.is_own": True,
                "household.permits_held": Decimal(held),
            },
            "eligible" if is_met else "ineligible",
            FEE,
        )


def history(folder: Path, *groups: Iterable[Past], old: Side = OLD) -> str:
    """The address of a table with these applications, as `old` lays it out."""
    layout = Layout.of(old.catalogue.programs[SERVICE])
    path = folder / f"{SERVICE}.parquet"
    tables.write(path, layout.columns, (layout.row(past) for group in groups for past in group))
    return str(path)


def plain(folder: Path) -> str:
    """In May 12 who hold two permits and 15 who want one elsewhere, in June 20 who hold none."""
    return history(
        folder,
        permits(12, "A", 2, MAY),
        permits(15, "A", 0, MAY, wanted="B"),
        permits(20, "B", 0, JUNE),
    )
