"""What a supplied file really is, and what is kept of it.

The type is told by content, never by name or by what a browser says. A PDF is kept as it is
after a check of its skeleton. An image is decoded and drawn anew, so that nothing but its
pixels is kept: no place, no camera, no hidden payload.

Nothing here stores anything; `NotTaken` is raised inside the iterator that is being stored, so
that whoever stores it keeps nothing.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

PIECE_BYTES = 64 * 1024
MOST_PIXELS = 40_000_000
PORTRAIT_PIXELS = (450, 600)  # 15 dots for each millimetre of a card
_JPEG_QUALITY = 90
_TAIL_BYTES = 2048


class FileKind(StrEnum):
    """The kinds that a definition may accept, in its own words."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        return "application/pdf" if self is FileKind.PDF else f"image/{self}"

    def may_be_named(self, name: str) -> bool:
        """Whether the ending of `name`, if it has one, is one of this kind."""
        ending = _ENDING.search(name)
        return ending is None or ending[1].lower() in _ENDINGS[self]


class Fault(StrEnum):
    """Why a file is not taken; the code of the FieldError."""

    EMPTY = "file-empty"
    TOO_LARGE = "file-too-large"
    UNKNOWN_TYPE = "file-type-unknown"
    NOT_ACCEPTED = "file-type-not-accepted"
    BROKEN = "file-broken"
    TOO_MANY_PIXELS = "file-too-many-pixels"


class NotTaken(Exception):
    """The file is refused; raised where its bytes are read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Content:
    """What to keep. `pieces` can be read once, and raises NotTaken at the end for a broken PDF."""

    kind: FileKind
    pieces: Iterator[bytes]


_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,4})$")
_ENDINGS = {
    FileKind.PDF: {"pdf"},
    FileKind.JPEG: {"jpg", "jpeg", "jpe", "jfif"},
    FileKind.PNG: {"png"},
}
_MAGIC = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
)


def content_of(stream: BinaryIO, accept: frozenset[FileKind], max_bytes: int) -> Content:
    """Read the beginning of `stream` and say what it is; raises NotTaken.

    At most `max_bytes` are taken; at most a piece more is read. An image is held in memory.
    """
    pieces = _limited(stream, max_bytes)
    first = next(pieces, b"")
    kind = next((kind for magic, kind in _MAGIC if first.startswith(magic)), None)
    if kind is None:
        raise NotTaken(Fault.UNKNOWN_TYPE if first else Fault.EMPTY)
    if kind not in accept:
        raise NotTaken(Fault.NOT_ACCEPTED)
    if kind is FileKind.PDF:
        return Content(kind, _checked_pdf(first, pieces))
    image = bytearray(first)
    for piece in pieces:
        image += piece
    return Content(kind, iter((redrawn(bytes(image), kind),)))


def _limited(stream: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    taken = 0
    read: Callable[[int], bytes] = stream.read
    while piece := read(PIECE_BYTES):
        taken += len(piece)
        if taken > max_bytes:
            raise NotTaken(Fault.TOO_LARGE)
        yield piece


def _checked_pdf(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes; NotTaken at the end unless they have the skeleton of a PDF file.

    That is: an object, and near the end `startxref`, an offset that lies inside, and `%%EOF`.
    Source: ISO 32000-1, 7.5.
    """
    size, tail, has_object = 0, b"", False
    for piece in _first_then(first, rest):
        size += len(piece)
        seen = tail + piece
        has_object = has_object or b" obj" in seen
        tail = seen[-_TAIL_BYTES:]
        yield piece
    _, found, ending = tail.rpartition(b"startxref")
    offset = ending.split(b"%%EOF")[0].strip()
    is_whole = found and b"%%EOF" in ending and offset.isdigit() and int(offset) < size
    if not (is_whole and has_object):
        raise NotTaken(Fault.BROKEN)


def _first_then(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def redrawn(image: bytes, kind: FileKind) -> bytes:
    """The pixels of `image`, upright, in a new file of the same kind without metadata.

    Raises NotTaken for more than 40 megapixels, before any is decoded, and for a broken image.
    """
    from PIL import Image, ImageOps  # loaded when the first image comes: 30 ms and 8 MB

    broken = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, MemoryError)
    too_big = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(image), formats=[str(kind).upper()]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotTaken(Fault.TOO_MANY_PIXELS)
            opened.load()
            ImageOps.exif_transpose(opened, in_place=True)
            pixels = _plain(opened, kind)
            out = _saved(pixels, kind)
    except too_big as error:
        raise NotTaken(Fault.TOO_MANY_PIXELS) from error
    except broken as error:
        raise NotTaken(Fault.BROKEN) from error
    return out


def portrait(image: bytes) -> bytes:
    """A picture that `redrawn` made, as a JPEG that is sharp in print and no larger than needed."""
    from PIL import Image

    with Image.open(BytesIO(image)) as opened:
        opened.draft("RGB", PORTRAIT_PIXELS)  # decodes a large JPEG at a part of its size
        small = opened.convert("RGBA")
    small.thumbnail(PORTRAIT_PIXELS)
    on_white = Image.new("RGB", small.size, "white")
    on_white.paste(small, mask=small)
    return _saved(on_white, FileKind.JPEG)


def _saved(pixels: Picture, kind: FileKind) -> bytes:
    out = BytesIO()
    if kind is FileKind.JPEG:
        pixels.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    else:
        pixels.save(out, "PNG", optimize=False)
    return out.getvalue()


def _plain(picture: Picture, kind: FileKind) -> Picture:
    """The pixels in a mode that both kinds and every viewer know; nothing else stays."""
    if picture.mode.startswith("I"):  # 16 bits of grey: `convert` alone would clip, not scale
        picture = picture.convert("I").point(lambda value: value / 256)
        picture = picture.convert("L")
    may_be_clear = kind is FileKind.PNG and picture.has_transparency_data
    mode = "RGBA" if may_be_clear else "L" if picture.mode in {"1", "L"} else "RGB"
    plain = picture if picture.mode == mode else picture.convert(mode)  # 120 MB each at the limit
    plain.info.clear()
    return plain
