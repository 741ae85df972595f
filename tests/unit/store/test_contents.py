"""What a file is, is told by its content; of an image only the pixels are kept."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engine.store.contents import Fault, FileKind, NotTaken, content_of
from tests.support.papers import pdf, picture

ALL = frozenset(FileKind)
MB = 1024 * 1024


def kept(content: bytes, accept: frozenset[FileKind] = ALL, max_bytes: int = MB) -> bytes:
    return b"".join(content_of(BytesIO(content), accept, max_bytes).pieces)


def fault_of(content: bytes, accept: frozenset[FileKind] = ALL, max_bytes: int = MB) -> Fault:
    with pytest.raises(NotTaken) as caught:
        kept(content, accept, max_bytes)
    return caught.value.fault


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def tagged(kind: str, **options: Any) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x8825] = {1: "N", 2: (24.0, 42.0, 0.0)}
    return picture(kind, exif=exif, **options)


def huge_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing: a bomb that a decoder would fill with zeros."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_a_pdf_is_kept_byte_for_byte() -> None:
    content = pdf(b"x" * 200_000)
    assert kept(content) == content
    assert content_of(BytesIO(content), ALL, MB).kind is FileKind.PDF


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_an_image_keeps_its_pixels_and_loses_everything_else(kind: str) -> None:
    profile = b"an invented profile"
    image = opened(kept(tagged(kind, icc_profile=profile)))
    assert image.format == kind
    assert image.size == (40, 20)
    red, green, blue = image.convert("RGB").getpixel((5, 10))  # type: ignore[misc]
    assert red > 240
    assert green < 15 > blue
    assert not image.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "dpi"} & image.info.keys()


def test_words_hidden_in_an_image_are_gone() -> None:
    words = PngInfo()
    words.add_itxt("Comment", "hidden words", zip=False)
    assert b"hidden words" not in kept(picture("PNG", pnginfo=words))
    assert b"hidden words" not in kept(picture("JPEG", comment=b"hidden words"))
    assert b"hidden words" not in kept(picture("JPEG") + b"hidden words")


def test_a_photo_held_sideways_is_kept_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    assert opened(kept(picture("JPEG", exif=exif))).size == (20, 40)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "I;16", "LA"])
def test_images_of_every_colour_mode_are_taken(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")
    assert opened(kept(out.getvalue())).size == (8, 8)


def test_a_jpeg_for_printing_is_taken_as_rgb() -> None:
    out = BytesIO()
    Image.new("CMYK", (8, 8)).save(out, "JPEG")
    assert opened(kept(out.getvalue())).mode == "RGB"


def test_clear_parts_of_an_image_stay_clear() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(kept(out.getvalue())).getpixel((1, 1)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"<html><script>", Fault.UNKNOWN_TYPE),
        (b"PK\x03\x04", Fault.UNKNOWN_TYPE),
        (b"GIF89a", Fault.UNKNOWN_TYPE),
        (b" %PDF-1.7", Fault.UNKNOWN_TYPE),
        (b"%PDF-1.7 and no more", Fault.BROKEN),
        (pdf()[:-20], Fault.BROKEN),
        (pdf().replace(b" obj", b" job"), Fault.BROKEN),
        (pdf().replace(b"startxref\n", b"startxref\n9999"), Fault.BROKEN),
        (b"\x89PNG\r\n\x1a\n and no more", Fault.BROKEN),
        (picture("PNG")[:60], Fault.BROKEN),
        (picture("JPEG")[:300], Fault.BROKEN),
        (b"\xff\xd8\xff" + bytes(100), Fault.BROKEN),
        (picture("PNG").replace(b"IHDR", b"IHDX"), Fault.BROKEN),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_a_file_that_is_not_what_it_should_be_is_refused(content: bytes, fault: Fault) -> None:
    assert fault_of(content) is fault


def test_a_kind_that_is_not_asked_for_is_refused() -> None:
    assert fault_of(picture("PNG"), frozenset({FileKind.PDF})) is Fault.NOT_ACCEPTED
    assert fault_of(pdf(), frozenset({FileKind.JPEG, FileKind.PNG})) is Fault.NOT_ACCEPTED


def test_a_file_as_large_as_may_be_is_taken_and_one_byte_more_is_not() -> None:
    content = pdf(b"x" * 100_000)
    assert kept(content, max_bytes=len(content)) == content
    assert fault_of(content, max_bytes=len(content) - 1) is Fault.TOO_LARGE
    image = picture("PNG")
    assert kept(image, max_bytes=len(image))
    assert fault_of(image, max_bytes=len(image) - 1) is Fault.TOO_LARGE


def test_no_more_is_read_than_a_piece_past_the_limit() -> None:
    stream = BytesIO(pdf(b"x" * (10 * MB)))
    with pytest.raises(NotTaken):
        list(content_of(stream, ALL, 100_000).pieces)
    assert stream.tell() <= 100_000 + 2 * 64 * 1024


@pytest.mark.parametrize(
    ("width", "height"), [(40_001, 1_000), (9_000, 9_000), (12_000, 12_000), (60_000, 60_000)]
)
def test_an_image_of_too_many_pixels_is_refused_before_it_is_decoded(
    width: int, height: int
) -> None:
    assert fault_of(huge_png(width, height)) is Fault.TOO_MANY_PIXELS


def test_an_image_at_the_limit_of_pixels_is_decoded() -> None:
    assert fault_of(huge_png(40_000, 1_000)) is Fault.BROKEN  # it holds too little


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("scan.pdf", True),
        ("SCAN.PDF", True),
        ("no ending", True),
        ("رسالة 3.2", True),
        ("scan.png", False),
        ("scan.pdf.exe", False),
    ],
)
def test_a_name_may_not_promise_another_kind(name: str, may: bool) -> None:
    assert FileKind.PDF.may_be_named(name) is may
