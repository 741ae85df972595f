"""`mumaris impact`: what a change would have meant for past applications."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from engine.cli.options import config_option
from engine.cli.progress import Progress
from engine.cli.versions import VERSION_HELP, Version, version_of
from engine.model.problem import DefinitionError, EngineError
from engine.model.words import Language

if TYPE_CHECKING:
    from engine.analysis.impact.impact import Impact, Side, Wanted

_FORMATS: Final = ("text", "json", "markdown", "html")
_SPARK: Final = "spark:"
_SUFFIX: Final = ".parquet"
_CHANGED: Final = ("reference", "was outcome", "is outcome", "was total", "is total")


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the table of a service is. `is_named`: somebody asked for this service."""

    service: str
    address: str
    is_named: bool


@click.command("impact", epilog=VERSION_HELP)
@click.argument("new", required=False)
@click.option("--against", "old", required=True, help="The version that decided until now.")
@click.option(
    "--history",
    required=True,
    metavar="PLACE",
    help="Past applications: a folder of Parquet files, `spark:FOLDER`, or `postgresql://...` "
    "with a table for each service.",
)
@config_option
@click.option("--service", "services", multiple=True, help="Only this service.")
@click.option(
    "--by",
    multiple=True,
    metavar="FACT",
    help="Count by the codes of this fact too. Without it: by each code that rules read.",
)
@click.option(
    "--smallest",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Do not tell of fewer applications than this; 1 tells everything.",
)
@click.option(
    "--first",
    "listed",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="References to show of each kind of change.",
)
@click.option(
    "--touched",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every application that is touched to this file (CSV). Nothing is hidden there.",
)
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option(
    "--lang", type=click.Choice([one.value for one in Language]), default="en", show_default=True
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file."
)
def command(
    new: str | None,
    old: str,
    history: str,
    config: Path,
    services: tuple[str, ...],
    by: tuple[str, ...],
    smallest: int,
    listed: int,
    touched: Path | None,
    format_: str,
    lang: str,
    output: Path | None,
) -> None:
    """Decide past applications by two versions, and tell what would have been otherwise.

    NEW is the version that is looked at (default: the folder of definitions). Outcomes, fees,
    documents, validity and determinations are compared; small groups are not told, nor anything
    that would give them away. `mumaris history` makes the tables.

    Nobody is given an answer to a question that only NEW asks: it is told how many would meet one,
    and for how many of them the outcome does not depend on it.

    Exits with 0 when nobody is decided differently, 1 when somebody is, 2 when a service could not
    be counted: which one and why is said, and the others are told all the same.
    """
    from engine.analysis.impact.impact import Wanted
    from engine.cli.impact_formats import written

    sides = (
        _side("old", version_of(old, config)),
        _side("new", version_of(str(config) if new is None else new, config)),
    )
    wanted = Wanted(by or None, smallest, listed)
    found, failures = _counted(sides, _sources(history, services, sides), wanted, touched)
    if found:
        text = written(found, format_, Language(lang))
        if output is None:
            click.echo(text)
        else:
            output.write_text(f"{text}\n", encoding="utf-8")
            click.echo(f"written to {output}")
    for failure in failures:
        click.echo(f"mumaris: {failure}", err=True)
    if not found and not failures:
        raise EngineError(f"there is no table of past applications in {_safe(history)}")
    sys.exit(2 if failures else int(any(one.is_touched for one in found)))


def _side(which: str, version: Version) -> Side:
    from engine.analysis.impact.impact import Side

    try:
        release = version.release()
    except DefinitionError as error:
        first = str(error).splitlines()[0]
        raise EngineError(f"the {which} configuration does not pass: {first}") from error
    return Side(version.name, release.hash, release.catalogue)


def _counted(
    sides: tuple[Side, Side], sources: Iterable[_Source], wanted: Wanted, touched: Path | None
) -> tuple[list[Impact], list[str]]:
    """What was counted, and why the rest was not."""
    from engine.analysis.impact.impact import impact_of
    from engine.analysis.tables import NoSuchTable, NotAnswering

    found: list[Impact] = []
    failures: list[str] = []
    with _Touched(touched) as listing:
        for source in sources:
            try:
                with Progress(f"reading {source.service}") as progress:
                    found.append(
                        impact_of(
                            *sides,
                            source.service,
                            source.address,
                            wanted,
                            progress.advance,
                            listing.taking(source.service),
                        )
                    )
            except NotAnswering as error:
                failures.append(str(error))
                break  # nor will it about the services that are left
            except NoSuchTable as error:
                if source.is_named:
                    failures.append(str(error))
            except EngineError as error:
                failures.append(str(error))
    return found, failures


# Where tables are ----------------------------------------------------------------------------


def _sources(
    history: str, services: tuple[str, ...], sides: tuple[Side, Side]
) -> tuple[_Source, ...]:
    """A source for each service that is asked for, or that has a table.

    A database is asked for a table of every service that there is; one without is passed over.
    """
    if urlsplit(history).scheme.startswith("postgres"):
        known = {id_ for side in sides for id_ in side.catalogue.services}
        wanted = services or sorted(known)
        return tuple(_Source(id_, history, bool(services)) for id_ in wanted)
    is_spark = history.startswith(_SPARK)
    place = Path(history.removeprefix(_SPARK))
    if place.is_file():
        files = {place.name.removesuffix(_SUFFIX): place}
    elif place.is_dir():
        files = {one.name.removesuffix(_SUFFIX): one for one in sorted(place.glob(f"*{_SUFFIX}"))}
    else:
        raise EngineError(f"there is no folder {place}; `mumaris history` makes one")
    missing = [id_ for id_ in services if id_ not in files]
    if missing:
        raise EngineError(f"there is no {missing[0]}{_SUFFIX} in {place}")
    prefix = _SPARK if is_spark else ""
    return tuple(
        _Source(id_, f"{prefix}{file}", is_named=True)
        for id_, file in files.items()
        if not services or id_ in services
    )


def _safe(history: str) -> str:
    """The place as it may be printed: an address of a database may hold a password."""
    return "the database" if "://" in history else history


# Who is touched -----------------------------------------------------------------------------


class _Touched:
    """A CSV file of the applications that are touched, or nothing where no file is wanted."""

    def __init__(self, place: Path | None) -> None:
        self._place = place

    def __enter__(self) -> _Touched:
        self._file = (
            None if self._place is None else self._place.open("w", newline="", encoding="utf-8")
        )
        if self._file is not None:
            csv.writer(self._file).writerow(("service", *_names(), "changes"))
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def taking(self, service: str) -> Any:
        """What writes the applications of a service."""
        if self._file is None:
            return None
        writer = csv.writer(self._file)

        def take(rows: Iterator[Mapping[str, Any]]) -> None:
            from engine.analysis.counts import CHANGES

            for row in rows:
                changes = " ".join(name for name in CHANGES if row[name])
                writer.writerow((service, *(row[name] for name in _CHANGED), changes))

        return take


def _names() -> tuple[str, ...]:
    """Heads of columns, without blanks."""
    return tuple(name.replace(" ", "_") for name in _CHANGED)
