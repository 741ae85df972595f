"""`mumaris publish`: put a configuration in force."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.options import read_definitions
from engine.cli.ports import commit_of, now, operator, ports


@click.command("publish")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option("--note", default="", help="Why, in a sentence; it is kept in the ledger.")
@click.option("--who", default=operator, help="Who publishes (default: the user signed in here).")
def command(path: Path, note: str, who: str) -> None:
    """Check the definitions in PATH, keep them whole and put them in force."""
    from engine.operations.releases import publish

    with ports() as open_:
        published = publish(open_, read_definitions(path), who, note, commit_of(path), now())
    hash_ = published.release.hash[:12]
    click.echo(f"published {hash_}" if published.is_new else f"{hash_} is in force already")
