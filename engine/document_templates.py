"""The templates that documents are made from: files of templates/documents/, written in Typst."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "templates" / "documents"
MOST_LINES: Final = 8  # that every template has room for
_NOT_ISSUED: Final = frozenset({"layout", "receipt"})  # what others are made of, and a payment's


@cache
def template_names() -> frozenset[str]:
    """The names that an issued document can have for its template."""
    return frozenset(file.stem for file in FOLDER.glob("*.typ")) - _NOT_ISSUED
