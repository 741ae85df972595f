"""Typesetting: a template and plain values in, a PDF or a QR code out.

Values go in as one JSON object that a template prints; none of them is ever part of a template's
text, so no name can be read as markup. The only letters are those of the typeface that is installed
with us, and nothing is fetched, so the same values give the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.document_templates import FOLDER
from engine.model.problem import EngineError

if TYPE_CHECKING:
    from typst import Fonts, PDFStandard

Printable: TypeAlias = "str | int | bool | list[Printable] | dict[str, Printable] | None"

# Archived for good (PDF/A-2a) and read aloud in order (PDF/UA-1). Both refuse a letter that the
# typeface lacks, so a document with one is made without them rather than not at all.
_STANDARDS: Final[tuple[PDFStandard, ...]] = ("a-2a", "ua-1")
_QUIET_ZONE: Final = 4  # modules, as ISO/IEC 18004 asks


class TypesettingFailed(EngineError):
    """A template is wrong, or was given values that it does not know: a fault of ours."""


def pdf_of(template: str, data: Mapping[str, Printable], at: datetime) -> bytes:
    """The document that `template` makes of `data`, as made at the instant `at`."""
    import typst  # loaded when the first document is made: 25 MB

    def compiled(standards: tuple[PDFStandard, ...]) -> object:
        return typst.compile(
            FOLDER / f"{template}.typ",
            root=FOLDER,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=list(standards),
            timestamp=at,
            format="pdf",
        )

    try:
        made = compiled(_STANDARDS)
    except typst.TypstError:
        try:
            made = compiled(())
        except typst.TypstError as error:
            raise TypesettingFailed(f"template {template}: {error.message}") from error
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def qr_of(address: str) -> str:
    """The QR code of an address, as SVG without a ground of its own."""
    import segno

    out = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(out, kind="svg", border=_QUIET_ZONE, xmldecl=False, omitsize=True)
    return out.getvalue().decode()


@cache
def _fonts() -> Fonts:
    import typst

    with as_file(files("fontpkg_ibm_plex_sans_arabic") / "files") as folder:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
        )
