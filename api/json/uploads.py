"""Files as programs send them: a raw body, or one file part of a multipart body.

Either way the content goes to a temporary file as it comes, up to one byte past what any file may
have; the rest is read and dropped, so that the use case refuses it with its own sentence.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final
from urllib.parse import unquote

from litestar.types import Receive
from multipart import parse_options_header

from api.security.bodies import FILES_LIMIT, BodyError, Form, read_form

_EXTENDED: Final = re.compile(rb"(?i:filename\* *= *utf-8)'[^']*'([!-:<-~]*)")


@dataclass(slots=True)
class Uploaded:
    """One file: `stream` stands at its start and is deleted by `close`. `name` may be blank."""

    name: str
    stream: BinaryIO
    form: Form | None = None

    def close(self) -> None:
        self.stream.close()
        if self.form is not None:
            self.form.close()


async def read_upload(headers: Mapping[bytes, bytes], receive: Receive, limit: int) -> Uploaded:
    """The file that was sent; `limit` is in bytes. Raises BodyError: 400, 413 or 415."""
    kind = headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _from_form(headers, receive, limit)
    if not kind or kind in {"application/json", "application/x-www-form-urlencoded"}:
        raise BodyError(415)
    return await _raw(headers, receive, limit)


async def _from_form(headers: Mapping[bytes, bytes], receive: Receive, limit: int) -> Uploaded:
    form = await read_form(headers, receive, limit)
    if len(form.files) != 1:
        form.close()
        raise BodyError(400)
    file = form.files[0]
    return Uploaded(file.name, file.stream, form)


async def _raw(headers: Mapping[bytes, bytes], receive: Receive, limit: int) -> Uploaded:
    stream = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    try:
        await _store(stream, receive, limit)
    except BaseException:
        stream.close()
        raise
    return Uploaded(_name(headers), stream)


async def _store(stream: BinaryIO, receive: Receive, limit: int) -> None:
    left, total = limit + 1, 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyError(400)
        content = message["body"]
        total += len(content)
        if total > FILES_LIMIT:
            raise BodyError(413)
        stream.write(content[:left])
        left -= min(left, len(content))
        if not message.get("more_body", False):
            stream.seek(0)
            return


def _name(headers: Mapping[bytes, bytes]) -> str:
    """The file's name in Content-Disposition, `filename*` (RFC 8187) before `filename`."""
    header = headers.get(b"content-disposition", b"")
    extended = _EXTENDED.search(header)
    try:
        if extended is not None:
            return unquote(extended[1].decode("ascii"), encoding="utf-8", errors="strict")
        _, options = parse_options_header(header.decode("utf-8"))
    except UnicodeDecodeError:
        return ""
    return str(options.get("filename", ""))
