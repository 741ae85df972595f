"""The lines above a form that say what is wrong, each with the name of its field."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.visit import Visit


def named(
    visit: Visit, errors: Mapping[str, str], labels: Mapping[str, str]
) -> list[tuple[str, str]]:
    """A line for each error, in the order of `labels`, whose phrases name the fields."""
    return [
        (name, f"{visit.say(label)}: {errors[name]}")
        for name, label in labels.items()
        if name in errors
    ]
