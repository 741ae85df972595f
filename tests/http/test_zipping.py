"""A ZIP file that is made while it is sent holds what was put in, and never all of it at once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from random import Random
from zipfile import ZipFile

from api.zipping import zipped

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_what_is_put_in_comes_out() -> None:
    entries = [("data.json", (b"{", b"}")), ("files/صورة.png", (b"\x89PNG",)), ("empty", ())]
    with ZipFile(BytesIO(b"".join(zipped(entries, AT)))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["data.json", "files/صورة.png", "empty"]
        assert archive.read("data.json") == b"{}"
        assert archive.read("files/صورة.png") == b"\x89PNG"
        assert archive.getinfo("empty").date_time == (2026, 11, 23, 9, 0, 0)


def test_pieces_are_sent_before_the_next_ones_are_read() -> None:
    noise, read = Random(1), 0

    def content() -> Iterator[bytes]:
        nonlocal read
        for _ in range(64):
            read += 1
            yield noise.randbytes(65_536)

    sending = zipped([("big", content())], AT)
    first = next(sending)
    assert read <= 2
    assert len(first) < 200_000
    assert len(first + b"".join(sending)) > 64 * 65_536
