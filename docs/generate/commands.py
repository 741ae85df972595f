"""The page of the command line: what `--help` says of every command, and the environment."""

from collections.abc import Iterator

import click

from docs.generate.markdown import page as whole
from docs.generate.markdown import table
from engine.cli.main import cli

_WIDTH = 92
_TITLE = "# Commands"
_INTRODUCTION = """`make run` and `make test` install the command in `.venv/bin/`. Once
`. .venv/bin/activate` was run, `mumaris` alone is enough.

Exit codes: 0 fine; 1 problems were found, or something is not as it was recorded; 2 the command
could not run. Where a command takes a folder of definitions, it takes `config` unless told
otherwise."""
_ENVIRONMENT = """## From the environment

These options can be given as environment variables. The variables of the server and the store
are in [Settings](settings.md)."""


def page() -> str:
    commands = tuple(_commands("mumaris", cli))
    sections = (_section(name, command) for name, command in commands)
    return whole(_TITLE, _INTRODUCTION, *sections, _ENVIRONMENT, _variables(commands))


def _commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The command and those under it, in the order of `--help`."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for word in command.list_commands(context):
            found = command.get_command(context, word)
            assert found is not None, f"`{name}` lists `{word}` and does not have it"
            yield from _commands(f"{name} {word}", found)


def _section(name: str, command: click.Command) -> str:
    settings = cli.context_settings
    context = click.Context(command, info_name=name, terminal_width=_WIDTH, **settings)
    return f"## `{name}`\n\n```text\n{command.get_help(context)}\n```"


def _variables(commands: tuple[tuple[str, click.Command], ...]) -> str:
    rows = [
        (f"`{option.envvar}`", f"`{name}`", f"`{option.opts[0]}`" if _is_option(option) else "PATH")
        for name, command in commands
        for option in command.params
        if option.envvar
    ]
    return table(("variable", "command", "stands for"), rows)


def _is_option(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option)
