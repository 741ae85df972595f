"""`mumaris releases`: what was published, when and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from engine.cli.ports import ports

if TYPE_CHECKING:
    from engine.operations.releases import Publication


@click.command("releases")
def command() -> None:
    """List every publication and rollback, the newest first; the first is in force."""
    from engine.operations.releases import history

    with ports() as open_:
        publications = history(open_)
    if not publications:
        click.echo("nothing was published yet: run `mumaris publish`")
    for publication in publications:
        kind = "rolled back to" if publication.is_rollback else "published"
        commit = f", commit {_short(publication.commit)}" if publication.commit else ""
        note = f": {publication.note}" if publication.note else ""
        click.echo(
            f"{publication.at:%Y-%m-%d %H:%M}Z {kind} {publication.release[:12]} "
            f"by {publication.who}{_other(publication)}{commit}{note}"
        )


def _other(publication: Publication) -> str:
    """Who else stood behind it, or why nobody did."""
    if publication.proposed_by:
        return f", proposed by {publication.proposed_by}"
    return f", alone ({publication.alone})" if publication.alone else ""


def _short(commit: str) -> str:
    """Twelve digits of a commit, and whether there were changes beside it."""
    hash_, _, changed = commit.partition("-")
    return f"{hash_[:12]}-{changed}" if changed else hash_[:12]
