"""`mumaris reconcile`: the biller's statement of a day beside what we have of it."""

from __future__ import annotations

import sys
from datetime import date

import click

from engine.cli.options import Day
from engine.cli.ports import now, ports


@click.command("reconcile")
@click.option("--date", "day", type=Day(), required=True, help="The day, where the portal is run.")
def command(day: date) -> None:
    """Compare the biller's statement of a day with our payments, and keep a report.

    A payment that the statement proves, and that we had not heard of, is taken in. Exit code 1
    when a difference is left that staff must look at.
    """
    from engine.operations.reconciling import reconcile

    with ports() as open_:
        report = reconcile(open_, day, now())
    click.echo(f"report {report.number}: {report.payments} payments, {report.total}")
    for one in report.differences:
        said = "taken in" if one.is_settled else "open"
        theirs, ours = one.theirs or "nothing", one.ours or "nothing"
        bill = f" of bill {one.bill_number}" if one.bill_number else ""
        click.echo(f"  {one.kind} {one.id}{bill}: there {theirs}, here {ours} ({said})")
    if not report.differences:
        click.echo("  no difference")
    sys.exit(1 if report.open else 0)
