"""Reading the body of a form: text within limits, files straight to disk.

Text is bounded by its bytes; a file by what the largest file of a definition may be. Of a file
past that only its first bytes are kept, so that the use case refuses it with its own sentence.
A body past the limit of all is read to a point and thrown away, since a browser shows an answer
only once it could send what it was sending.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import parse_qsl

from litestar.types import Receive
from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

TEXT_LIMIT = 1_000_000
FILES_LIMIT = 100_000_000
_DRAINED = 64_000_000
_PARTS = 400


class BodyError(Exception):
    """A body that cannot be read: `status` 400 (not a form), 413 (too large), 415 (no form)."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"unreadable body: {status}")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: `stream` stands at its start, and is deleted when it is closed."""

    field: str
    name: str
    stream: BinaryIO


@dataclass(slots=True)
class Form:
    """Texts by field name (the last one where a name is repeated) and the files; close it."""

    texts: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        self._open.close()

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def add(self, name: str, content: bytes) -> None:
        """Keep a text; raises BodyError when it is not UTF-8."""
        try:
            self.texts[name] = content.decode("utf-8").replace("\x00", "")
        except UnicodeDecodeError:
            raise BodyError(400) from None

    def begin_file(self, name: str, file_name: str) -> BinaryIO:
        stream = self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # closed by `close`
        self.files.append(Upload(name, file_name, stream))
        return stream


async def read_form(
    headers: Mapping[bytes, bytes], receive: Receive, file_limit: int | None
) -> Form:
    """Read a URL-encoded or multipart body; `file_limit` in bytes, None where no file is taken.

    Raises BodyError. The caller closes the form.
    """
    kind, options = parse_options_header(headers.get(b"content-type", b"").decode("latin-1"))
    limit = TEXT_LIMIT + (FILES_LIMIT if file_limit is not None else 0)
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit():
        raise BodyError(400)
    if int(announced) > limit:
        await _drain(receive)
        raise BodyError(413)
    chunks = _chunks(receive, limit)
    match kind:
        case "application/x-www-form-urlencoded":
            return _url_encoded(b"".join([chunk async for chunk in chunks]))
        case "multipart/form-data" if options.get("boundary"):
            return await _multipart(chunks, options["boundary"], file_limit)
        case "" if announced == b"0":
            return Form()
        case _:
            raise BodyError(415)


async def read_body(receive: Receive, limit: int) -> bytes:
    """The whole body, of `limit` bytes at most; raises BodyError."""
    return b"".join([chunk async for chunk in _chunks(receive, limit)])


def _url_encoded(body: bytes) -> Form:
    if len(body) > TEXT_LIMIT:
        raise BodyError(413)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_PARTS, errors="strict"
        )
    except ValueError:  # not ASCII, not UTF-8 behind its escapes, or too many fields
        raise BodyError(400) from None
    return Form({name: value.replace("\x00", "") for name, value in pairs})


async def _multipart(chunks: AsyncIterator[bytes], boundary: str, file_limit: int | None) -> Form:
    form = Form()
    try:
        with PushMultipartParser(boundary, max_segment_count=_PARTS) as parser:
            part = _Part(form, file_limit)
            async for chunk in chunks:
                for event in parser.parse(chunk):
                    part.take(event)
    except ParserLimitReached:
        form.close()
        raise BodyError(413) from None
    except (MultipartError, LookupError):
        form.close()
        raise BodyError(400) from None
    except BaseException:
        form.close()
        raise
    return form


class _Part:
    """Where the part that is being read goes: a text in memory, or a file on disk."""

    def __init__(self, form: Form, file_limit: int | None) -> None:
        self._form = form
        self._file_limit = file_limit
        self._text = bytearray()
        self._text_bytes = 0
        self._name = ""
        self._stream: BinaryIO | None = None
        self._is_ignored = False
        self._left = 0

    def take(self, event: MultipartSegment | bytes | None) -> None:
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event:
            self._feed(bytes(event))
        else:
            self._end()

    def _begin(self, segment: MultipartSegment) -> None:
        self._name = segment.name or ""
        self._stream = None
        is_file = segment.filename is not None
        # A browser sends an empty file for an input in which nothing was chosen.
        self._is_ignored = is_file and (not segment.filename or self._file_limit is None)
        if is_file and not self._is_ignored:
            self._stream = self._form.begin_file(self._name, segment.filename or "")
            self._left = (self._file_limit or 0) + 1

    def _feed(self, content: bytes) -> None:
        if self._is_ignored:
            return
        if self._stream is not None:
            self._stream.write(content[: self._left])
            self._left -= min(self._left, len(content))
            return
        self._text_bytes += len(content)
        if self._text_bytes > TEXT_LIMIT:
            raise BodyError(413)
        self._text += content

    def _end(self) -> None:
        if self._stream is not None:
            self._stream.seek(0)
        elif not self._is_ignored:
            self._form.add(self._name, bytes(self._text))
        self._text = bytearray()


async def _chunks(receive: Receive, limit: int) -> AsyncIterator[bytes]:
    """The body piece by piece; raises BodyError past `limit` and when the client has gone."""
    total = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyError(400)
        total += len(message["body"])
        is_last = not message.get("more_body", False)
        if total > limit:
            if not is_last:
                await _drain(receive)
            raise BodyError(413)
        if message["body"]:
            yield message["body"]
        if is_last:
            return


async def _drain(receive: Receive) -> None:
    """Read on and throw away, within reason, so that the client gets to read the answer."""
    total = 0
    while total < _DRAINED:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        total += len(message["body"])
