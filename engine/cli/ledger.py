"""`mumaris ledger`: the append-only record."""

from __future__ import annotations

import sys

import click

from engine.cli.ports import ports


@click.group("ledger")
def command() -> None:
    """Look after the ledger of decisions, publications and payments."""


@command.command("verify")
def verify_command() -> None:
    """Walk the whole chain; exits with 1 and names the first row that was altered."""
    from engine.operations.records import ChainBroken, verify

    with ports() as open_:
        found = verify(open_)
    if isinstance(found, ChainBroken):
        click.echo(f"record {found.sequence}: {found.fault}")
        sys.exit(1)
    records = "1 record" if found.records == 1 else f"{found.records} records"
    click.echo(f"the chain is whole: {records}, {found.erased} with content deleted")
