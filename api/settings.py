"""Settings of the server, read once from the environment; nothing else here reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from engine.model.problem import EngineError
from engine.operations.ports import Settings as EngineSettings

_WORDS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """`base_url` is the address people type, without a final slash: mailed links begin with it.

    `is_development` watches `config`, reloads templates and shows the outbox of e-mails.
    `requests_per_minute` limits what one client may change; see `api.security.limits`.
    """

    engine: EngineSettings
    config: Path
    base_url: str
    is_development: bool
    requests_per_minute: int = 240

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Read `MUMARIS_CONFIG` (default `config`), `MUMARIS_BASE_URL` (default
        `http://127.0.0.1:8000`), `MUMARIS_DEVELOPMENT` (`yes` or `no`, default `no`) and
        `MUMARIS_REQUESTS_PER_MINUTE`, beside the engine's own.

        Raises EngineError for a value that is none of what it may be.
        """
        base_url = environment.get("MUMARIS_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise EngineError(f"MUMARIS_BASE_URL is not an address: `{base_url}`")
        word = environment.get("MUMARIS_DEVELOPMENT", "no")
        if word not in _WORDS:
            raise EngineError(f"MUMARIS_DEVELOPMENT is `{word}`, neither `yes` nor `no`")
        rate = environment.get("MUMARIS_REQUESTS_PER_MINUTE", "240")
        if not rate.isascii() or not rate.isdigit() or not int(rate):
            raise EngineError(f"MUMARIS_REQUESTS_PER_MINUTE is not a whole number: `{rate}`")
        return cls(
            engine=EngineSettings.of(environment),
            config=Path(environment.get("MUMARIS_CONFIG", "config")),
            base_url=base_url,
            is_development=_WORDS[word],
            requests_per_minute=int(rate),
        )
