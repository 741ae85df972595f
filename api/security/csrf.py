"""CSRF tokens: a form can only be sent by the browser that it was made for.

The token is derived from a secret cookie (of the session, or of the browser before signing in),
so the server keeps nothing and every worker agrees. A page of another site can make a browser
send the cookie, but cannot read it, nor a page of ours, and so cannot know the token.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

FIELD = "csrf"


def token_for(secret: str) -> str:
    """The token of the holder of `secret`; the secret cannot be told from it."""
    return hmac.new(secret.encode(), b"mumaris csrf token", sha256).hexdigest()


def is_valid(secret: str | None, token: str | None) -> bool:
    """Whether `token` belongs to `secret`; nothing belongs to no secret."""
    if secret is None or token is None:
        return False
    return hmac.compare_digest(token_for(secret).encode(), token.encode())


def is_foreign(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the browser itself says that another site sent the request (`Sec-Fetch-Site`)."""
    return any(
        name == b"sec-fetch-site" and value in (b"cross-site", b"same-site")
        for name, value in headers
    )
