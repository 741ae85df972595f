"""`mumaris messages`: those that were given up, and beginning anew with one."""

from __future__ import annotations

import sys

import click

from engine.cli.ports import now, ports


@click.command("messages")
@click.argument("again", required=False, type=int, metavar="[NUMBER]")
@click.option("--limit", default=50, show_default=True, help="How many to list.")
def command(again: int | None, limit: int) -> None:
    """List messages that were given up, the newest first; with NUMBER, send that one again.

    The number, its channel, attempts, why the last one failed, and what it was for; no address
    and no text. Exit code 1: there are some.
    """
    from engine.operations import sending

    with ports() as open_:
        if again is not None:
            sending.send_again(open_, again, now())
            click.echo(f"message {again} is due; a worker sends it")
            return
        lost = sending.given_up(open_, limit)
    for mail in lost:
        click.echo(
            f"{mail.created_at:%Y-%m-%d %H:%M}Z {mail.id} {mail.channel}: {mail.message_id}, "
            f"attempts {mail.attempts}, {mail.failure}"
        )
    if lost:
        sys.exit(1)
    click.echo("no message was given up")
