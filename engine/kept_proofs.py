"""What was proved when definitions were last checked, in a file of the working folder.

A file that is damaged, or that somebody wrote by hand, is as good as none: it carries a hash of
its answers. A folder that cannot be written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

KEPT: Final = Path(".cache/mumaris/proofs.json")


def read_kept(path: Path = KEPT) -> dict[str, str]:
    """The answers of the last run; none where there is no whole file."""
    try:
        content = json.loads(path.read_bytes())
        answers = content["answers"]
        if content["hash"] == _hash(answers):
            return {str(key): str(answer) for key, answer in answers.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return {}


def keep(answers: Mapping[str, str], path: Path = KEPT) -> None:
    """Write the answers of this run, and those alone, in one step."""
    if not answers or answers == read_kept(path):
        return
    content = json.dumps({"answers": dict(answers), "hash": _hash(answers)}, sort_keys=True)
    beside = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(content, encoding="utf-8")
        beside.replace(path)


def _hash(answers: object) -> str:
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
