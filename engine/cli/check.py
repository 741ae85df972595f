"""`mumaris check`: every problem of a configuration, all at once."""

from __future__ import annotations

import sys
from collections.abc import Sized
from pathlib import Path

import click

from engine.cli.kept_proofs import KEPT, keep, read_kept
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
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help=f"Keep what was proved in {KEPT}, so that it need not be proved again.",
)
def command(path: Path, format_: str, cache: bool) -> None:
    """Check the definitions in PATH (default: config).

    Exits with 0 when there is no problem, 1 when there are some, 2 when PATH cannot be read.
    """
    from engine.analysis.proofs import Prover
    from engine.cli.options import read_release
    from engine.definitions.report import render

    prover = Prover(read_kept() if cache else None)
    try:
        release = read_release(path, prover)
    except DefinitionError as error:
        click.echo(render(error.problems, format_))
        click.echo(_counted(error.problems, "problem"), err=True)
        sys.exit(1)
    finally:
        if cache:
            keep(prover.answers)
    if format_ != "text":
        click.echo(render((), format_))
        return
    for note in prover.unsettled:
        click.echo(f"{note.span}: note: {note.message}")
    catalogue = release.catalogue
    counted = (
        _counted(catalogue.listed, "service"),
        *([_counted(catalogue.fragments, "fragment")] if catalogue.fragments else []),
        *([_counted(catalogue.lifecycles, "lifecycle")] if catalogue.lifecycles else []),
        _counted(catalogue.lists, "list"),
        _counted(catalogue.registers, "register"),
        _counted(catalogue.scenarios, "scenario"),
    )
    click.echo(f"no problems: {', '.join(counted)}; release {release.hash[:12]}")


def _counted(things: Sized, noun: str) -> str:
    """`1 service`, `2 services`."""
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
