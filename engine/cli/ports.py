"""The ports that commands on a store use, opened from the environment and closed at the end."""

from __future__ import annotations

import getpass
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.repository import Repository
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.operations.ports import Ports


@contextmanager
def ports() -> Iterator[Ports]:
    """Open the store of MUMARIS_VAR or DATABASE_URL; raises EngineError when it cannot."""
    from engine.operations.ports import Settings, open_ports

    quiet()
    opened = open_ports(Settings.of(os.environ))
    try:
        yield opened
    finally:
        opened.close()


def quiet() -> None:
    """A command prints what it did itself, so only warnings are logged, on standard error."""
    import structlog

    warnings_only = structlog.make_filtering_bound_logger(logging.WARNING)
    errors = structlog.PrintLoggerFactory(file=sys.stderr)
    structlog.configure(wrapper_class=warnings_only, logger_factory=errors)
    tell_unknown()


def tell_unknown() -> bool:
    """Say on standard error which variables look like settings and are none; whether there are."""
    from engine.settings import Environment

    unknown = tuple(Environment(os.environ).unknown())
    for name, meant in unknown:
        hint = f"; did you mean `{meant}`?" if meant else ""
        click.echo(f"mumaris: `{name}` is no setting{hint}", err=True)
    return bool(unknown)


def now() -> datetime:
    """The one place of the command line that reads the clock."""
    return datetime.now(UTC)


def operator() -> str:
    """Who runs the command, as publications name them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def commit_of(folder: Path) -> str | None:
    """The git commit that `folder` is at, or None outside a repository.

    It ends in `-changed` when the folder holds what was not committed.
    """
    try:
        repository = Repository.of(folder)
        commit = repository.commit("HEAD")
        is_changed = repository.is_changed(repository.below(folder))
    except EngineError:
        return None
    return f"{commit}-changed" if is_changed else commit
