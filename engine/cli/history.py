"""`mumaris history`: tables of past applications, drawn by chance or taken from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.options import Day, Group, config_option, read_release
from engine.cli.ports import now, operator, ports
from engine.cli.progress import Progress, progress
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.definitions.catalogue import Catalogue
    from engine.model.service import Service
    from engine.operations.past_decisions import Export

_folder_option = click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Where the files go: one for each service, named after it.",
)
_service_option = click.option(
    "--service", "services", multiple=True, help="Only this service; may be said several times."
)


@click.group("history", cls=Group)
def command() -> None:
    """Make tables of past applications (Parquet), for `mumaris impact` to read.

    A table has one row for each application: what was known, and what was decided. Names, numbers
    and addresses of people are never in it: it has only facts that rules read.
    """


@command.command("generate")
@click.argument("count", type=click.IntRange(1))
@config_option
@_service_option
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.option("--year", type=click.IntRange(1900, 2999), help="Decided in this year.")
@click.option("--from", "first", type=Day(), help="Decided on this day or later.")
@click.option("--to", "last", type=Day(), help="Decided on this day or earlier.")
@_folder_option
def generate(
    count: int,
    config: Path,
    services: tuple[str, ...],
    seed: int,
    year: int | None,
    first: date | None,
    last: date | None,
    folder: Path,
) -> None:
    """Draw COUNT invented applications of each service, decided last year unless it is said.

    They vary the scenarios and people of the definitions: everything that is declared of the facts
    holds of each of them, and the rules have decided each. The same arguments give the same files.
    Nobody in them is real: they show what a change does, and not how many people it will reach.
    """
    from engine.analysis.history.history import Layout
    from engine.analysis.history.population import Wanted
    from engine.analysis.populating import populate

    begins, ends = _span(year, first, last)
    release = read_release(config)
    chosen = _chosen(release.catalogue, services)
    folder.mkdir(parents=True, exist_ok=True)
    ids, wanted = [one.id for one in chosen], Wanted(count, begins, ends, seed, release.hash)
    with Progress("drawing", count * len(chosen)) as shown:
        read = release.catalogue, release.files
        for service, place in populate(*read, ids, wanted, folder, shown.advance):
            facts = Layout.of(release.catalogue.programs[service]).facts
            shown.say(f"{place}: {_rows(count)}, {len(facts)} facts each")


@command.command("export")
@_service_option
@click.option("--since", type=Day(), help="Only what was decided on this day or later.")
@click.option(
    "--with-references",
    "has_references",
    is_flag=True,
    help="Write the references of applications, and not digests of them.",
)
@_folder_option
def export(
    services: tuple[str, ...], since: date | None, has_references: bool, folder: Path
) -> None:
    """Write the applications of the store that were submitted, as their last decision has them.

    Free text is left out, and in place of its reference each application has a digest that only
    this installation can make. Treat the files as personal data all the same: who knows somebody's
    birth date and rank may find them. The ledger records that they were written, and how many.
    """
    from engine.analysis.relation.export import complete
    from engine.analysis.tables import write
    from engine.operations.past_decisions import (
        export_of,
        note_export,
        rows_of,
        services_decided,
    )

    with ports() as open_:
        at = now()
        there = services_decided(open_, at)
        unknown = [id_ for id_ in services if id_ not in there]
        if unknown:
            raise EngineError(f"the release in force has no service `{unknown[0]}`")
        folder.mkdir(parents=True, exist_ok=True)
        for id_ in services or there:
            made = export_of(open_, id_, at)
            rows = rows_of(open_, made, since, has_references=has_references, by=operator())
            place = folder / f"{id_}.parquet"
            count = write(place, made.layout.columns, progress(rows, id_))
            if count == 0:  # a table of nobody is none: `mumaris impact` would refuse it
                place.unlink()
                click.echo(f"{id_}: no application{_missing(made)}")
                continue
            complete(place, made.program)
            note_export(open_, made, since, has_references=has_references, by=operator(), now=at)
            click.echo(f"{place}: {_rows(count)}{_missing(made)}")


def _missing(made: Export) -> str:
    """What is not in the file, and why."""
    said = [f"; {made.erased} not written: their content was erased"] if made.erased else []
    said += [f"; {made.unfit} not written: a fact has another type now"] if made.unfit else []
    if made.left_out:
        said.append(f"; free text, so not known: {', '.join(made.left_out)}")
    return "".join(said)


def _span(year: int | None, first: date | None, last: date | None) -> tuple[date, date]:
    """The first and the last day of decisions."""
    if year is not None and (first is not None or last is not None):
        raise EngineError("say `--year`, or `--from` and `--to`")
    if (first is None) is not (last is None):
        raise EngineError("say both `--from` and `--to`")
    if first is None or last is None:
        year = now().year - 1 if year is None else year
        return date(year, 1, 1), date(year, 12, 31)
    if last < first:
        raise EngineError(f"{last} comes before {first}")
    return first, last


def _chosen(catalogue: Catalogue, ids: Iterable[str]) -> tuple[Service, ...]:
    """The services named, or all that people apply for."""
    unknown = [id_ for id_ in ids if id_ not in catalogue.services]
    if unknown:
        there = ", ".join(sorted(catalogue.services))
        raise EngineError(f"nobody applies for a service `{unknown[0]}`; there are {there}")
    return tuple(catalogue.services[id_] for id_ in ids or sorted(catalogue.services))


def _rows(count: int) -> str:
    return "1 application" if count == 1 else f"{count} applications"
