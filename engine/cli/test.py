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
    "--coverage",
    is_flag=True,
    help="List what no scenario shows, and exit with 1 when there is something.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="Name every scenario, not only those that fail."
)
def command(path: Path, service: str | None, coverage: bool, verbose: bool) -> None:
    """Run the scenarios under PATH/scenarios (default: config).

    A rule is shown by a scenario that meets it and one that does not; a document or fee line that
    depends on something, by one that asks for it and one that does not; a row of a table, by one
    in which it holds.

    Exits with 0 when all hold, 1 when one does not or there is none, 2 when PATH cannot be read.
    """
    from engine.analysis.coverage import gaps
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
    missing = gaps(release.catalogue, results) if coverage else ()
    for gap in missing:
        click.echo(str(gap))
    if coverage:
        click.echo(_shown(len(missing)))
    sys.exit(1 if failed or not results or missing else 0)


def _shown(missing: int) -> str:
    if not missing:
        return "they show each rule, document and fee line both ways, and each row of a table"
    return "1 thing is shown by none" if missing == 1 else f"{missing} things are shown by none"
