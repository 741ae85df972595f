"""A zip of definitions is read whole, or refused whole, whatever it says of itself."""

import stat
import warnings
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

import pytest

from engine.definitions import archive
from engine.definitions.archive import ArchiveError, ArchiveFault, read_archive
from engine.definitions.characters import LIMIT_BYTES
from tests.support.archives import packed, zipped
from tests.support.visitors import config

PORTAL = ("portal.yaml", b"format: 1\n")


def fault(content: bytes) -> ArchiveFault:
    with pytest.raises(ArchiveError) as caught:
        read_archive(BytesIO(content))
    return caught.value.fault


@pytest.mark.parametrize("root", ["", "config/", "portal-main/config/"])
def test_the_folder_may_stand_at_any_depth(root: str) -> None:
    assert read_archive(BytesIO(zipped(config(), root))) == config()


def test_what_is_no_definition_is_left_out() -> None:
    entries = [PORTAL, ("readme.md", b"#"), (".git/config.yaml", b"x"), ("lists/", b"")]
    assert read_archive(BytesIO(packed(entries))) == {PurePosixPath("portal.yaml"): PORTAL[1]}


@pytest.mark.parametrize(
    "name",
    ["../x.yaml", "/etc/x.yaml", "a/../../x.yaml", "a\\x.yaml", "c:x.yaml", "a//x.yaml", "./x.yaml",
     "a\nb.yaml", "x" * 400 + ".yaml"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_refuses_the_whole(name: str) -> None:
    assert fault(packed([PORTAL, (name, b"")])) is ArchiveFault.BAD_NAME


def test_a_link_and_a_name_that_stands_twice_are_refused() -> None:
    link = zipfile.ZipInfo("link.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert fault(packed([PORTAL, (link, b"/etc/passwd")])) is ArchiveFault.BAD_NAME
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        twice = packed([PORTAL, PORTAL])
    assert fault(twice) is ArchiveFault.BAD_NAME


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all", zipped(config())[:-30]])
def test_what_is_no_zip_is_said_to_be_none(content: bytes) -> None:
    assert fault(content) is ArchiveFault.NOT_A_ZIP


def test_a_damaged_or_encrypted_entry_is_no_zip_that_we_read() -> None:
    whole = bytearray(packed([("portal.yaml", b"format: 1\n" * 50)]))
    whole[len("portal.yaml") + 34] ^= 0xFF
    assert fault(bytes(whole)) is ArchiveFault.NOT_A_ZIP
    secret = bytearray(packed([PORTAL]))
    secret[6] |= 1  # the flag that says so, here and in the directory at the end
    secret[secret.index(b"PK\x01\x02") + 8] |= 1
    assert fault(bytes(secret)) is ArchiveFault.NOT_A_ZIP


def test_sizes_are_counted_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed([PORTAL, *((f"{at}.yaml", b"#" * LIMIT_BYTES) for at in range(3))])
    monkeypatch.setattr(archive, "MOST_BYTES", 2 * LIMIT_BYTES)
    assert fault(bomb) is ArchiveFault.TOO_LARGE
    one = read_archive(BytesIO(packed([PORTAL, ("big.yaml", b"#" * 2 * LIMIT_BYTES)])))
    assert len(one[PurePosixPath("big.yaml")]) == LIMIT_BYTES + 1


def test_too_many_entries_and_no_one_root_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fault(packed([("a.yaml", b"")])) is ArchiveFault.NO_PORTAL
    assert fault(packed([("a/portal.yaml", b""), ("b/portal.yaml", b"")])) is ArchiveFault.NO_PORTAL
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    assert fault(packed([PORTAL, ("a", b""), ("b", b"")])) is ArchiveFault.TOO_MANY
