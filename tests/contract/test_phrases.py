"""Every phrase that a page or a module asks for by its whole name is there."""

import re
from pathlib import Path

from engine.phrases import phrases

ROOT = Path(__file__).parents[2]
_ASKED = re.compile(r"\bphrase(?:_text)?\(\s*\"([a-z0-9-]+\.[a-z0-9-]*[a-z0-9])\"\s*(?![\s~+])")
SOURCES = sorted(
    [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "engine").rglob("*.py"),
        *(ROOT / "api").rglob("*.py"),
    ]
)
assert SOURCES, "an empty folder must not pass"


def test_every_phrase_that_is_asked_for_is_there() -> None:
    known = phrases()
    missing = {
        f"{source.relative_to(ROOT)} asks for {name}"
        for source in SOURCES
        for name in _ASKED.findall(source.read_text("utf-8"))
        if "node_modules" not in source.parts and name not in known
    }
    assert sorted(missing) == []
