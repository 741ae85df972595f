"""`mumaris replay`: make a recorded decision again, and compare."""

from __future__ import annotations

import sys

import click

from engine.cli.ports import ports


@click.command("replay")
@click.argument("reference")
def command(reference: str) -> None:
    """Decide the application REFERENCE again from its record, and compare codes and values.

    Exits with 0 when the decision comes out the same, 1 when it does not.
    """
    from engine.operations.records import Erased, replay

    with ports() as open_:
        replayed = replay(open_, reference)
    if isinstance(replayed, Erased):
        click.echo(f"record {replayed.sequence}: its content was deleted, so it cannot be replayed")
        sys.exit(1)
    click.echo(
        f"record {replayed.sequence}, decided for {replayed.decision_date} "
        f"under release {replayed.release[:12]} by engine {replayed.engine}"
    )
    for difference in replayed.differences:
        click.echo(f"  {difference.path}: {difference.recorded} -> {difference.recomputed}")
    if replayed.differences:
        sys.exit(1)
    click.echo(f"the same decision: {replayed.decision.outcome}")
