"""The passphrase of sealed keys: from the environment, or typed."""

from __future__ import annotations

import os

import click

from engine.model.problem import EngineError

_NAME = "MUMARIS_BACKUP_PASSPHRASE"
_SHORTEST = 12


def read_passphrase(*, is_new: bool) -> str:
    """`is_new` asks twice, and wants twelve characters at least."""
    from engine.settings import Environment

    given = Environment(os.environ).text(_NAME)
    passphrase: str = given or click.prompt(
        "Passphrase of the keys", hide_input=True, confirmation_prompt=is_new, err=True
    )
    if is_new and len(passphrase) < _SHORTEST:
        raise EngineError(f"a passphrase has {_SHORTEST} characters at least")
    return passphrase
