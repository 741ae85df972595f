"""Settings of the server, read once from the environment; `engine.settings` declares each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.operations.ports import Settings as EngineSettings
from engine.settings import Environment


@dataclass(frozen=True, slots=True)
class Settings:
    """`base_url` is the address people type, without a final slash: mailed links begin with it.

    `is_development` watches `config`, reloads templates and shows the outbox of e-mails.
    `requests_per_minute` limits what one client may change; see `api.security.limits`.
    `metrics_token` opens /metrics, which is not there without one.
    """

    engine: EngineSettings
    config: Path
    base_url: str
    is_development: bool
    requests_per_minute: int = 240
    metrics_token: str | None = field(default=None, repr=False)

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Raises EngineError for a value that is none of what it may be."""
        read = Environment(environment)
        return cls(
            engine=EngineSettings.of(environment),
            config=read.folder("MUMARIS_CONFIG"),
            base_url=read.address("MUMARIS_BASE_URL"),
            is_development=read.is_yes("MUMARIS_DEVELOPMENT"),
            requests_per_minute=read.number("MUMARIS_REQUESTS_PER_MINUTE"),
            metrics_token=read.token("MUMARIS_METRICS_TOKEN"),
        )
