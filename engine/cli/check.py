"""`mumaris check`: every problem of a configuration, all at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.model.problem import DefinitionError


@click.command("check")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How problems are written.",
)
def command(path: Path, format_: str) -> None:
    """Check the definitions in PATH (default: config).

    Exits with 0 when there is no problem, 1 when there are some, 2 when PATH cannot be read.
    """
    from engine.cli.options import read_release
    from engine.definitions.report import render

    try:
        release = read_release(path)
    except DefinitionError as error:
        click.echo(render(error.problems, format_))
        count = len(error.problems)
        click.echo(f"{count} {'problem' if count == 1 else 'problems'}", err=True)
        sys.exit(1)
    if format_ != "text":
        click.echo(render((), format_))
        return
    catalogue = release.catalogue
    click.echo(
        f"no problems: {len(catalogue.services)} services, {len(catalogue.lists)} lists, "
        f"{len(catalogue.registers)} registers, {len(catalogue.scenarios)} scenarios; "
        f"release {release.hash[:12]}"
    )
