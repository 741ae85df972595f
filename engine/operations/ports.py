"""What the use cases need from outside, and how it is put together.

`open_ports(settings)` is the composition root: store upgraded, secrets made on first run, release
follower ready. It does not publish anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.model.problem import EngineError
from engine.operations.following import ReleaseFollower
from engine.operations.passwords import Passwords
from engine.operations.turns import Turns
from engine.registers import DemonstrationRegisters, Registers
from engine.store.protocols import Files, Store, StoreUnavailable
from engine.store.secret import kept_secret
from engine.store.sql import open_store
from engine.store.vault import KEY_BYTES, Vault

_HASHES_AT_ONCE = 2  # each takes 19 MiB
_IMAGES_AT_ONCE = 1  # each takes up to 300 MB at 40 megapixels
_ABANDONED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """`var` holds the database, files and secrets by default. Made once, from the environment.

    The keys (32 bytes) are given where several machines share one store; None: kept in `var`.
    """

    var: Path
    database_url: str = field(repr=False)  # it may hold a password
    is_demonstration: bool
    file_key: bytes | None = field(default=None, repr=False)
    biller_key: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """MUMARIS_VAR (default `var`), DATABASE_URL (default a SQLite file in it),
        MUMARIS_DEMONSTRATION (`yes` or `no`, default `no`), MUMARIS_FILE_KEY and
        MUMARIS_BILLER_KEY (64 hexadecimal digits; default: made on first run).

        Raises EngineError for a value that is none of these.
        """
        var = Path(environment.get("MUMARIS_VAR") or "var").absolute()
        word = environment.get("MUMARIS_DEMONSTRATION") or "no"
        if word not in {"yes", "no"}:
            raise EngineError("MUMARIS_DEMONSTRATION is `yes` or `no`")
        return cls(
            var=var,
            database_url=environment.get("DATABASE_URL") or f"sqlite:///{var / 'mumaris.sqlite3'}",
            is_demonstration=word == "yes",
            file_key=_key(environment, "MUMARIS_FILE_KEY"),
            biller_key=_key(environment, "MUMARIS_BILLER_KEY"),
        )


@dataclass(frozen=True, slots=True)
class Ports:
    """Shared by all threads of a process; close it once, at the end."""

    settings: Settings
    store: Store
    files: Files
    registers: Registers
    releases: ReleaseFollower
    passwords: Passwords
    image_turns: Turns
    biller_key: bytes = field(repr=False)

    def is_ready(self) -> bool:
        """Whether the store answers and a release is in force: what /ready says."""
        try:
            with self.store.read() as work:
                return work.releases.active() is not None
        except StoreUnavailable:
            return False

    def close(self) -> None:
        self.releases.close()
        self.store.close()


def open_ports(settings: Settings) -> Ports:
    """Connect and upgrade the store, make or read the keys; raises EngineError when it cannot."""
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    secrets = settings.var / "secrets"
    store = open_store(settings.database_url)
    releases = ReleaseFollower(store)
    vault = Vault(settings.var / "files", settings.file_key or _kept_key(secrets / "file-key"))
    ports = Ports(
        settings=settings,
        store=store,
        files=vault,
        registers=DemonstrationRegisters(releases.people),
        releases=releases,
        passwords=Passwords(Turns(_HASHES_AT_ONCE)),
        image_turns=Turns(_IMAGES_AT_ONCE),
        biller_key=settings.biller_key or _kept_key(secrets / "biller-key"),
    )
    sweep_files(ports, datetime.now(UTC) - _ABANDONED)
    return ports


def sweep_files(ports: Ports, before: datetime) -> int:
    """Remove files kept before the instant that no application holds: left by an accident."""
    ports.files.drop_unfinished(before)
    kept = frozenset(ports.files.kept_before(before))
    if not kept:
        return 0
    with ports.store.read() as work:
        abandoned = kept - work.applications.evidence_ids(kept)
    for id in abandoned:
        ports.files.remove(id)
    return len(abandoned)


def _key(environment: Mapping[str, str], name: str) -> bytes | None:
    text = environment.get(name)
    return _key_of(text, name) if text else None


def _kept_key(place: Path) -> bytes:
    return _key_of(kept_secret(place).decode("ascii", "replace"), str(place))


def _key_of(text: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise EngineError(f"{name} does not hold {2 * KEY_BYTES} hexadecimal digits")
    return key
