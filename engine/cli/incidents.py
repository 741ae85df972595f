"""`mumaris incidents`: what stopped decisions from binding, until staff have resolved it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from engine.cli.options import Group
from engine.cli.ports import now, operator, ports

if TYPE_CHECKING:
    from engine.operations.resolving import Side
    from engine.store.entries import Incident


@click.group("incidents", cls=Group, invoke_without_command=True)
@click.option("--limit", default=50, show_default=True, help="How many to list.")
@click.option("--all", "is_all", is_flag=True, help="List resolved ones too.")
@click.pass_context
def command(context: click.Context, limit: int, is_all: bool) -> None:
    """List open incidents, the newest first; see, try and resolve one."""
    if context.invoked_subcommand is None:
        _list(limit, is_all)


def _list(limit: int, is_all: bool) -> None:
    from engine.operations.records import incidents

    with ports() as open_:
        found = incidents(open_, limit, is_open=None if is_all else True)
    if not found:
        click.echo("no incident is open" if not is_all else "no incident: all was agreed on")
    for each in found:
        click.echo(_line(each))


@command.command("show")
@click.argument("incident")
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True
)
def show_command(incident: str, shape: str) -> None:
    """Show where evaluator and network differ in INCIDENT, side by side.

    As JSON: the whole of it, with both traces and the facts that were decided on: personal data.
    """
    from engine.operations.resolving import incident_of, sides_of

    with ports() as open_:
        found = incident_of(open_, incident)
    if shape == "json":
        click.echo(json.dumps(found.details, ensure_ascii=False, indent=2))
        return
    click.echo(_line(found))
    _print_sides(sides_of(found.details))
    if found.resolution is not None:
        click.echo(f"note: {found.resolution.note}")


@command.command("try")
@click.argument("incident")
def try_command(incident: str) -> None:
    """Make the decision that INCIDENT stopped again, by both readings; nothing is written.

    A draft is decided under the release in force. Exits with 1 when it would be stopped again.
    """
    from engine.operations.resolving import try_again

    with ports() as open_:
        tried = try_again(open_, incident, now())
    click.echo(f"under release {tried.release[:12]}")
    _print_sides(tried.sides)
    if tried.is_mended:
        click.echo("both readings agree: it may bind now")
    elif not tried.is_ready:
        click.echo("it cannot be told now: the application is not as it was")
    sys.exit(0 if tried.is_mended else 1)


@command.command("resolve")
@click.argument("incident")
@click.option("--note", required=True, help="What was found and done; it is kept in the ledger.")
@click.option("--who", default=operator, help="Who resolves it (default: the user signed in here).")
def resolve_command(incident: str, note: str, who: str) -> None:
    """Record that INCIDENT was looked at; its applicant is told that a draft can be submitted."""
    from engine.operations.resolving import resolve

    with ports() as open_:
        resolved = resolve(open_, incident, who, note, now())
    assert resolved.resolution is not None
    click.echo(f"resolved {resolved.id}, record {resolved.resolution.record}")


def _line(incident: Incident) -> str:
    state = "open"
    if incident.resolution is not None:
        state = f"resolved {incident.resolution.at:%Y-%m-%d %H:%M}Z by {incident.resolution.by}"
    return (
        f"{incident.at:%Y-%m-%d %H:%M}Z {incident.id} {incident.kind}: application "
        f"{incident.reference}, release {incident.release[:12]}, {state}"
    )


def _print_sides(sides: tuple[Side, ...]) -> None:
    if not sides:
        return
    rows = [
        ("", "evaluator", "network"),
        *((one.what, one.evaluator, one.network) for one in sides),
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(2)]
    for what, ours, theirs in rows:
        click.echo(f"  {what:<{widths[0]}}  {ours:<{widths[1]}}  {theirs}".rstrip())
