"""The vault: what is kept comes out, nothing of it can be read or changed on the disk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.store.keyring import Keyring
from engine.store.protocols import FileDamaged
from engine.store.vault import PIECE_BYTES, Vault, _cipher, _nonce

RING = Keyring([bytes(range(32))])
OTHER = bytes(32)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "files", RING)


def keep(vault: Vault, content: bytes, piece: int = 10_000) -> str:
    return vault.receive(content[at : at + piece] for at in range(0, len(content), piece))


def on_disk(tmp_path: Path) -> list[Path]:
    return [place for place in (tmp_path / "files").rglob("*") if place.is_file()]


@pytest.mark.parametrize(
    "size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 200_001]
)
def test_a_file_comes_out_as_it_went_in(vault: Vault, size: int) -> None:
    content = bytes(at % 251 for at in range(size))
    assert b"".join(vault.open(keep(vault, content))) == content


def test_nothing_of_a_file_can_be_read_on_the_disk(vault: Vault, tmp_path: Path) -> None:
    keep(vault, b"secret words " * 10_000)
    (place,) = on_disk(tmp_path)
    assert b"secret words" not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0


def test_the_same_content_twice_is_two_different_files(vault: Vault, tmp_path: Path) -> None:
    for _ in range(2):
        keep(vault, b"same")
    first, second = on_disk(tmp_path)
    assert first.read_bytes() != second.read_bytes()


def test_a_reader_of_another_key_gets_nothing(vault: Vault, tmp_path: Path) -> None:
    id = keep(vault, b"content")
    with pytest.raises(FileDamaged):
        Vault(tmp_path / "files", Keyring([OTHER])).open(id)


@pytest.mark.parametrize("at", [0, 10, 20, 50, PIECE_BYTES + 100, -1])
def test_a_changed_byte_is_noticed(vault: Vault, tmp_path: Path, at: int) -> None:
    id = keep(vault, b"x" * 200_000)
    (place,) = on_disk(tmp_path)
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(content)
    with pytest.raises(FileDamaged):
        list(vault.open(id))


@pytest.mark.parametrize("size", [7, 11, 43, 44, 45, 44 + PIECE_BYTES + 16, 2 * PIECE_BYTES])
def test_a_file_cut_short_is_noticed(vault: Vault, tmp_path: Path, size: int) -> None:
    id = keep(vault, b"x" * 200_000)
    (place,) = on_disk(tmp_path)
    place.write_bytes(place.read_bytes()[:size])
    with pytest.raises(FileDamaged):
        list(vault.open(id))


def test_pieces_in_another_order_are_noticed(vault: Vault, tmp_path: Path) -> None:
    id = keep(vault, b"x" * (4 * PIECE_BYTES))
    (place,) = on_disk(tmp_path)
    content, size = place.read_bytes(), PIECE_BYTES + 16
    first, second = content[44 : 44 + size], content[44 + size : 44 + 2 * size]
    place.write_bytes(content[:44] + second + first + content[44 + 2 * size :])
    with pytest.raises(FileDamaged):
        list(vault.open(id))


def test_a_file_put_in_the_place_of_another_is_noticed(vault: Vault, tmp_path: Path) -> None:
    mine, theirs = keep(vault, b"mine"), keep(vault, b"theirs")
    root = tmp_path / "files"
    (root / theirs[:2] / theirs).replace(root / mine[:2] / mine)
    with pytest.raises(FileDamaged):
        vault.open(mine)


def test_an_upload_that_breaks_off_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 200_000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        vault.receive(pieces())
    assert on_disk(tmp_path) == []


def test_a_removed_file_is_not_found_and_may_be_removed_again(vault: Vault) -> None:
    id = keep(vault, b"x")
    vault.remove(id)
    vault.remove(id)
    with pytest.raises(FileNotFoundError):
        vault.open(id)


@pytest.mark.parametrize("id", ["../secret", "a/b", "..", "", "%2e%2e", "ملف"])
def test_an_id_is_never_a_path(vault: Vault, id: str) -> None:
    with pytest.raises(FileNotFoundError):
        vault.open(id)


def test_old_files_and_unfinished_ones_can_be_told(vault: Vault, tmp_path: Path) -> None:
    id = keep(vault, b"x")
    unfinished = tmp_path / "files" / "incoming" / "half"
    unfinished.write_bytes(b"half")
    later = datetime.now(UTC) + timedelta(hours=1)
    earlier = datetime.now(UTC) - timedelta(hours=1)
    assert list(vault.kept_before(earlier)) == []
    assert list(vault.kept_before(later)) == [id]
    vault.drop_unfinished(earlier)
    assert unfinished.exists()
    vault.drop_unfinished(later)
    assert not unfinished.exists()


def rotated(tmp_path: Path) -> tuple[Vault, Keyring]:
    """A vault with two files of an older key, while a newer one is in use."""
    ring = Keyring.kept(tmp_path / "file-key")
    vault = Vault(tmp_path / "files", ring)
    for content in (b"first", b"second" * 50_000):
        keep(vault, content)
    ring.add()
    return vault, ring


def test_what_an_older_key_sealed_is_read_and_the_new_key_seals_what_comes(tmp_path: Path) -> None:
    vault, ring = rotated(tmp_path)
    id = keep(vault, b"third")
    assert b"".join(vault.open(id)) == b"third"
    new, old = ring.keys
    assert vault.used_keys() == {old.id: 2, new.id: 1}
    contents = {b"".join(vault.open(place.name)) for place in on_disk(tmp_path)}
    assert contents == {b"first", b"second" * 50_000, b"third"}


def test_sealing_anew_can_be_stopped_and_leaves_ids_contents_and_ages(tmp_path: Path) -> None:
    vault, ring = rotated(tmp_path)
    before = {
        place.name: (b"".join(vault.open(place.name)), place.stat().st_mtime_ns)
        for place in on_disk(tmp_path)
    }
    assert next(vault.reseal())  # and stopped after the first
    assert vault.used_keys() == {ring.current.id: 1, ring.keys[1].id: 1}
    assert sorted(vault.reseal()) == [False, True]
    assert list(vault.reseal()) == [False, False]
    ring.retire(ring.keys[1].id)
    after = {
        place.name: (b"".join(vault.open(place.name)), place.stat().st_mtime_ns)
        for place in on_disk(tmp_path)
    }
    assert after == before


def test_a_file_removed_while_it_is_sealed_anew_stays_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, _ = rotated(tmp_path)
    sealed = Vault._seal

    def removing(self: Vault, id: str, *rest: Any) -> None:
        sealed(self, id, *rest)
        vault.remove(id)

    monkeypatch.setattr(Vault, "_seal", removing)
    assert list(vault.reseal()) == [False, False]
    assert on_disk(tmp_path) == []


def test_a_file_of_a_key_that_is_not_here_says_which(tmp_path: Path) -> None:
    vault, ring = rotated(tmp_path)
    old = ring.keys[1].id
    ring.retire(old)
    with pytest.raises(FileDamaged, match=old):
        vault.open(on_disk(tmp_path)[0].name)


def test_a_file_whose_header_names_no_key_is_opened_by_whichever_key_fits(tmp_path: Path) -> None:
    """As the first vaults wrote them: sealed here by hand."""
    ring, id, salt = Keyring([OTHER, bytes(range(32))]), "00" * 16, bytes(32)
    cipher = _cipher(ring.keys[1], id, salt)
    pieces = [
        cipher.encrypt(_nonce(0, False), b"a" * PIECE_BYTES, b"MUMARIS1"),
        cipher.encrypt(_nonce(1, True), b"b", b"MUMARIS1"),
    ]
    vault = Vault(tmp_path / "files", ring)
    place = tmp_path / "files" / id[:2] / id
    place.parent.mkdir()
    place.write_bytes(b"MUMARIS1" + salt + b"".join(pieces))
    assert b"".join(vault.open(id)) == b"a" * PIECE_BYTES + b"b"
    assert vault.used_keys() == {"": 1}
    assert list(vault.reseal()) == [True]
    assert vault.used_keys() == {ring.current.id: 1}
    assert b"".join(vault.open(id)) == b"a" * PIECE_BYTES + b"b"
