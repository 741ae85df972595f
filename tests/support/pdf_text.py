"""The words that a PDF of ours draws, run by run, and what it says about itself.

Reads what Typst writes (no object streams, fonts by `ToUnicode`), not any PDF. A run of letters
that are drawn right to left is given in the order in which it is read; what stands in one run
stands there in that order on the page too.
"""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*?>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
_TYPE0 = re.compile(
    rb"(\d+) 0 obj\s*<</Type/Font/Subtype/Type0[^>]*?/ToUnicode (\d+) 0 R", re.DOTALL
)
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_DRAWN = re.compile(
    rb"/(?P<font>f\d+) [\d.]+ Tf|(?P<reversed>/ReversedChars BMC)|(?P<end>EMC)|(?P<shown>TJ)"
    rb"|\((?P<text>(?:[^\\()]|\\.)*)\)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def runs_of(pdf: bytes) -> tuple[str, ...]:
    """Every run of letters, in the order in which they are drawn."""
    streams = {int(number): _content(body) for number, body in _STREAM.findall(pdf)}
    unicode = {int(font): int(map_) for font, map_ in _TYPE0.findall(pdf)}
    fonts = {
        name: _letters(streams[unicode[int(font)]])
        for name, font in _FONT.findall(pdf)
        if int(font) in unicode
    }
    pages = (content for content in streams.values() if b"BT" in content and b" Tf" in content)
    return tuple(run for page in pages for run in _runs(page, fonts))


def text_of(pdf: bytes) -> str:
    return "".join(runs_of(pdf))


def _content(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body)  # a line break follows
    except zlib.error:
        return b""


def _letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", cmap)
    return {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in pairs}


def _runs(page: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    letters: dict[int, str] = {}
    is_reversed, drawn = False, list[str]()
    for found in _DRAWN.finditer(page):
        if found["font"]:
            letters = fonts[found["font"]]
        elif found["reversed"]:
            is_reversed = True
        elif found["end"]:
            is_reversed = False
        elif found["shown"]:
            yield "".join(reversed(drawn) if is_reversed else drawn)
            drawn = []
        elif found["text"] is not None:
            codes = _ESCAPE.sub(_unescaped, found["text"])
            drawn += [
                letters.get(int.from_bytes(codes[at : at + 2], "big"), "\N{REPLACEMENT CHARACTER}")
                for at in range(0, len(codes), 2)
            ]


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    return bytes((int(escaped, 8),)) if escaped.isdigit() else _NAMED.get(escaped, escaped)
