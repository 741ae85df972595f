"""A report as one self-contained HTML file: no script, no font and no address outside of it.

What a report says is a body, `templates/reports/<name>.html`; pages of the portal include the same
body in a frame of their own. A body may call `phrase`, `day`, `money`, `number` and `words`, and
import macros of `reports/parts.html`. All output is escaped.

Not here: the values and words of a report, which are of whoever found them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.calendar import format_date
from engine.model.money import Money
from engine.model.words import Language, Text
from engine.money import format_money
from engine.numbers import format_number
from engine.phrases import phrase
from engine.wording import isolate

FOLDER: Final = Path(__file__).parents[2] / "templates"


def report_page(
    title: str, body: str, view: Mapping[str, Any], language: Language, lead: str = ""
) -> str:
    """The whole file: `body` is the name of a template, `view` what it reads.

    Raises jinja2.TemplateError for a name that is not there: a fault of ours.
    """
    template = _templates().get_template("reports/layout.html")
    frame = {
        "title": title,
        "lead": lead,
        "body": f"reports/{body}",
        "language": language,
    }
    return template.render(**frame, **speaking(language), **view)


def report_body(body: str, view: Mapping[str, Any], language: Language) -> str:
    """What the report says alone, for a page of the portal that has a frame of its own."""
    template = _templates().get_template(f"reports/{body}")
    return template.render(language=language, **speaking(language), **view)


def speaking(language: Language) -> dict[str, Callable[..., str]]:
    """What a body may call, in one language; `words` says a Text, `latin` sets an id apart."""
    return {
        "phrase": partial(_phrase, language),
        "day": partial(_day, language),
        "money": partial(_money, language),
        "number": format_number,
        "words": partial(_words, language),
        "latin": isolate,
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _phrase(language: Language, name: str, /, **values: Any) -> str:
    return phrase(name, language, **values)


def _day(language: Language, day: date) -> str:
    return format_date(day, language)


def _money(language: Language, amount: Money) -> str:
    return format_money(amount, language)


def _words(language: Language, text: Text) -> str:
    return text.in_(language)
