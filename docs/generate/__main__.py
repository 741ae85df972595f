"""`python -m docs.generate`: write every generated page."""

import sys
from pathlib import Path

from docs.generate import PAGES

FOLDER = Path(__file__).parents[1] / "reference"

for name, page in PAGES.items():
    (FOLDER / name).write_text(page(), encoding="utf-8")
    sys.stdout.write(f"docs/reference/{name}\n")
