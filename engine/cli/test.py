"""`mumaris test`: the authors' own scenarios, and what they show."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.options import no_service, read_definitions
from engine.kept_proofs import keep, read_kept
from engine.model.words import Language

if TYPE_CHECKING:
    from engine.analysis.scenarios import ScenarioResult


@click.command("test")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option("--service", help="Only the scenarios of this service.")
@click.option(
    "--coverage",
    is_flag=True,
    help="Say of each service how much its scenarios show, and list what none does.",
)
@click.option(
    "--at-least",
    type=click.IntRange(0, 100),
    default=100,
    show_default=True,
    metavar="PERCENT",
    help="With --coverage: how much of each service must be shown.",
)
@click.option(
    "--boundaries",
    is_flag=True,
    help="List the limits and first days on one side of which no scenario stands.",
)
@click.option(
    "--write",
    "into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="With --boundaries: write the scenarios that are missing here, for an author to confirm.",
)
@click.option(
    "--mutate",
    is_flag=True,
    help="Change the rules a little, one change at a time, and list what no scenario would miss.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="How coverage, boundaries and changes are written; html is of coverage.",
)
@click.option(
    "--lang",
    type=click.Choice([str(one) for one in Language]),
    default=str(Language.EN),
    show_default=True,
    help="The language of the page of coverage, and in which people are described.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="Name every scenario, not only those that fail."
)
def command(
    path: Path,
    service: str | None,
    coverage: bool,
    at_least: int,
    boundaries: bool,
    into: Path | None,
    mutate: bool,
    format_: str,
    lang: str,
    verbose: bool,
) -> None:
    """Run the scenarios under PATH/scenarios (default: config).

    A scenario with `confirm: true` was proposed by a command: it does not hold before an author has
    compared it with the law and taken that line out.

    A rule is shown by a scenario that meets it and one that does not; a document, fee line, step or
    field that depends on something, by one that has it and one that does not; a row of a table, by
    one in which it holds; a clause, by one that it decides by being true and one by being false.

    Exits with 0 when all hold and nothing that was asked for is missing, 1 when something is, or
    there is no scenario, 2 when PATH cannot be read.
    """
    from engine.analysis.proofs import Prover
    from engine.analysis.scenarios import run_scenarios
    from engine.cli.testing import KEPT_HERE, Asked
    from engine.release import Release

    if format_ != "text" and coverage + boundaries + mutate != 1:
        message = f"with `--format {format_}` ask for one: coverage, boundaries or changes"
        raise click.UsageError(message)
    if format_ == "html" and not coverage:
        raise click.UsageError("only coverage is written as `html`")
    files = read_definitions(path)
    catalogue = Release.of(files).catalogue
    if service is not None and service not in catalogue.programs:
        raise no_service(service, catalogue.programs)
    every = run_scenarios(catalogue)
    results = tuple(one for one in every if service in {None, one.scenario.service})
    _tell(results, verbose=verbose, err=format_ != "text")
    prover = Prover(read_kept(KEPT_HERE))
    services = tuple(one for one in sorted(catalogue.programs) if service in {None, one})
    asked = Asked(catalogue, files, every, services, prover)
    is_fine = bool(results) and all(one.holds for one in results)
    if coverage:
        is_fine &= asked.coverage(at_least, format_, Language(lang))
    if boundaries:
        is_fine &= asked.boundaries(into, format_)
    if mutate:
        is_fine &= asked.mutation(format_, Language(lang))
    keep(prover.answers, KEPT_HERE)
    sys.exit(0 if is_fine else 1)


def _tell(results: Sequence[ScenarioResult], *, verbose: bool, err: bool) -> None:
    """Name what does not hold, then count."""
    for result in results:
        scenario = result.scenario
        if not result.holds:
            click.echo(f"{scenario.span.path}: {scenario.name}", err=err)
            for difference in result.differences:
                click.echo(f"  {difference}", err=err)
            if scenario.awaits_confirmation:
                said = "not confirmed yet: compare it with the law, then take out `confirm: true`"
                click.echo(f"  {said}", err=err)
        elif verbose:
            click.echo(f"ok  {scenario.service}: {scenario.name}", err=err)
    held = sum(one.holds for one in results)
    click.echo(f"{held} of {len(results)} scenarios hold", err=err)
