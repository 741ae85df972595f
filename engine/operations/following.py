"""Following the active release: compiled once, kept by hash, with its networks.

The pointer is read from the store again when what is known of it is two seconds old, so every
worker follows a publication or a rollback within seconds.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.decide.network import Network
from engine.model.problem import EngineError
from engine.model.register import DemonstrationPerson
from engine.operations.results import NotThere
from engine.release import Release
from engine.store.protocols import Store

KNOWN_FOR = timedelta(seconds=2)
_KEPT = 16  # releases compiled at once: the active one and those of applications under way

NetworkOf = Callable[[Release, str], Network]


def network_of(release: Release, service: str) -> Network:
    catalogue = release.catalogue
    transitions = catalogue.services[service].lifecycle.transitions
    return Network(catalogue.programs[service], transitions)


@dataclass(slots=True)
class _Held:
    """A network and how many threads are inside it; closed only when nobody is."""

    network: Network
    users: int = 0
    is_retired: bool = False


@dataclass(slots=True)
class _Compiled:
    release: Release
    networks: dict[str, _Held] = field(default_factory=dict)


class ReleaseFollower:
    """Compiled releases of one process."""

    def __init__(self, store: Store, make_network: NetworkOf = network_of) -> None:
        self._store = store
        self._make_network = make_network
        self._lock = threading.RLock()
        self._compiled: OrderedDict[str, _Compiled] = OrderedDict()
        self._active: str | None = None
        self._read_at: datetime | None = None

    def active(self, now: datetime) -> Release:
        """The release in force, at most two seconds old; raises NotThere before the first."""
        with self._lock:
            if self._read_at is None or not timedelta(0) <= now - self._read_at < KNOWN_FOR:
                with self._store.read() as work:
                    self._active = work.releases.active()
                self._read_at = now
            if self._active is None:
                self._read_at = None
                raise NotThere("no release is in force")
            return self.release(self._active)

    def known(self) -> Release | None:
        """The release that was in force when the store answered last; it is not asked again."""
        with self._lock:
            held = self._compiled.get(self._active or "")
            return None if held is None else held.release

    def release(self, hash: str) -> Release:
        """A kept release by its hash, read whole from the store; raises NotThere, and
        DefinitionError for what this version of the engine reads no more.

        Making it takes a second, in which others go on with those that are made.
        """
        with self._lock:
            if hash in self._compiled:
                return self._one(hash).release
        made = self._made(hash)
        with self._lock:
            self._keep(made)
            return self._one(hash).release

    def learn(self, release: Release, now: datetime) -> None:
        """This release has just been put in force by this process."""
        with self._lock:
            self._keep(release)
            self._active, self._read_at = release.hash, now

    def people(self) -> Mapping[str, DemonstrationPerson]:
        """The invented people of the release in force."""
        with self._lock:
            if self._active is None:
                return {}
            return self.release(self._active).catalogue.people

    @contextmanager
    def network(self, release: Release, service: str) -> Iterator[Network]:
        """The network of a service, built when first asked for; it stays open while in use."""
        with self._lock:
            networks = self._one(release.hash).networks
            if service not in networks:
                networks[service] = _Held(self._make_network(release, service))
            held = networks[service]
            held.users += 1
        try:
            yield held.network
        finally:
            with self._lock:
                held.users -= 1
                _close_if_done(held)

    def close(self) -> None:
        with self._lock:
            for compiled in self._compiled.values():
                _retire(compiled)
            self._compiled.clear()

    def _one(self, hash: str) -> _Compiled:
        if hash not in self._compiled:
            self._keep(self._made(hash))
        self._compiled.move_to_end(hash)
        return self._compiled[hash]

    def _made(self, hash: str) -> Release:
        with self._store.read() as work:
            files = work.releases.files(hash)
        if files is None:
            raise NotThere(f"release {hash} was never kept")
        release = Release.served(files)
        if release.hash != hash:
            raise EngineError(f"the files of release {hash} were altered")
        return release

    def _keep(self, release: Release) -> None:
        if release.hash not in self._compiled:
            self._compiled[release.hash] = _Compiled(release)
            while len(self._compiled) > _KEPT:
                _retire(self._compiled.popitem(last=False)[1])


def _retire(compiled: _Compiled) -> None:
    for held in compiled.networks.values():
        held.is_retired = True
        _close_if_done(held)


def _close_if_done(held: _Held) -> None:
    if held.is_retired and held.users == 0:
        held.network.close()
