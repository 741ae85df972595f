"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.analysis.proofs import Prover
    from engine.release import Release

config_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("config"),
    envvar="MUMARIS_CONFIG",
    show_default=True,
    help="The folder of definitions.",
)


PORT = click.IntRange(1, 65535)
_WHOLE = 1000  # characters, more than any first sentence has


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is no date: write YYYY-MM-DD", param, ctx)


class Group(click.Group):
    """Lists its commands with the whole first sentence of each."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [
            (name, command.get_short_help_str(limit=_WHOLE))
            for name, command in commands
            if command is not None
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def no_service(service: str, known: Iterable[str]) -> EngineError:
    """What is said of a service that is not there: the one that was meant, or those that are."""
    from engine.definitions.suggest import did_you_mean

    there = sorted(known)
    hint = did_you_mean(service, there) or f"there are: {', '.join(there)}"
    return EngineError(f"there is no service `{service}`; {hint}")


def read_release(config: Path, prover: Prover | None = None) -> Release:
    """The release that a folder would make; raises DefinitionError, or EngineError without one."""
    from engine.release import Release

    return Release.of(read_definitions(config), prover)


def read_definitions(config: Path) -> dict[PurePosixPath, bytes]:
    """The definition files of a folder; raises EngineError when it is not there."""
    from engine.definitions.read import read_folder

    if not config.is_dir():
        raise EngineError(f"there is no folder `{config}`")
    return read_folder(config)
