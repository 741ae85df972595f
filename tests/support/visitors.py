"""A whole Mumaris in a folder, with an applicant who can walk through the fishing licence.

Time stands at `NOW` unless a test says otherwise. Passwords are hashed as cheaply as argon2 can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

from engine.analysis.proofs import Prover
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_folder
from engine.kept_proofs import KEPT, read_kept
from engine.model.account import Account, Role
from engine.model.register import Answer, RegisterAnswer
from engine.model.words import Language
from engine.operations import applications, evidence, releases
from engine.operations.evidence import Supplied
from engine.operations.passwords import Passwords
from engine.operations.ports import Ports, Settings, open_ports
from engine.operations.results import Saved, View
from engine.operations.turns import Turns
from engine.registers import Registers
from tests.support.papers import pdf, picture

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SERVICE = "fishing-licence"
RESIDENT, STRANGER = "1058529940", "1001244019"  # people of the small service's register
FIXTURES = Path(__file__).parents[1] / "fixtures"

Files = Mapping[PurePosixPath, bytes]
PROVER = Prover(read_kept(FIXTURES.parents[1] / KEPT))  # what was proved once need not be again
RULES = PurePosixPath("rules/fishing-licence.yaml")
FORM = PurePosixPath("services/fishing-licence.yaml")


def config() -> dict[PurePosixPath, bytes]:
    """The small service and the fishing licence beside it."""
    files = dict(read_folder(FIXTURES / "small-service"))
    return files | dict(read_folder(FIXTURES / "fishing-licence"))


def reviewed() -> dict[PurePosixPath, bytes]:
    """The fishing licence with a review: what people and time do once it is submitted."""
    parts = {
        name: (FIXTURES / "reviewed-licence" / f"{name}.yaml").read_text("utf-8")
        for name in ("states", "start", "moves")
    }
    closed = "    - {id: closed, label: {ar: مغلق, en: Closed}}\n"
    files = edited(config(), FORM, closed, parts["states"])
    files = edited(files, FORM, "  start: draft\n", parts["start"])
    return edited(files, FORM, "\n\nin_flight:", f"\n{parts['moves']}\nin_flight:")


def edited(files: Files, path: PurePosixPath, old: str, new: str) -> dict[PurePosixPath, bytes]:
    """The files with one text replaced, which must stand there once."""
    text = files[path].decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    return {**files, path: text.replace(old, new).encode()}


class Silenceable:
    """Registers that can be told to stay silent about everything."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self.is_silent = False

    def ask(
        self, catalogue: Catalogue, registers: tuple[str, ...], key: str
    ) -> dict[str, RegisterAnswer]:
        if self.is_silent:
            return dict.fromkeys(registers, RegisterAnswer(Answer.SILENT, {}))
        return self._registers.ask(catalogue, registers, key)

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        if self.is_silent:
            return RegisterAnswer(Answer.SILENT, {})
        return self._registers.find(catalogue, register, by, key)

    def close(self) -> None:
        self._registers.close()


def open_here(folder: Path, url: str) -> Ports:
    """Ports over a database and files in `folder`, with nothing published yet."""
    settings = Settings(folder / "var", url, is_demonstration=True)
    ports = open_ports(settings)
    return replace(ports, passwords=Passwords(Turns(2), memory_kib=8, passes=1))


def add_account(ports: Ports, name: str = "sara", person_key: str = RESIDENT) -> Account:
    """An active account whose password hash fits no password."""
    account = Account(
        name, f"{name}@example.org", person_key, Language.AR, Role.APPLICANT, is_active=True
    )
    with ports.store.begin() as work:
        work.accounts.add(account, "no hash", NOW)
    return account


@dataclass
class Visitor:
    """Somebody with a draft of the fishing licence."""

    ports: Ports
    account: Account
    reference: str
    now: datetime = NOW

    @classmethod
    def starting(
        cls, ports: Ports, account: Account, key: str = "key", service: str = SERVICE
    ) -> Visitor:
        started = applications.start(ports, account, service, key, NOW)
        assert isinstance(started, applications.Started)
        return cls(ports, account, started.application.reference)

    def view(self) -> View:
        return applications.view(self.ports, self.account, self.reference, self.now)

    def revision(self, step: str) -> int:
        return self.view().application.step(step).revision

    def save(self, step: str, **texts: str) -> Saved:
        """Save a step that has no error; `boat__metres` stands for `boat.metres`."""
        typed = {name.replace("__", "."): text for name, text in texts.items()}
        result = applications.save_step(
            self.ports,
            self.account,
            self.reference,
            step,
            typed,
            self.revision(step),
            self.now,
        )
        assert isinstance(result, Saved)
        return result

    def supply(self, slot: str, name: str, content: bytes) -> Supplied:
        result = evidence.supply(
            self.ports, self.account, self.reference, slot, name, BytesIO(content), self.now
        )
        assert isinstance(result, Supplied)
        return result

    def add_trip(self, place: str = "جدة") -> str:
        """Add a trip with its proof; the id of the item."""
        item = applications.new_item_id()
        result = applications.save_item(
            self.ports,
            self.account,
            self.reference,
            "trips",
            item,
            {"place": place},
            self.revision("trips"),
            self.now,
        )
        assert isinstance(result, Saved)
        self.supply(f"trips.{item}.proof", "proof.pdf", pdf(item.encode()))
        return item

    def fill(self, metres: str | None = None) -> Visitor:
        """Complete the draft: with a boat of so many metres, or without a boat and free."""
        if metres is None:
            self.save("boat", boat__is_own="no")
        else:
            self.save("boat", boat__is_own="yes")
            self.save("boat", boat__is_own="yes", boat__metres=metres)
        self.save("terms", accepted="yes")
        self.supply("documents.identity", "me.png", picture("PNG"))
        if metres is not None:
            self.supply("documents.certificates", "boat.pdf", pdf(b"boat"))
        self.save("papers")
        self.add_trip()
        closed = applications.close_group(
            self.ports, self.account, self.reference, "trips", self.revision("trips"), self.now
        )
        assert isinstance(closed, Saved)
        assert self.view().is_complete
        return self


def publish(ports: Ports, files: Files | None = None, now: datetime = NOW) -> str:
    """Put the fixture, or other files, in force; the hash of the release."""
    published = releases.publish(ports, files or config(), "tests", "a test", None, now, PROVER)
    return published.release.hash
