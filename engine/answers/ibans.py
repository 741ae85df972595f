"""Reading international bank account numbers.

A number that passes is well-formed; whether there is such an account only its bank can say. Of the
lengths that countries have registered, the one of Saudi numbers is known here; others are held to
what holds for all.

Source: ISO 13616-1:2020 (structure), ISO/IEC 7064 MOD 97-10 (check digits), and the structure that
Saudi Arabia registered for its own numbers.
"""

from __future__ import annotations

import re
from typing import Final

from engine.answers.errors import FieldError, field_error
from engine.model.service import Field

_SIGNS_BETWEEN: Final = re.compile(r"[\s\-.:]+")
_PREFIX: Final = "IBAN"  # as forms of banks print it before the number
_SHAPE: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_SAUDI: Final = re.compile(r"SA[0-9]{4}[A-Z0-9]{18}")  # two digits of a bank, 18 of an account
_BASE: Final = 36  # digits and letters count 0 to 35
_GROUP: Final = 4


def read_iban(field: Field, text: str) -> str | FieldError:
    """The number in capitals without spaces, its check digits proved."""
    plain = _SIGNS_BETWEEN.sub("", text)
    if not plain.isascii() or not plain.isalnum():
        return field_error(field, "not-an-iban")
    number = plain.upper().removeprefix(_PREFIX)
    if number.isdigit():
        return field_error(field, "iban-without-country")
    if number.startswith("SA") and not _SAUDI.fullmatch(number):
        return field_error(field, "iban-not-saudi")
    if not _SHAPE.fullmatch(number):
        return field_error(field, "not-an-iban")
    return number if has_iban_digits(number) else field_error(field, "iban-checksum")


def has_iban_digits(number: str) -> bool:
    """Whether the check digits of `number`, its third and fourth character, are those of the rest.

    >>> has_iban_digits("SA0380000000608010167519"), has_iban_digits("SA0380000000608010167591")
    (True, False)
    """
    turned = number[4:] + number[:4]
    return int("".join(str(int(sign, _BASE)) for sign in turned)) % 97 == 1


def grouped_iban(number: str) -> str:
    """The number as it is printed, in groups of four.

    >>> grouped_iban("SA0380000000608010167519")
    'SA03 8000 0000 6080 1016 7519'
    """
    return " ".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))
