"""`mumaris restore`: a backup put in an empty place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from engine.cli.passphrase import read_passphrase
from engine.cli.ports import quiet


@click.command("restore")
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--keys",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Also put the sealed keys of this file where keys are kept.",
)
def command(source: Path, keys: Path | None) -> None:
    """Put the backup FROM in the empty store of MUMARIS_VAR or DATABASE_URL, and verify it.

    Refused where anything is kept already. Whatever does not hold (a row, a file, the chain)
    leaves the place empty. Exits with 1 when a supplied file cannot be read with the keys here.
    """
    from engine.operations.ports import Settings
    from engine.operations.restoring import opened_keys, restore

    quiet()
    settings = Settings.of(os.environ)
    opened = None
    if keys is not None:
        opened = opened_keys(keys.read_bytes(), read_passphrase(is_new=False))
    done = restore(settings, source, opened)
    click.echo(
        f"restored {done.rows} rows, {done.records} records and {done.files} files; "
        "the chain is whole"
    )
    if done.missing:
        click.echo(f"{done.missing} files were missing when the backup was made", err=True)
    for id, count in done.unreadable.items():
        click.echo(f"{count} files are sealed with key {id}, which is not here", err=True)
    sys.exit(1 if done.unreadable else 0)
