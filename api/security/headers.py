"""Security headers of every response."""

from __future__ import annotations

Headers = list[tuple[bytes, bytes]]

# Pages load their own style sheet, scripts, fonts and icons, and send forms to themselves.
# Nothing is inline, nothing is framed, nothing comes from elsewhere.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A file that an applicant supplied is never a page of ours, whatever it holds.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
_ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", PAGE_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", _PERMISSIONS.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    # Personal unless a response says otherwise, so that forgetting to say it is harmless.
    (b"cache-control", b"no-store"),
)
_HTTPS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


def secured(headers: Headers, is_https: bool) -> Headers:
    """`headers` with what is missing of ours; what a response says itself stays."""
    present = {name.lower() for name, _ in headers}
    ours = (*_ALWAYS, _HTTPS) if is_https else _ALWAYS
    return [*headers, *((name, value) for name, value in ours if name not in present)]
