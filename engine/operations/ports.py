"""What the use cases need from outside, and how it is put together.

`open_ports(settings)` is the composition root: store upgraded, secrets made on first run, release
follower ready. It does not publish anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.biller import Biller, HttpBiller
from engine.journey.kept import KeptReadings
from engine.model.notification import Channel
from engine.openid import Provider, ProviderSettings, provider_settings
from engine.operations.following import ReleaseFollower
from engine.operations.passwords import Passwords
from engine.operations.turns import Turns
from engine.registers import Address, DemonstrationRegisters, NetworkRegisters, Registers
from engine.registers.settings import addresses
from engine.sending import Sender
from engine.sending.settings import senders
from engine.settings import Environment
from engine.store.keyring import Keyring, Purpose, read_keys
from engine.store.protocols import Files, Store, StoreUnavailable
from engine.store.sql import open_store
from engine.store.vault import Vault

_HASHES_AT_ONCE = 2  # each takes 19 MiB
_DOCUMENTS_AT_ONCE = 2  # each takes a processor for some 35 ms; what Typst keeps grows to 100 MB
_CHECKS_AT_ONCE = 1  # of a whole configuration: some ten seconds of a processor
_IMAGES_AT_ONCE = 1  # each takes up to 300 MB at 40 megapixels
ABANDONED = timedelta(hours=1)  # from when on a file that nothing refers to is swept
_KEYS = {
    Purpose.FILES: "MUMARIS_FILE_KEY",
    Purpose.BILLER: "MUMARIS_BILLER_KEY",
    Purpose.PORTAL: "MUMARIS_PORTAL_KEY",
    Purpose.DOCUMENTS: "MUMARIS_DOCUMENT_KEY",
    Purpose.ACCOUNTS: "MUMARIS_ACCOUNT_KEY",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """`var` holds the database, files and secrets by default. Made once, from the environment.

    `keys` are given where several machines share one store: secrets of 32 bytes by what they are
    for, the one in use first. The keys of any other purpose are kept in `var`. `biller_url` None:
    there is no biller to talk to, and payers are shown the bill number alone.
    """

    var: Path
    database_url: str = field(repr=False)  # it may hold a password
    is_demonstration: bool
    keys: Mapping[Purpose, tuple[bytes, ...]] = field(default_factory=dict, repr=False)
    registers: Mapping[str, Address] = field(default_factory=dict)  # asked over a network, by id
    base_url: str = "http://127.0.0.1:8000"  # what mailed links begin with
    registers_seconds: int = 5  # that all look-ups of one application may take together
    biller_url: str | None = None
    staff_second_factor: bool | None = None
    four_eyes: bool | None = None
    senders: Mapping[Channel, Sender] = field(default_factory=dict)
    sending_seconds: int = 20  # that a server may take for each answer while a message is sent
    provider: ProviderSettings | None = None  # of OpenID Connect

    @property
    def requires_second_factor(self) -> bool:
        """Whether staff need one: as is set, and where nothing is, outside a demonstration."""
        if self.staff_second_factor is None:
            return not self.is_demonstration
        return self.staff_second_factor

    @property
    def requires_four_eyes(self) -> bool:
        """Whether nobody publishes by command without saying why he does it alone: unless it is
        set otherwise. A demonstration publishes itself."""
        return self.four_eyes is not False and not self.is_demonstration

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Raises EngineError for a value that is none of what it may be."""
        read = Environment(environment)
        var = read.folder("MUMARIS_VAR").absolute()
        given = {purpose: (name, read.text(name)) for purpose, name in _KEYS.items()}
        return cls(
            var=var,
            database_url=read.text("DATABASE_URL") or f"sqlite:///{var / 'mumaris.sqlite3'}",
            is_demonstration=read.is_yes("MUMARIS_DEMONSTRATION"),
            staff_second_factor=read.maybe_yes("MUMARIS_STAFF_SECOND_FACTOR"),
            four_eyes=read.maybe_yes("MUMARIS_FOUR_EYES"),
            provider=provider_settings(read),
            keys={
                purpose: read_keys(text, name) for purpose, (name, text) in given.items() if text
            },
            registers=addresses(
                read.text("MUMARIS_REGISTERS"), read.text("MUMARIS_REGISTER_TOKENS")
            ),
            base_url=read.address("MUMARIS_BASE_URL"),
            registers_seconds=read.number("MUMARIS_REGISTERS_SECONDS"),
            biller_url=read.optional_address("MUMARIS_BILLER_URL"),
            senders=senders(read),
            sending_seconds=read.number("MUMARIS_SENDING_SECONDS"),
        )

    @property
    def lease(self) -> timedelta:
        """How long one message is left to whoever sends it: longer than all its answers take."""
        return timedelta(seconds=20 * self.sending_seconds)

    def ring(self, purpose: Purpose) -> Keyring:
        """The keys given for the purpose, or those kept, made on first run."""
        if purpose in self.keys:
            return Keyring(self.keys[purpose])
        return Keyring.kept(self.var / "secrets" / purpose.file)


@dataclass(frozen=True, slots=True)
class Ports:
    """Shared by all threads of a process; close it once, at the end."""

    settings: Settings
    store: Store
    files: Files
    registers: Registers
    senders: Mapping[Channel, Sender]  # of the channels that messages go out by
    releases: ReleaseFollower
    passwords: Passwords
    image_turns: Turns
    document_turns: Turns
    checking_turns: Turns
    keys: Mapping[Purpose, Keyring] = field(repr=False)
    biller: Biller | None
    provider: Provider | None = None
    readings: KeptReadings = field(default_factory=KeptReadings, repr=False)

    def is_ready(self) -> bool:
        """Whether the store answers and a release is in force: what /ready says."""
        try:
            with self.store.read() as work:
                return work.releases.active() is not None
        except StoreUnavailable:
            return False

    def forget(self) -> None:
        """Let go of what is kept in memory of applications: something was erased or discarded."""
        self.readings.forget()
        self.store.forget()

    def close(self) -> None:
        self.registers.close()
        for sender in self.senders.values():
            sender.close()
        self.releases.close()
        self.store.close()


def open_ports(settings: Settings) -> Ports:
    """Connect and upgrade the store, make or read the keys; raises EngineError when it cannot."""
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = {purpose: settings.ring(purpose) for purpose in Purpose}
    store = open_store(settings.database_url)
    releases = ReleaseFollower(store)
    ports = Ports(
        settings=settings,
        store=store,
        files=Vault(settings.var / "files", keys[Purpose.FILES]),
        registers=_registers(settings, DemonstrationRegisters(releases.people)),
        senders=settings.senders,
        releases=releases,
        passwords=Passwords(Turns(_HASHES_AT_ONCE)),
        image_turns=Turns(_IMAGES_AT_ONCE),
        document_turns=Turns(_DOCUMENTS_AT_ONCE),
        checking_turns=Turns(_CHECKS_AT_ONCE),
        keys=keys,
        biller=_biller(settings, keys),
        provider=Provider(settings.provider) if settings.provider else None,
    )
    sweep_files(ports, datetime.now(UTC) - ABANDONED)
    return ports


def _registers(settings: Settings, otherwise: Registers) -> Registers:
    if not settings.registers:
        return otherwise
    return NetworkRegisters(settings.registers, otherwise, settings.registers_seconds)


def _biller(settings: Settings, keys: Mapping[Purpose, Keyring]) -> Biller | None:
    if settings.biller_url is None:
        return None
    return HttpBiller(settings.biller_url, keys[Purpose.PORTAL], keys[Purpose.BILLER])


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
