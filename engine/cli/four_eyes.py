"""What to type where two people publish and one wanted to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from shlex import quote

from engine.model.problem import EngineError
from engine.operations.releases import FourEyes


@contextmanager
def told(instead: str, *alone: str) -> Iterator[None]:
    """Say, when one person is refused, what to do `instead` and the command to do it `alone`."""
    try:
        yield
    except FourEyes as refused:
        command = " ".join(("mumaris", *map(quote, alone), "--alone 'why nobody else approves'"))
        raise EngineError(
            f"two people publish here, and a release is in force already\n"
            f"  let another editor approve it: {instead}\n"
            f"  in an emergency, which is recorded and shown: {command}"
        ) from refused
