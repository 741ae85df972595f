"""`mumaris rollback`: put an earlier release in force again."""

from __future__ import annotations

import click

from engine.cli.ports import now, operator, ports


@click.command("rollback")
@click.argument("release")
@click.option("--note", default="", help="Why, in a sentence; it is kept in the ledger.")
@click.option("--who", default=operator, help="Who rolls back (default: the user signed in here).")
@click.option(
    "--alone",
    default="",
    metavar="REASON",
    help="Why nobody else approves, where two people publish; it is recorded and shown.",
)
def command(release: str, note: str, who: str, alone: str) -> None:
    """Put RELEASE, a hash or its beginning, in force again.

    Two people do it: one editor proposes it on the page of the release at the policy desk, another
    approves it. This takes `--alone REASON`, which is recorded and shown. Not in a demonstration,
    nor with `MUMARIS_FOUR_EYES=no`.
    """
    from engine.cli.four_eyes import told
    from engine.operations.releases import rollback

    instead = "propose it on the page of the release at the policy desk"
    with told(instead, "rollback", release), ports() as open_:
        published = rollback(open_, release, who, note, now(), alone)
    click.echo(f"{published.release.hash[:12]} is in force")
