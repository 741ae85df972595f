"""Zips of definitions, whole and hostile."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

from tests.support.visitors import Files


def zipped(files: Files, root: str = "config/") -> bytes:
    """The files below `root`, as an editor would pack them."""
    return packed((f"{root}{path}", content) for path, content in files.items())


def packed(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """Entries as they are given, names that a packer would refuse included."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()
