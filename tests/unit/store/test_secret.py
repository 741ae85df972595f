"""Secrets made on first run."""

import threading
from pathlib import Path

from engine.store.secret import kept_secret


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "secrets" / "key"
    first = kept_secret(place)
    assert len(bytes.fromhex(first.decode())) == 32
    assert kept_secret(place) == first
    assert place.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in place.parent.iterdir()] == ["key"]


def test_a_secret_can_be_given_on_first_run(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "word", b"a-word") == b"a-word"
    assert kept_secret(tmp_path / "word", b"another") == b"a-word"


def test_all_who_start_at_once_get_the_same_secret(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(kept_secret(tmp_path / "key")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
