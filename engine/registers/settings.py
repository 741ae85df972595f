"""Addresses of registers, from the settings: never from definitions, which everybody reads."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from engine.model.problem import EngineError
from engine.registers.network import Address

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def addresses(urls: str | None, tokens: str | None) -> dict[str, Address]:
    """By register, of texts as in `classification=https://register.example/people,cpd=...`.

    Raises EngineError for an address that is not https (http is for this machine alone) or holds
    a name and password, for a token without an address, and for a text of another shape.
    """
    by_register = _pairs("MUMARIS_REGISTERS", urls)
    secrets = _pairs("MUMARIS_REGISTER_TOKENS", tokens)
    for register in secrets.keys() - by_register.keys():
        raise EngineError(f"MUMARIS_REGISTERS has no address of `{register}`, whose token is there")
    return {id: Address(_safe(id, url), secrets.get(id)) for id, url in by_register.items()}


def _pairs(name: str, text: str | None) -> dict[str, str]:
    """Never says what stands behind `=`: it may be secret."""
    found: dict[str, str] = {}
    for pair in text.split(",") if text else ():
        register, _, value = pair.strip().partition("=")
        if not register.isidentifier() or not value:
            raise EngineError(f"{name} is not written as `register=value`, commas between")
        if register in found:
            raise EngineError(f"{name} names `{register}` twice")
        found[register] = value
    return found


def _safe(register: str, url: str) -> str:
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not is_safe or not parts.hostname or "@" in parts.netloc:
        what = "an https address without a name and password"
        raise EngineError(f"MUMARIS_REGISTERS: the address of `{register}` is not {what}")
    return url
