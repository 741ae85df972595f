"""Publishing: a broken configuration replaces nothing, rolling back is the same act."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.model.problem import DefinitionError, EngineError
from engine.operations import records, releases
from engine.operations.following import ReleaseFollower, network_of
from engine.operations.ports import Ports, Settings
from engine.operations.results import NotThere
from engine.release import Release
from engine.store.keyring import Purpose
from engine.store.protocols import StoreUnavailable
from tests.support.visitors import NOW, RULES, SERVICE, config, edited, open_here, publish

DEARER = edited(config(), RULES, "2025-04-01: 120.50 SAR", "2025-04-01: 990.00 SAR")
SECOND = timedelta(seconds=1)


def test_a_published_release_is_in_force_and_recorded(ports: Ports) -> None:
    before = releases.active(ports, NOW)
    published = releases.publish(ports, DEARER, "Sara", "dearer boats", "c0ffee", NOW + SECOND)
    assert published.is_new
    assert releases.active(ports, NOW + SECOND).hash == published.release.hash != before.hash
    newest, oldest = releases.history(ports)
    assert (newest.release, newest.who, newest.note) == (
        published.release.hash,
        "Sara",
        "dearer boats",
    )
    assert (newest.commit, newest.at, newest.is_rollback) == ("c0ffee", NOW + SECOND, False)
    assert (oldest.number, newest.number) == (1, 2)
    assert records.verify(ports) == records.ChainIntact(2, 0)


def test_publishing_what_is_in_force_records_nothing(ports: Ports) -> None:
    assert not releases.publish(ports, config(), "Sara", "", None, NOW).is_new
    assert len(releases.history(ports)) == 1


def test_a_broken_configuration_replaces_nothing(ports: Ports) -> None:
    before = releases.active(ports, NOW)
    broken = edited(config(), RULES, "boat.metres <= longest_boat", "boat.metres <= longest_bote")
    with pytest.raises(DefinitionError):
        releases.publish(ports, broken, "Sara", "", None, NOW)
    assert releases.active(ports, NOW + timedelta(minutes=1)) == before
    assert len(releases.history(ports)) == 1


def test_rolling_back_puts_an_earlier_release_in_force_again(ports: Ports) -> None:
    first = releases.active(ports, NOW).hash
    publish(ports, DEARER)
    back = releases.rollback(ports, first[:10], "Sara", "too dear", NOW)
    assert (back.release.hash, back.is_new) == (first, True)
    assert releases.active(ports, NOW).hash == first
    assert [one.is_rollback for one in releases.history(ports)] == [True, False, False]
    assert not releases.rollback(ports, first, "Sara", "again", NOW).is_new


@pytest.mark.parametrize("release", ["", "ffff", "no-such", "%"])
def test_rolling_back_to_nothing_is_refused(ports: Ports, release: str) -> None:
    with pytest.raises(NotThere):
        releases.rollback(ports, release, "Sara", "", NOW)


def test_other_workers_follow_within_seconds(ports: Ports, tmp_path: Path, url: str) -> None:
    other = open_here(tmp_path, url)
    before = releases.active(other, NOW).hash
    after = publish(ports, DEARER)
    assert releases.active(other, NOW + SECOND).hash == before
    assert releases.active(other, NOW + 2 * SECOND).hash == after
    other.close()


def test_the_pointer_is_not_read_more_than_every_two_seconds(ports: Ports) -> None:
    reads = 0

    class Counting:
        def read(self) -> object:
            nonlocal reads
            reads += 1
            return ports.store.read()

    follower = ReleaseFollower(Counting())  # type: ignore[arg-type]
    for at in range(10):
        follower.active(NOW + at * timedelta(seconds=0.1))
    assert reads == 2  # the pointer and the files, once each


def test_nothing_is_in_force_before_the_first_publication(tmp_path: Path) -> None:
    ports = open_here(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert not ports.is_ready()
    with pytest.raises(NotThere):
        releases.active(ports, NOW)
    publish(ports)
    assert ports.is_ready()
    ports.close()


def test_ports_whose_store_does_not_answer_are_not_ready(ports: Ports) -> None:
    class Gone:
        def read(self) -> object:
            raise StoreUnavailable

    assert ports.is_ready()
    assert not replace(ports, store=Gone()).is_ready()  # type: ignore[arg-type]


def test_a_release_whose_files_were_altered_is_refused(ports: Ports, tmp_path: Path) -> None:
    with ports.store.begin() as work:
        work.releases.add("ab" * 32, config(), NOW)
    with pytest.raises(EngineError, match="altered"):
        ports.releases.release("ab" * 32)


def test_a_release_comes_back_from_the_store_whole(ports: Ports) -> None:
    kept = ReleaseFollower(ports.store).release(Release.of(config()).hash)
    assert dict(kept.files) == config()


def test_a_network_stays_open_while_someone_is_inside_and_closes_when_done(ports: Ports) -> None:
    closed: list[str] = []

    class Watched:
        def __init__(self, release: Release, service: str) -> None:
            self.name = release.hash
            self._network = network_of(release, service)

        def close(self) -> None:
            closed.append(self.name)
            self._network.close()

    follower = ReleaseFollower(ports.store, Watched)  # type: ignore[arg-type]
    release = follower.active(NOW)
    with follower.network(release, SERVICE) as one, follower.network(release, SERVICE) as other:
        assert one is other
        for at in range(16):
            follower.learn(replace(release, hash=f"{at:064}"), NOW)
        assert closed == []
    assert closed == [release.hash]
    follower.close()


def test_threads_share_one_compiled_release(ports: Ports) -> None:
    follower = ReleaseFollower(ports.store)
    found: list[Release] = []
    threads = [
        threading.Thread(target=lambda: found.append(follower.active(NOW))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found}) == 1


def test_settings_come_from_the_environment() -> None:
    settings = Settings.of(
        {
            "MUMARIS_VAR": "/srv/mumaris",
            "DATABASE_URL": "postgresql://x/y",
            "MUMARIS_DEMONSTRATION": "yes",
            "MUMARIS_FILE_KEY": "ab" * 32,
        }
    )
    assert settings == Settings(
        Path("/srv/mumaris"), "postgresql://x/y", True, {Purpose.FILES: (bytes([0xAB]) * 32,)}
    )
    assert Settings.of({}).database_url == f"sqlite:///{Path('var').absolute() / 'mumaris.sqlite3'}"
    assert not Settings.of({}).is_demonstration


def test_no_key_or_password_is_said_when_ports_are_printed(ports: Ports) -> None:
    keys = {Purpose.FILES: (b"1" * 32,), Purpose.BILLER: (b"2" * 32,)}
    settings = Settings(Path("/x"), "postgresql://u:hush@h/d", True, keys)
    secret = ports.keys[Purpose.BILLER].current.secret
    said = repr(settings) + repr(ports) + repr(ports.keys[Purpose.BILLER].keys)
    for hidden in ("hush", "1" * 32, "2" * 32, secret.hex(), repr(secret)):
        assert hidden not in said


@pytest.mark.parametrize(
    "environment",
    [
        {"MUMARIS_DEMONSTRATION": "true"},
        {"MUMARIS_FILE_KEY": "short"},
        {"MUMARIS_BILLER_KEY": "zz" * 32},
        {"MUMARIS_BILLER_URL": "not an address"},
    ],
)
def test_a_setting_that_is_none_of_what_it_may_be_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(EngineError):
        Settings.of(environment)
