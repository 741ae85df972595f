"""`mumaris settings`: what is in force here."""

from __future__ import annotations

import json
import os
import sys

import click


@click.command("settings")
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True
)
def command(shape: str) -> None:
    """Print every setting as it is in force, with secrets masked, and check what they hold.

    Exits with 1 when a variable begins with MUMARIS_ and is no setting.
    """
    from engine.cli.ports import tell_unknown
    from engine.settings import SETTINGS, Environment

    environment = Environment(os.environ)
    shown = [(one, environment.shown(one)) for one in SETTINGS]
    if shape == "json":
        values = {
            one.name: {"value": value or None, "is_set": bool(os.environ.get(one.name))}
            for one, value in shown
        }
        click.echo(json.dumps(values, indent=2))
    else:
        width = max(len(one.name) for one in SETTINGS)
        for one, value in shown:
            where = "" if os.environ.get(one.name) else "  (default)"
            click.echo(f"{one.name:<{width}}  {value or one.unset}{where}")
    _check()
    if tell_unknown():
        sys.exit(1)


def _check() -> None:
    """Raise EngineError for a value that the server would not start with."""
    from engine.operations.ports import Settings

    Settings.of(os.environ)
