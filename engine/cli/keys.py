"""`mumaris keys`: the keys of the installation, and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from engine.cli.options import Group
from engine.cli.ports import ports

if TYPE_CHECKING:
    from engine.operations.keys import Purpose

_PURPOSES = ("files", "biller", "portal", "documents", "accounts")
_purpose = click.argument("purpose", type=click.Choice(_PURPOSES))


@click.group("keys", cls=Group)
def command() -> None:
    """List and change the keys that seal and sign. No key itself is ever printed."""


@command.command("list")
def list_command() -> None:
    """List every key by its id, and how many supplied files it seals."""
    from engine.operations.keys import entries

    with ports() as open_:
        found = entries(open_)
    for entry in found:
        said = ["in use" if entry.is_in_use else "older"]
        said += [f"seals {entry.files} files"] if entry.files is not None else []
        said += ["from a setting"] if entry.is_given else []
        click.echo(f"{entry.purpose:<10} {entry.id or 'unnamed':<8}  {', '.join(said)}")


@command.command("add")
@_purpose
def add_command(purpose: str) -> None:
    """Make a new key for PURPOSE and put it in use; older keys stay and still open and verify."""
    from engine.operations.keys import add

    with ports() as open_:
        id = add(open_, _read(purpose))
    click.echo(f"key {id} is in use for {purpose}")


@command.command("retire")
@_purpose
@click.argument("key")
@click.confirmation_option(prompt="What only this key opens or verifies is lost. Forget it?")
def retire_command(purpose: str, key: str) -> None:
    """Forget the older key KEY (its id) of PURPOSE; refused while it seals something."""
    from engine.operations.keys import retire

    with ports() as open_:
        retire(open_, _read(purpose), key)
    click.echo(f"key {key} is forgotten")


@command.command("rotate")
@click.argument("purpose", type=click.Choice(("files", "accounts")))
def rotate_command(purpose: str) -> None:
    """Seal every supplied file, or every second factor of accounts, with the key in use.

    May be stopped, and run again.
    """
    from engine.cli.progress import progress
    from engine.operations.keys import reseal_accounts, reseal_files

    with ports() as open_:
        if purpose == "accounts":
            click.echo(f"sealed {reseal_accounts(open_)} second factors anew")
            return
        done = [0, 0]
        for is_new in progress(reseal_files(open_), f"sealing {purpose}"):
            done[is_new] += 1
    click.echo(f"sealed {done[True]} files anew; {done[False]} were sealed with the key in use")


def _read(purpose: str) -> Purpose:
    from engine.operations.keys import Purpose

    return Purpose(purpose)
