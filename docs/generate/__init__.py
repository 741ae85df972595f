"""The generated pages of docs/reference/: `make docs` writes them, a test holds them fresh.

What a page says comes from the program itself: schemas, commands, the expression language.
"""

from collections.abc import Callable, Mapping
from typing import Final

from docs.generate import commands, language, metrics, records, routes, settings, yaml_keys

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "commands.md": commands.page,
    "language.md": language.page,
    "metrics.md": metrics.page,
    "records.md": records.page,
    "routes.md": routes.page,
    "settings.md": settings.page,
    "yaml.md": yaml_keys.page,
}
