"""`mumaris test`: the authors' own scenarios."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("test")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option("--service", help="Only the scenarios of this service.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Name every scenario, not only those that fail."
)
def command(path: Path, service: str | None, verbose: bool) -> None:
    """Run the scenarios under PATH/scenarios (default: config).

    Exits with 0 when all hold, 1 when one does not or there is none, 2 when PATH cannot be read.
    """
    from engine.analysis.scenarios import run_scenarios
    from engine.cli.options import read_release

    release = read_release(path)
    results = run_scenarios(release.catalogue, service)
    for result in results:
        if result.differences:
            click.echo(f"{result.scenario.span.path}: {result.scenario.name}")
            for difference in result.differences:
                click.echo(f"  {difference}")
        elif verbose:
            click.echo(f"ok  {result.scenario.service}: {result.scenario.name}")
    failed = sum(bool(result.differences) for result in results)
    click.echo(f"{len(results) - failed} of {len(results)} scenarios hold")
    sys.exit(1 if failed or not results else 0)
