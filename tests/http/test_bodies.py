"""Reading bodies: text within limits, files to disk as they come, the rest drained."""

import asyncio
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from litestar.types import HTTPReceiveMessage, Receive

from api.security.bodies import TEXT_LIMIT, BodyError, Form, read_form

BOUNDARY = b"b"
KIND = b"multipart/form-data; boundary=b"


class Sender:
    """Sends a body in pieces, and counts those that were asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._next = next(self._pieces, b"")
        self.sent_bytes = 0

    async def __call__(self) -> HTTPReceiveMessage:
        piece, self._next = self._next, next(self._pieces, b"")
        self.sent_bytes += len(piece)
        return {"type": "http.request", "body": piece, "more_body": bool(self._next)}


def run(receive: Receive, kind: bytes = KIND, limit: int | None = None) -> Form:
    """Read in a thread of its own: the browser tests may keep a loop running in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        form = read_form({b"content-type": kind}, receive, limit)
        return pool.submit(asyncio.run, form).result()


def read(pieces: Iterable[bytes], kind: bytes = KIND, limit: int | None = 1000) -> Form:
    return run(Sender(pieces), kind, limit)


def part(name: str, content: bytes, file_name: str | None = None) -> bytes:
    file = f'; filename="{file_name}"' if file_name is not None else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def test_texts_and_files_are_told_apart() -> None:
    form = read([part("a", "ع".encode()), part("f", b"%PDF", "ملف.pdf"), b"--b--\r\n"])
    assert form.texts == {"a": "ع"}
    assert [(one.field, one.name, one.stream.read()) for one in form.files] == [
        ("f", "ملف.pdf", b"%PDF")
    ]
    form.close()


def test_pieces_may_be_cut_anywhere() -> None:
    body = part("a", b"one") + part("f", b"x" * 500, "f.pdf") + b"--b--\r\n"
    form = read(body[at : at + 7] for at in range(0, len(body), 7))
    assert form.texts == {"a": "one"}
    assert form.files[0].stream.read() == b"x" * 500
    form.close()


def test_a_file_lies_on_disk_and_is_gone_once_the_form_is_closed() -> None:
    form = read([part("f", b"x" * 900, "f.pdf"), b"--b--\r\n"])
    stream = form.files[0].stream
    assert os.fstat(stream.fileno()).st_size == 900
    form.close()
    assert stream.closed


def test_of_a_file_past_its_limit_only_so_much_is_kept_as_shows_it() -> None:
    form = read([part("f", b"x" * 50_000, "f.pdf"), b"--b--\r\n"])
    assert len(form.files[0].stream.read()) == 1001
    form.close()


def test_an_input_in_which_nothing_was_chosen_is_no_file() -> None:
    form = read([part("f", b"", ""), b"--b--\r\n"])
    assert form.files == []


def test_where_no_file_is_taken_one_is_left_aside() -> None:
    form = read([part("a", b"1"), part("f", b"x", "f.pdf"), b"--b--\r\n"], limit=None)
    assert (form.texts, form.files) == ({"a": "1"}, [])


def test_a_body_past_the_limit_of_all_is_read_on_so_that_the_answer_is_seen() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"a" * 100_000

    sender = Sender(pieces())
    with pytest.raises(BodyError) as caught:
        run(sender, b"application/x-www-form-urlencoded")
    assert caught.value.status == 413
    assert sender.sent_bytes == 4_000_000


def test_text_in_many_fields_counts_together() -> None:
    half = b"x" * (TEXT_LIMIT // 2 + 1)
    with pytest.raises(BodyError) as caught:
        read([part("a", half), part("b", half), b"--b--\r\n"])
    assert caught.value.status == 413


def test_a_client_that_goes_away_half_way_is_a_bad_request() -> None:
    async def gone() -> HTTPReceiveMessage:
        return {"type": "http.disconnect"}

    with pytest.raises(BodyError) as caught:
        run(gone)
    assert caught.value.status == 400


def test_a_body_that_ends_too_early_leaves_no_file_open() -> None:
    with pytest.raises(BodyError):
        read([part("f", b"x" * 100, "f.pdf")])


def test_the_last_text_of_a_repeated_name_counts() -> None:
    form = read([b"a=1&a=2"], b"application/x-www-form-urlencoded")
    assert form.texts == {"a": "2"}
