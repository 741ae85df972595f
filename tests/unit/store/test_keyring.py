"""Rings of keys: the first signs, all verify, and no process keeps an old ring."""

import threading
from pathlib import Path

import pytest

from engine.model.problem import EngineError
from engine.store.keyring import Keyring, Purpose, read_keys

FIRST, SECOND = bytes(range(32)), bytes(32)


def test_the_first_key_signs_and_every_key_verifies() -> None:
    old = Keyring([FIRST]).sign(b"message")
    ring = Keyring([SECOND, FIRST])
    new = ring.sign(b"message")
    assert (new.key, old.key) == (ring.keys[0].id, ring.keys[1].id)
    for signature in (old, new):
        assert ring.is_signed(b"message", signature.digits)
        assert ring.is_signed(b"message", signature.digits, signature.key)
        assert not ring.is_signed(b"another", signature.digits, signature.key)


def test_a_signature_is_of_the_key_that_it_names() -> None:
    ring = Keyring([SECOND, FIRST])
    signature = ring.sign(b"message")
    assert not ring.is_signed(b"message", signature.digits, ring.keys[1].id)
    assert not ring.is_signed(b"message", signature.digits, "00000000")
    assert not ring.is_signed(b"message", "غير صحيح")


def test_an_id_tells_nothing_of_its_key() -> None:
    key = Keyring([FIRST]).current
    assert len(key.id) == 8
    assert key.id not in FIRST.hex()
    assert FIRST.hex() not in repr(key)


def test_a_kept_ring_is_made_with_one_key_for_its_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "secrets" / Purpose.FILES.file
    first, second = Keyring.kept(place), Keyring.kept(place)
    assert place.name == "file-key"
    assert first.keys == second.keys
    assert len(first.keys) == 1
    assert place.stat().st_mode & 0o777 == 0o600


def test_another_process_follows_a_key_that_is_added_or_retired(tmp_path: Path) -> None:
    mine, theirs = Keyring.kept(tmp_path / "key"), Keyring.kept(tmp_path / "key")
    old = theirs.current
    new = mine.add()
    assert [key.id for key in theirs.keys] == [new.id, old.id]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    mine.retire(old.id)
    assert [key.id for key in theirs.keys] == [new.id]
    assert theirs.get(old.id) is None


def test_of_keys_added_at_once_none_is_lost(tmp_path: Path) -> None:
    Keyring.kept(tmp_path / "key")
    threads = [threading.Thread(target=Keyring.kept(tmp_path / "key").add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(Keyring.kept(tmp_path / "key").keys)) == 9


def test_the_key_in_use_and_one_that_is_not_there_are_not_retired(tmp_path: Path) -> None:
    ring = Keyring.kept(tmp_path / "key")
    with pytest.raises(EngineError, match="is in use"):
        ring.retire(ring.current.id)
    with pytest.raises(EngineError, match="no key"):
        ring.retire("00000000")


def test_keys_that_a_setting_gives_are_changed_there() -> None:
    ring = Keyring([SECOND, FIRST])
    assert ring.is_given
    with pytest.raises(EngineError, match="setting"):
        ring.add()


@pytest.mark.parametrize("text", ["", " ", "ab", "zz" * 32, f"{'ab' * 32},ab", "ab" * 33])
def test_what_are_no_keys_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="SOME_KEY"):
        read_keys(text, "SOME_KEY")
    (tmp_path / "key").write_text(text)
    with pytest.raises(EngineError, match="64 hexadecimal digits"):
        Keyring.kept(tmp_path / "key")


def test_keys_have_commas_or_line_ends_between_them() -> None:
    assert read_keys(f"{FIRST.hex()}, {SECOND.hex()}", "x") == (FIRST, SECOND)
    assert read_keys(f"{FIRST.hex()}\n{SECOND.hex()}\n", "x") == (FIRST, SECOND)
