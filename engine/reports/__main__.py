"""One report, computed in a process of its own: `python -m engine.reports FOLDER KIND DAY OLD NEW`.

FOLDER holds `old/` and `new/` with the definitions, whose hashes are OLD and NEW, and `history/`
with tables where there are any; a body is written beside them for each language, and the content as
JSON. Exits with 2 and a line when it cannot be computed.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

from engine.definitions.read import read_files, read_folder
from engine.model.problem import DefinitionError, EngineError
from engine.model.report import ReportKind
from engine.reports.comparing import CONTENT, IN_FLIGHT, Change, InFlight, made

_NICE = 10  # a report may wait, a page may not


def main(folder: Path, kind: ReportKind, today: date, old_hash: str, new_hash: str) -> None:
    old, new = (read_files(read_folder(folder / name)) for name in ("old", "new"))
    flight = InFlight.kept(folder / IN_FLIGHT)
    change = Change(old, new, old_hash, new_hash, today, folder / "history", flight)
    found = made(kind, change)
    for language, body in found.bodies.items():
        (folder / f"{language}.html").write_text(body, encoding="utf-8")
    content = json.dumps(found.content, ensure_ascii=False, default=date.isoformat)
    (folder / CONTENT).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    os.nice(_NICE)
    try:
        place, kind, day, old, new = sys.argv[1:]
        main(Path(place), ReportKind(kind), date.fromisoformat(day), old, new)
    except DefinitionError as error:
        first = str(error).splitlines()[0]
        sys.stderr.write(f"one of the releases is not read by this engine: {first}\n")
        sys.exit(2)
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
