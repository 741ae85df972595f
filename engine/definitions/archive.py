"""A zip of config/, as an editor hands it in: the definition files in it, or why it is none.

What an archive says of itself is not believed: sizes are counted while reading, and a name that
leaves the folder, stands there twice or is a link refuses the whole. The folder may stand at any
depth; it is where `portal.yaml` is.

Source: OWASP ASVS 5.0, V5 (file handling).
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from engine.definitions.characters import LIMIT_BYTES
from engine.definitions.read import is_definition
from engine.model.problem import EngineError

LARGEST_BYTES: Final = 5_000_000  # of the archive itself; config/ makes half a million
MOST_FILES: Final = 5_000
MOST_BYTES: Final = 50_000_000
_LONGEST_NAME: Final = 300
_ROOT: Final = "portal.yaml"
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)


class ArchiveFault(StrEnum):
    NOT_A_ZIP = "not-a-zip"  # or damaged, encrypted, packed in a way that we do not read
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    BAD_NAME = "bad-name"
    NO_PORTAL = "no-portal"  # there is no configuration in it, or there are several


class ArchiveError(EngineError):
    """`name` is the entry that it is about, if it is about one."""

    def __init__(self, fault: ArchiveFault, name: str = "") -> None:
        self.fault = fault
        self.name = name
        super().__init__(f"not a zip of config/: {fault} {name}".rstrip())


def read_archive(stream: BinaryIO) -> dict[PurePosixPath, bytes]:
    """The definition files by their paths below the folder that `portal.yaml` is in.

    Of a file that is too large one byte more is read than is taken, as `read_folder` does. Raises
    ArchiveError.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            return _below_root(dict(_contents(archive, _entries(archive))))
    except _DAMAGED:
        raise ArchiveError(ArchiveFault.NOT_A_ZIP) from None


def _entries(archive: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The definition files; every name is looked at, whatever it is the name of."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise ArchiveError(ArchiveFault.TOO_MANY)
    found: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for info in infos:
        path = _path(info)
        if info.is_dir() or not is_definition(path):
            continue
        if path in found:
            raise ArchiveError(ArchiveFault.BAD_NAME, str(path))
        found[path] = info
    return found


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    name = info.filename.removesuffix("/")
    parts = name.split("/")
    is_odd = "\\" in name or ":" in name or not name.isprintable() or len(name) > _LONGEST_NAME
    if is_odd or any(part in ("", ".", "..") for part in parts):
        raise ArchiveError(ArchiveFault.BAD_NAME, name[:_LONGEST_NAME])
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ArchiveError(ArchiveFault.BAD_NAME, name)
    return PurePosixPath(name)


def _contents(
    archive: zipfile.ZipFile, entries: dict[PurePosixPath, zipfile.ZipInfo]
) -> Iterator[tuple[PurePosixPath, bytes]]:
    left = MOST_BYTES
    for path, info in entries.items():
        if info.compress_type not in _METHODS:
            raise ArchiveError(ArchiveFault.NOT_A_ZIP, str(path))
        with archive.open(info) as file:
            content = file.read(LIMIT_BYTES + 1)
        left -= len(content)
        if left < 0:
            raise ArchiveError(ArchiveFault.TOO_LARGE)
        yield path, content


def _below_root(files: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    roots = sorted(
        {path.parent for path in files if path.name == _ROOT}, key=lambda p: len(p.parts)
    )
    if not roots or (len(roots) > 1 and len(roots[0].parts) == len(roots[1].parts)):
        raise ArchiveError(ArchiveFault.NO_PORTAL)
    root = roots[0]
    return {
        path.relative_to(root): content
        for path, content in files.items()
        if path.is_relative_to(root)
    }
