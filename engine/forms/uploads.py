"""Files: what a slot takes, and what lies in it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from engine.forms.views import FileView, UploadView
from engine.forms.writer import Writer
from engine.model.application import Evidence
from engine.model.words import Language
from engine.phrases import phrase, said
from engine.wording import Conjunction, isolate, join

_KIB: Final = 1024
_MIB: Final = 1024 * 1024
_ACCEPT: Final = {
    "pdf": ".pdf,application/pdf",
    "jpeg": ".jpg,.jpeg,image/jpeg",
    "png": ".png,image/png",
}


def upload_view(
    writer: Writer,
    slot: str,
    accept: tuple[str, ...],
    max_bytes: int,
    max_files: int,
    evidence: Iterable[Evidence],
) -> UploadView:
    """What `slot` takes and holds. `accept` holds the words of the definition: `pdf jpeg png`."""
    return UploadView(
        slot=slot,
        accept=",".join(_ACCEPT[kind] for kind in accept),
        accept_words=writer.phrase(
            "files.accepted" if max_files == 1 else "files.accepted-several",
            kinds=said(kinds_words(accept, writer.language)),
            size=said(size_words(max_bytes, writer.language)),
            count=max_files,
        ),
        max_bytes=max_bytes,
        max_files=max_files,
        files=file_views(writer, evidence),
    )


def file_views(writer: Writer, evidence: Iterable[Evidence]) -> tuple[FileView, ...]:
    return tuple(
        FileView(
            one.id, isolate(one.name, writer.language), size_words(one.size_bytes, writer.language)
        )
        for one in evidence
    )


def kinds_words(accept: tuple[str, ...], language: Language) -> str:
    """The kinds of file that are taken: `PDF or PNG`."""
    return join([isolate(kind.upper(), language) for kind in accept], language, Conjunction.OR)


def size_words(size_bytes: int, language: Language) -> str:
    """A size in the unit that people know it by: kilobytes below one megabyte."""
    if size_bytes < _MIB:
        return phrase("files.kilobytes", language, size=max(1, round(size_bytes / _KIB)))
    size = (Decimal(size_bytes) / _MIB).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return phrase("files.megabytes", language, size=size)
