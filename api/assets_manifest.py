"""The built assets: which file holds the style sheet, a script, the icon. `make assets` builds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from engine.model.problem import EngineError

FOLDER = Path(__file__).parent / "static"
ADDRESS = "/static"


@dataclass(slots=True)
class Assets:
    """Names files by what they hold, so that a browser may keep them for ever.

    `is_watched`: the manifest is read again when it changes, for development.
    """

    folder: Path = FOLDER
    is_watched: bool = False
    _names: dict[str, str] = field(default_factory=dict)
    _read_at: float = -1.0

    def address(self, name: str) -> str:
        """Where `name` (`portal.css`) is served; raises EngineError when it was not built."""
        if not self._names or (self.is_watched and self._changed_at() != self._read_at):
            self._read()
        if name not in self._names:
            raise EngineError(f"asset `{name}` is not in {self.folder}: run `make assets`")
        return f"{ADDRESS}/{self._names[name]}"

    def _read(self) -> None:
        self._read_at = self._changed_at()
        try:
            text = (self.folder / "manifest.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            raise EngineError(f"no assets in {self.folder}: run `make assets`") from None
        self._names = json.loads(text)

    def _changed_at(self) -> float:
        try:
            return (self.folder / "manifest.json").stat().st_mtime
        except FileNotFoundError:
            return -1.0
