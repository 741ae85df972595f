"""Reading identity numbers, mobile numbers and e-mail addresses.

A number that passes is well-formed; whether it exists only a register can say.
"""

from __future__ import annotations

import re
from typing import Final

from engine.answers.errors import FieldError, field_error
from engine.model.service import Field

_SIGNS_BETWEEN: Final = re.compile(r"[\s\-.()]+")
_TEN_DIGITS: Final = re.compile(r"[0-9]{10}")
_MOBILE: Final = re.compile(r"(?:(?:\+|00)?966)?0?(5[0-9]{8})")
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_EMAIL_LENGTH: Final = 254  # source: RFC 5321, 4.5.3.1.3
_LOCAL_LENGTH: Final = 64  # source: RFC 5321, 4.5.3.1.1


def read_national_id(field: Field, text: str) -> str | FieldError:
    """The ten digits of a national ID (first digit 1) or an Iqama (2), checked by Luhn's sum."""
    digits = _SIGNS_BETWEEN.sub("", text)
    if not _TEN_DIGITS.fullmatch(digits):
        return field_error(field, "id-not-ten-digits")
    if digits[0] not in "12":
        return field_error(field, "id-first-digit")
    if not has_luhn_sum(digits):
        return field_error(field, "id-checksum")
    return digits


def has_luhn_sum(digits: str) -> bool:
    """Whether the last of `digits` is the check digit of the others.

    >>> has_luhn_sum("1000000008"), has_luhn_sum("1000000000")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def read_mobile(field: Field, text: str) -> str | FieldError:
    """A Saudi mobile number as `05XXXXXXXX`, from any of the forms that people write."""
    match = _MOBILE.fullmatch(_SIGNS_BETWEEN.sub("", text))
    return f"0{match[1]}" if match else field_error(field, "not-a-mobile")


def read_email(field: Field, text: str) -> str | FieldError:
    """An address of the common form; its domain in lower case, the rest as typed."""
    local, _, domain = text.rpartition("@")
    is_too_long = len(text) > _EMAIL_LENGTH or len(local) > _LOCAL_LENGTH
    if is_too_long or not _EMAIL.fullmatch(text):
        return field_error(field, "not-an-email")
    return f"{local}@{domain.lower()}"
