"""`mumaris backup`: the whole installation in a folder, while it serves."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.cli.passphrase import read_passphrase
from engine.cli.ports import now, ports
from engine.model.problem import EngineError


@click.command("backup")
@click.argument("to", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write every key to this file, sealed with MUMARIS_BACKUP_PASSPHRASE or what is "
    "typed. Keep it elsewhere than the backup.",
)
def command(to: Path, keys: Path | None) -> None:
    """Write every table as of one moment, and the supplied files, to the new folder TO.

    People may go on working meanwhile. Exits with 1 when a file that is referred to is not there.
    """
    from engine.operations.backup import back_up, sealed_keys

    with ports() as open_:
        if keys is not None:
            _write_new(keys, sealed_keys(open_.settings, read_passphrase(is_new=True)))
        done = back_up(open_, to, now())
    click.echo(f"backed up {done.rows} rows, {done.records} records and {done.files} files")
    for id in done.missing:
        click.echo(f"file {id} is referred to and is not there", err=True)
    sys.exit(1 if done.missing else 0)


def _write_new(place: Path, content: bytes) -> None:
    """Raises EngineError rather than write over the keys of an earlier backup."""
    try:
        place.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise EngineError(f"`{place}` is there already") from None
    place.write_bytes(content)
