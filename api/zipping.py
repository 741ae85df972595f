"""A ZIP file made while it is sent: no more of it is in memory than a piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Entry = tuple[str, Iterable[bytes]]


class _Sink:
    """What the library writes to: it cannot be wound back, and is emptied after each piece."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, piece: bytes) -> int:
        self._written += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def zipped(entries: Iterable[Entry], at: datetime) -> Iterator[bytes]:
    """The file in pieces; each entry is read when its turn comes. `at` is the time they carry."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, pieces in entries:
            entry = ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as writing:
                for piece in pieces:
                    writing.write(piece)
                    if taken := sink.take():
                        yield taken
    yield sink.take()
