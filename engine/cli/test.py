"""`mumaris test`: the authors' own scenarios, and what they show."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from engine.cli.kept_proofs import KEPT, keep, read_kept
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.analysis.scenarios import ScenarioResult

_KEPT: Final = KEPT.with_name("proofs-of-test.json")


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
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How coverage is written.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="Name every scenario, not only those that fail."
)
def command(
    path: Path, service: str | None, coverage: bool, at_least: int, format_: str, verbose: bool
) -> None:
    """Run the scenarios under PATH/scenarios (default: config).

    A rule is shown by a scenario that meets it and one that does not; a document, fee line, step or
    field that depends on something, by one that has it and one that does not; a row of a table, by
    one in which it holds; a clause, by one that it decides by being true and one by being false.

    A scenario with `confirm: true` was proposed by a command: it does not hold before an author has
    compared it with the law and taken that line out.

    Exits with 0 when all hold, 1 when one does not or there is none, 2 when PATH cannot be read.
    """
    from engine.analysis.coverage import coverage_of
    from engine.analysis.coverage_words import coverage_json, coverage_text, least
    from engine.analysis.proofs import Prover
    from engine.analysis.scenarios import run_scenarios
    from engine.cli.options import read_release

    catalogue = read_release(path).catalogue
    if service is not None and service not in catalogue.programs:
        raise EngineError(
            f"there is no service `{service}`: {', '.join(sorted(catalogue.programs))}"
        )
    every = run_scenarios(catalogue)
    results = tuple(one for one in every if service in {None, one.scenario.service})
    _tell(results, verbose=verbose, err=format_ != "text")
    is_shown = True
    if coverage:
        prover = Prover(read_kept(_KEPT))
        covered = tuple(  # a clause of a fragment may be shown by another service
            one for one in coverage_of(catalogue, every, prover) if service in {None, one.service}
        )
        keep(prover.answers, _KEPT)
        is_shown = least(covered) >= at_least
        click.echo(coverage_json(covered) if format_ == "json" else f"\n{coverage_text(covered)}")
    sys.exit(0 if results and is_shown and all(one.holds for one in results) else 1)


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
