"""`mumaris retention`: erase personal data whose time is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from engine.cli.ports import now, ports

if TYPE_CHECKING:
    from engine.operations.retention import Due


@click.command("retention")
@click.option("--apply/--dry-run", "is_applied", default=False, help="Erase, or only say what.")
def command(is_applied: bool) -> None:
    """Erase the personal data that privacy.yaml keeps no longer.

    Without `--apply` nothing is erased: what would be is listed. The ledger keeps that something
    was there, and verifies as before. What was erased cannot be brought back.
    """
    from engine.operations import retention

    with ports() as open_:
        if not is_applied:
            found = retention.due(open_, now())
            for one in found:
                click.echo(f"{_what(one)}, counted from {one.since:%Y-%m-%d}")
            click.echo(f"{len(found)} to look at; nothing was erased")
            return
        done = retention.run(open_, now())
    for erasure in done:
        click.echo(f"{erasure.due.holding.kept.then}: {_what(erasure.due)}, {erasure.count}")
    click.echo(f"{len(done)} {'erasure' if len(done) == 1 else 'erasures'} recorded")


def _what(due: Due) -> str:
    """The kind of data, and of whom it is where it is not everybody's of an age."""
    kind = str(due.holding.kind)
    return kind if due.subject == kind else f"{kind} of {due.subject}"
