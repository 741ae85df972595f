"""Saying which files are taken: kinds and sizes."""

from __future__ import annotations

from engine.model.words import Language
from engine.numbers import format_number
from engine.phrases import phrase
from engine.wording import Conjunction, join

_MEGABYTE = 1_048_576
_NAMES = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG"}
_ENDINGS = {"pdf": (".pdf",), "jpeg": (".jpg", ".jpeg"), "png": (".png",)}


def kinds_words(accept: tuple[str, ...], language: Language) -> str:
    return join([_NAMES.get(one, one) for one in accept], language, Conjunction.OR)


def accept_attribute(accept: tuple[str, ...]) -> str:
    """What a file input's `accept` says, so that a phone offers the right files first."""
    return ",".join(ending for one in accept for ending in _ENDINGS.get(one, ()))


def size_words(size_bytes: int, language: Language) -> str:
    """`size_bytes` in megabytes or kilobytes, as people say it."""
    if size_bytes >= _MEGABYTE:
        tenths = round(size_bytes * 10 / _MEGABYTE)
        number = format_number(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"
        return phrase("start.megabytes", language, number=number)
    return phrase("start.kilobytes", language, number=format_number(max(1, size_bytes // 1024)))
