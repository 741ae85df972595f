"""What the use cases need from outside, and how it is put together.

`open_ports(settings)` is the composition root: store upgraded, keys made on first run, release
follower ready. It does not publish anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`var` holds the database, files and secrets by default. Made once, from the environment."""

    var: Path
    database_url: str
    is_demonstration: bool

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """MUMARIS_VAR (default `var`), DATABASE_URL (default a SQLite file in it) and
        MUMARIS_DEMONSTRATION (`yes` or `no`, default `no`)."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Ports:
    """Shared by all threads of a process; close it once, at the end."""

    settings: Settings

    def is_ready(self) -> bool:
        """Whether the store answers and a release is in force: what /ready says."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


def open_ports(settings: Settings) -> Ports:
    """Connect and upgrade the store, make or read the keys; raises EngineError when it cannot."""
    raise NotImplementedError
