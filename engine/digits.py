"""Digits and invisible characters in what people type: any digits in, Western digits out."""

from __future__ import annotations

import unicodedata
from typing import Final

_ZEROS = (0x0660, 0x06F0, 0xFF10)  # Arabic-Indic, Persian and full-width
_WESTERN: Final = {zero + digit: str(digit) for zero in _ZEROS for digit in range(10)}
_KEPT_CONTROLS = frozenset("\n\t")
_JOINERS = frozenset("\u200c\u200d")  # zero-width: part of how Persian and Urdu names are spelt


def western_digits(text: str) -> str:
    """`text` with every digit of the three sets that keyboards here type as `0` to `9`.

    >>> western_digits("١٤٤٨/۰۶/２３")
    '1448/06/23'
    """
    return text if text.isascii() else text.translate(_WESTERN)


def clean_text(text: str) -> str:
    """`text` as it is kept and compared: NFC, line ends as `\\n`, no control characters.

    Bidirectional controls go too: Arabic keyboards and copied text carry them innocently, and
    others use them to make a name look like another. Runs of spaces stay as they are typed;
    white space at both ends goes.

    >>> clean_text("\\u202bأحمد\\u202c\\r\\nسعد\\x00 ")
    'أحمد\\nسعد'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(filter(_is_kept, text))  # first, so that what was kept apart is composed too
    return unicodedata.normalize("NFC", kept).strip()


def _is_kept(character: str) -> bool:
    if character in _KEPT_CONTROLS or character in _JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn", "Co")
