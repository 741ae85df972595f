"""`mumaris incidents`: what stopped decisions from binding and waits for staff."""

from __future__ import annotations

import json

import click

from engine.cli.ports import ports
from engine.model.problem import EngineError


@click.command("incidents")
@click.argument("incident", required=False)
@click.option("--limit", default=50, show_default=True, help="How many to list.")
def command(incident: str | None, limit: int) -> None:
    """List incidents, the newest first; with INCIDENT, the whole of one as JSON.

    The whole holds the facts that were decided on: personal data.
    """
    from engine.operations.records import incidents

    with ports() as open_:
        found = incidents(open_, limit)
    if incident is not None:
        one = next((each for each in found if each.id == incident), None)
        if one is None:
            raise EngineError(f"there is no incident `{incident}` among the newest {limit}")
        click.echo(json.dumps(one.details, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("no incident: every decision so far was agreed on")
    for each in found:
        click.echo(
            f"{each.at:%Y-%m-%d %H:%M}Z {each.id} {each.kind}: application {each.reference}, "
            f"release {each.release[:12]}"
        )
