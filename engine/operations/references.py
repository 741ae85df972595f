"""Reference numbers: short enough to read out, too many to guess, and with no two alike letters.

    R-4F7K-9MXD-2H

Ten characters of Crockford's 32 (no I, L, O, U): 50 bits. Bill numbers are digits, as payers type
them into a bank's page.
"""

from __future__ import annotations

import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"R-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def new_bill_number() -> str:
    """Ten digits, the first not zero."""
    return str(1_000_000_000 + secrets.randbelow(9_000_000_000))


def new_data_request() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"D-{letters[:4]}-{letters[4:]}"


def new_incident() -> str:
    return _short("I")


def new_refund() -> str:
    return _short("F")


def _short(kind: str) -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{kind}-{letters[:4]}-{letters[4:]}"
