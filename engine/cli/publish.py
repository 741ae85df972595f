"""`mumaris publish`: put a configuration in force."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from engine.cli.options import read_definitions
from engine.cli.ports import commit_of, now, operator, ports


@click.command("publish")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option("--note", default="", help="Why, in a sentence; it is kept in the ledger.")
@click.option("--who", default=operator, help="Who publishes (default: the user signed in here).")
@click.option(
    "--alone",
    default="",
    metavar="REASON",
    help="Why nobody else approves, where two people publish; it is recorded and shown.",
)
def command(path: Path, note: str, who: str, alone: str) -> None:
    """Check the definitions in PATH, keep them whole and put them in force.

    Once a release is in force two people publish: `mumaris propose` keeps it for another editor
    to approve at the policy desk, and this takes `--alone REASON`, which is recorded and shown.
    Not in a demonstration, nor with `MUMARIS_FOUR_EYES=no`.
    """
    from engine.cli.four_eyes import told
    from engine.operations.releases import publish

    words = f" --note {quote(note)}" if note else ""
    instead = f"mumaris propose {quote(str(path))} --for YOUR-EMAIL{words}"
    with told(instead, "publish", str(path)), ports() as open_:
        files, commit = read_definitions(path), commit_of(path)
        published = publish(open_, files, who, note, commit, now(), alone=alone)
    hash_ = published.release.hash[:12]
    click.echo(f"published {hash_}" if published.is_new else f"{hash_} is in force already")
