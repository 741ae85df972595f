"""Templates to text: the environment, and the functions that every template may call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.assets_manifest import Assets
from api.pages.addresses import address
from engine.model.words import Language
from engine.reports.page import speaking

FOLDER = Path(__file__).parents[2] / "templates"


def make_templates(assets: Assets, is_development: bool) -> Environment:
    """The environment: all output is escaped, and a name that is not there is an error."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=is_development,
    )
    templates.globals["asset"] = assets.address
    return templates


def render(templates: Environment, name: str, language: Language, **view: Any) -> bytes:
    """The page as bytes. Templates may call `url` and what reports may, in `language`."""
    speak: dict[str, Callable[..., str]] = {
        **speaking(language),
        "url": partial(address, language),
    }
    return templates.get_template(name).render(**speak, **view).encode()
