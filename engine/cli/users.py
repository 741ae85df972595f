"""`mumaris users`: the staff of an installation, and how its first administrator comes to be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from engine.cli.options import Group
from engine.cli.ports import now, operator, ports
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from engine.model.words import Language

_ROLES = ("reviewer", "approver", "policy_editor", "auditor", "administrator")


def join_address(language: Language, token: str) -> str:
    """The page that an invitation leads to, at the configured address of the portal."""
    from engine.settings import Environment

    base = Environment(os.environ).address("MUMARIS_BASE_URL")
    return f"{base}/{language}/join/{token}"


@click.group("users", cls=Group)
def command() -> None:
    """List staff, and invite them. Everything else is on the page of the users."""


@command.command("list")
def list_() -> None:
    """Print every member of staff: address, role, state."""
    from engine.operations import users

    with ports() as open_:
        found = users.search(open_)
    width = max((len(one.account.email) for one in found), default=0)
    for one in found:
        click.echo(f"{one.account.email:<{width}}  {one.account.role:<14} {one.standing}")


@command.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What they may do.")
@click.option("--who", default=operator, help="Who invites (default: the user signed in here).")
def add(email: str, role: str, who: str) -> None:
    """Invite EMAIL to the staff, as for the first administrator of an installation.

    Mails a link that works for seven days, and prints it too, for where no mail is sent yet. A
    release must have been published.
    """
    from engine.model.account import Role
    from engine.model.words import Language
    from engine.operations import users
    from engine.operations.accounts import Refused

    with ports() as open_:
        by = users.By(None, who)
        result = users.invite(open_, by, email, Role(role), "", Language.AR, join_address, now())
    if isinstance(result, Refused):
        raise EngineError("; ".join(f"`{email}`: {one.message.en}" for one in result.errors))
    click.echo(f"{result.account.email} is invited as {role}. The link works for seven days:\n")
    click.echo(f"  {join_address(Language.AR, result.token)}")
