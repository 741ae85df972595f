"""`mumaris ledger`: the append-only record."""

from __future__ import annotations

import sys

import click

from engine.cli.options import Group
from engine.cli.ports import now, ports
from engine.cli.progress import progress
from engine.model.problem import EngineError


@click.group("ledger", cls=Group)
def command() -> None:
    """Look after the ledger of decisions, publications and payments."""


@command.command("verify")
def verify_command() -> None:
    """Walk the whole chain; exits with 1 and names the first row that was altered."""
    from engine.operations.records import ChainBroken, verify

    with ports() as open_:
        found = verify(open_, lambda records, total: progress(records, "walking", total))
    if isinstance(found, ChainBroken):
        click.echo(f"record {found.sequence}: {found.fault}")
        sys.exit(1)
    records = "1 record" if found.records == 1 else f"{found.records} records"
    click.echo(f"the chain is whole: {records}, {found.erased} with content deleted")


@command.command("erase")
@click.argument("reference")
@click.confirmation_option(prompt="The content cannot be brought back. Delete it?")
def erase_command(reference: str) -> None:
    """Delete the content of an application's records; the chain still verifies.

    What was decided, when and under which release stays; facts and reasons are gone, and the
    decision cannot be replayed.
    """
    from engine.operations.records import erase

    with ports() as open_:
        erased = erase(open_, reference, now())
    if not erased:
        raise EngineError(f"no record of application `{reference}` has content")
    click.echo(f"deleted the content of {erased} {'record' if erased == 1 else 'records'}")
