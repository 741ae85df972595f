"""Templates to text: the environment, and the functions that every template may call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.assets_manifest import Assets
from api.pages.addresses import address
from engine.calendar import format_date
from engine.model.money import Money
from engine.model.words import Language
from engine.money import format_money
from engine.phrases import phrase

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
    """The page as bytes. Templates may call `phrase`, `url`, `day` and `money` in `language`."""
    speak: dict[str, Callable[..., str]] = {
        "phrase": partial(_phrase, language),
        "url": partial(address, language),
        "day": partial(_day, language),
        "money": partial(_money, language),
    }
    return templates.get_template(name).render(**speak, **view).encode()


def _phrase(language: Language, name: str, /, **values: Any) -> str:
    return phrase(name, language, **values)


def _day(language: Language, day: date) -> str:
    return format_date(day, language)


def _money(language: Language, amount: Money) -> str:
    return format_money(amount, language)
