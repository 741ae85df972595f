"""The entry point: finds a command, runs it, and turns our errors into one line and exit code 2.

Exit codes: 0 fine, 1 problems were found, 2 it could not run. Commands are imported when asked
for, so that `mumaris check` does not load a web server.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from engine.cli.options import Group
from engine.model.problem import DefinitionError, EngineError

_COMMANDS = (
    "check",
    "diff",
    "prove",
    "decide",
    "test",
    "serve",
    "biller",
    "reconcile",
    "worker",
    "messages",
    "propose",
    "publish",
    "rollback",
    "releases",
    "rebase",
    "history",
    "impact",
    "replay",
    "ledger",
    "users",
    "machines",
    "incidents",
    "retention",
    "backup",
    "restore",
    "keys",
    "settings",
    "blame",
    "docs",
    "lsp",
    "import-dmn",
)


class Commands(Group):
    """Looks commands up by the module of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            from engine.definitions.suggest import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS) or "`mumaris --help` lists them"
            raise click.UsageError(f"there is no command `{args[0]}`; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"engine.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mumaris", prog_name="mumaris")
def cli() -> None:
    """Run government services from YAML: check, decide, test, publish and serve them."""


def main() -> None:
    """Run the command line; problems in a definition exit with 1, everything else with 2."""
    try:
        cli.main(standalone_mode=False)
    except DefinitionError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except EngineError as error:
        click.echo(f"mumaris: {error}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Abort:
        click.echo("mumaris: stopped", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
