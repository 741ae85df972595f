"""The vault: what is kept comes out, nothing of it can be read or changed on the disk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.store.protocols import FileDamaged
from engine.store.vault import PIECE_BYTES, Vault

KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "files", KEY)


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
        Vault(tmp_path / "files", bytes(32)).open(id)


@pytest.mark.parametrize("at", [0, 10, 45, PIECE_BYTES + 100, -1])
def test_a_changed_byte_is_noticed(vault: Vault, tmp_path: Path, at: int) -> None:
    id = keep(vault, b"x" * 200_000)
    (place,) = on_disk(tmp_path)
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(content)
    with pytest.raises(FileDamaged):
        list(vault.open(id))


@pytest.mark.parametrize("size", [39, 40, 41, 40 + PIECE_BYTES + 16, 2 * PIECE_BYTES])
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
    first, second = content[40 : 40 + size], content[40 + size : 40 + 2 * size]
    place.write_bytes(content[:40] + second + first + content[40 + 2 * size :])
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


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(tmp_path, b"short")
