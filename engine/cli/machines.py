"""`mumaris machines`: pipelines that propose over HTTP, and their tokens."""

from __future__ import annotations

import click

from engine.cli.options import Group
from engine.cli.ports import now, operator, ports

_DAYS = 90
_MOST_DAYS = 366


@click.group("machines", cls=Group)
def command() -> None:
    """Let a pipeline propose candidates over the JSON API, with a token of its own.

    A machine proposes and reads what it has proposed. It approves and publishes nothing: what it
    proposes is stood for by one editor at the policy desk, and approved by another.
    """


@command.command("add")
@click.argument("name")
@click.option(
    "--days",
    type=click.IntRange(1, _MOST_DAYS),
    default=_DAYS,
    show_default=True,
    help="How long its token is good for.",
)
@click.option("--who", default=operator, help="Who adds it (default: the user signed in here).")
def add(name: str, days: int, who: str) -> None:
    """Print a token for the machine NAME: once, for it is kept nowhere.

    NAME is of small Latin letters, digits and hyphens, and is used once.
    """
    from engine.operations import machines

    with ports() as open_:
        made, token = machines.add(open_, name, days, who, now())
    click.echo(f"{made.id} may propose until {made.expires_at:%Y-%m-%d}. Its token, shown once:\n")
    click.echo(f"  {token}")


@command.command("list")
def list_() -> None:
    """Print every machine: name, who added it, until when, and when it was last seen."""
    from engine.operations import machines

    with ports() as open_:
        found = machines.listed(open_)
    if not found:
        click.echo("there is no machine; `mumaris machines add` makes one")
    width = max((len(one.id) for one in found), default=0)
    for one in found:
        until = "revoked" if one.revoked_at else f"until {one.expires_at:%Y-%m-%d}"
        seen = f"seen {one.seen_at:%Y-%m-%d}" if one.seen_at else "never seen"
        click.echo(f"{one.id:<{width}}  {until:<16}  {seen:<16}  added by {one.made_by}")


@command.command("revoke")
@click.argument("name")
@click.option("--who", default=operator, help="Who revokes it (default: the user signed in here).")
def revoke(name: str, who: str) -> None:
    """Make the token of NAME worth nothing, from now on."""
    from engine.operations import machines

    with ports() as open_:
        machines.revoke(open_, name, who, now())
    click.echo(f"{name} is let in no more")
